package org.stufo.ui.history

import android.view.View
import android.view.ViewGroup
import android.widget.AbsListView
import android.widget.BaseAdapter
import android.widget.ListView
import android.widget.TextView
import java.util.TimeZone
import org.stufo.R
import org.stufo.core.model.CallRow
import org.stufo.core.model.HistoryPage
import org.stufo.ui.Ui
import org.stufo.ui.bindCall
import org.stufo.ui.callLine
import org.stufo.ui.formatted
import org.stufo.ui.inflate
import org.stufo.ui.resources
import org.stufo.ui.timeOfDay
import org.stufo.ui.view

/** The list behind the history: asks for the next page when its end comes into sight, and for no more. */
internal class HistoryList(private val ui: Ui, list: ListView, private val load: (before: String?) -> Unit) : BaseAdapter() {
    private val lines = ArrayList<HistoryLine>()
    private var last: CallRow? = null
    private var next: String? = null
    private var loading = false

    init {
        list.adapter = this
        list.setOnItemClickListener { _, _, position, _ ->
            (lines[position] as? HistoryLine.Call)?.let { ui.go(CallScreen(it.row.id)) }
        }
        list.setOnScrollListener(object : AbsListView.OnScrollListener {
            override fun onScrollStateChanged(view: AbsListView, state: Int) = Unit

            override fun onScroll(view: AbsListView, first: Int, visible: Int, total: Int) {
                if (total > 0 && first + visible >= total - AHEAD) more()
            }
        })
    }

    /** Forgets what is shown and asks for the first page. */
    fun restart() {
        loading = true
        load(null)
    }

    fun add(page: HistoryPage, before: String?) {
        if (before == null) {
            lines.clear()
            last = null
        }
        lines += historyLines(page.rows, last, System.currentTimeMillis(), TimeZone.getDefault())
        last = page.rows.lastOrNull() ?: last
        next = page.next
        loading = false
        notifyDataSetChanged()
    }

    private fun more() {
        val before = next
        if (loading || before == null) return
        loading = true
        load(before)
    }

    override fun getCount(): Int = lines.size

    override fun getItem(position: Int): HistoryLine = lines[position]

    override fun getItemId(position: Int): Long = position.toLong()

    override fun getViewTypeCount(): Int = 2

    override fun getItemViewType(position: Int): Int = if (lines[position] is HistoryLine.Day) 0 else 1

    override fun isEnabled(position: Int): Boolean = lines[position] is HistoryLine.Call

    override fun getView(position: Int, old: View?, parent: ViewGroup): View = when (val line = lines[position]) {
        is HistoryLine.Day -> (old ?: ui.inflate(R.layout.day_row, parent)).also {
            it.view<TextView>(R.id.day_row_text).text = dayName(line)
        }
        is HistoryLine.Call -> (old ?: ui.inflate(R.layout.call_row, parent)).also {
            bindCall(it, callLine(ui.resources, line.row, timeOfDay(ui.resources, line.row.at.utcMillis)))
        }
    }

    private fun dayName(day: HistoryLine.Day): String = when (day.daysAgo) {
        0 -> ui.resources.getString(R.string.day_today)
        1 -> ui.resources.getString(R.string.day_yesterday)
        else -> formatted(ui.resources, "EEEE d MMMM", day.utcMillis)
    }

    private companion object {
        const val AHEAD = 10
    }
}
