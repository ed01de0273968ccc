package org.stufo.ui.history

import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ListView
import android.widget.TextView
import org.stufo.R
import org.stufo.core.history
import org.stufo.core.model.HistoryPage
import org.stufo.ui.Screen
import org.stufo.ui.Tab
import org.stufo.ui.Ui
import org.stufo.ui.afterTyping
import org.stufo.ui.inflate
import org.stufo.ui.resources
import org.stufo.ui.showIf
import org.stufo.ui.view

/** Every screened call, a page at a time, with search and filters. */
class HistoryScreen : Screen() {
    private var chip = HistoryChip.ALL
    private var search = ""

    override val tab: Tab get() = Tab.HISTORY

    override fun title(ui: Ui): String = ui.resources.getString(R.string.screen_history_title)

    override fun createView(ui: Ui, container: ViewGroup): View = ui.inflate(R.layout.history_screen, container).also { view ->
        val list = HistoryList(ui, view.view(R.id.history_list)) { before -> load(ui, view, before) }
        view.tag = list
        view.view<EditText>(R.id.history_search).apply {
            setText(search)
            afterTyping {
                search = it
                list.restart()
            }
        }
        makeChips(ui, view.view(R.id.history_filters), list)
        list.restart()
    }

    private fun makeChips(ui: Ui, container: LinearLayout, list: HistoryList) {
        for (each in HistoryChip.entries) {
            val view = ui.inflate(R.layout.chip, container) as TextView
            view.setText(each.text)
            light(view, each == chip)
            view.setOnClickListener {
                chip = each
                for (index in 0 until container.childCount) light(container.getChildAt(index)!!, index == each.ordinal)
                list.restart()
            }
            container.addView(view)
        }
    }

    private fun light(chip: View, lit: Boolean) {
        chip.isActivated = lit
        chip.isSelected = lit
    }

    private fun load(ui: Ui, view: View, before: String?) {
        val filter = filterOf(chip, search)
        ui.onCore({ it.history(filter, PAGE_SIZE, before) }) { page: HistoryPage ->
            // An answer to an earlier search is no longer wanted.
            if (filter != filterOf(chip, search)) return@onCore
            (view.tag as HistoryList).add(page, before)
            showEmpty(ui, view, before == null && page.rows.isEmpty())
        }
    }

    private fun showEmpty(ui: Ui, view: View, empty: Boolean) {
        view.view<ListView>(R.id.history_list).showIf(!empty)
        view.view<View>(R.id.history_empty).showIf(empty)
        view.view<TextView>(R.id.empty_title).text = ui.resources.getString(R.string.history_empty)
        view.view<TextView>(R.id.empty_text).text = ui.resources.getString(R.string.history_empty_text)
    }

    companion object {
        /** Rows asked for at a time. */
        const val PAGE_SIZE = 60
    }
}
