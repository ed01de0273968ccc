package org.stufo.ui.calls

import android.app.Dialog
import android.view.View
import android.view.ViewGroup
import android.widget.AbsListView
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ListView
import android.widget.RadioButton
import org.stufo.R
import org.stufo.core.decideCallers
import org.stufo.core.deleteCall
import org.stufo.core.history
import org.stufo.core.model.RuleKind
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.RowBinder
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Watcher
import org.stufo.ui.rows.children
import org.stufo.ui.rows.inflate
import org.stufo.ui.rows.showIf
import org.stufo.ui.rows.view
import org.stufo.ui.screen.HeaderAction
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.Screen
import org.stufo.ui.screen.Tab
import org.stufo.ui.screen.confirmDialog
import org.stufo.ui.screen.copyText
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.now
import org.stufo.words.of
import org.stufo.words.text
import java.io.Serializable

/** All screened calls, or those that one list stopped: newest first, page by page. */
class HistoryScreen(private val listId: Long? = null, private val listName: String = "") : Screen() {
    private var chip = HistoryChip.ALL
    private var search = ""
    private val place = ListPlace()
    private val chosen = ChosenCalls()

    @Transient
    private var list: ListView? = null

    @Transient
    private var pages: HistoryPages? = null

    @Transient
    private var adapter: HistoryAdapter? = null

    @Transient
    private var empty: View? = null

    /** Of the newest request: answers to older ones are dropped. */
    @Transient
    private var requestId = 0

    override val tab get() = Tab.HISTORY.takeIf { listId == null }

    override val title: Text
        get() = when {
            !chosen.isEmpty -> count(R.plurals.history_chosen, chosen.ids.size)
            listId == null -> text(R.string.history_title)
            else -> text(R.string.history_of_list, listName)
        }

    override val actions: List<HeaderAction>
        get() = if (chosen.isEmpty) {
            emptyList()
        } else {
            listOf(
                HeaderAction(R.drawable.ic_block, text(R.string.action_block)) { decide(RuleKind.BLOCK) },
                HeaderAction(R.drawable.ic_allow, text(R.string.action_allow)) { decide(RuleKind.ALLOW) },
                HeaderAction(R.drawable.ic_copy, text(R.string.call_copy), onClick = ::copy),
                HeaderAction(R.drawable.ic_delete, text(R.string.action_delete)) { openDialog(DELETE) },
            )
        }

    override fun createView(container: ViewGroup): View {
        val view = container.inflate(R.layout.history_screen)
        empty = view.view(R.id.history_empty)
        showSearch(view.view(R.id.history_search))
        showChips(view.view(R.id.history_chips))
        showList(view.view(R.id.history_list))
        return view
    }

    private fun showSearch(field: EditText) {
        field.setText(search)
        field.addTextChangedListener(
            Watcher {
                if (it == search) return@Watcher
                search = it
                reloadFromTop()
            },
        )
    }

    private fun showChips(group: LinearLayout) {
        for (each in HistoryChip.entries) {
            val view = group.inflate(R.layout.chip) as RadioButton
            view.isSaveEnabled = false
            view.text = chipText(each).of(context)
            view.isChecked = each == chip
            view.setOnClickListener {
                group.children().forEach { other -> (other as RadioButton).isChecked = other === view }
                chip = each
                reloadFromTop()
            }
            group.addView(view)
        }
    }

    private fun showList(list: ListView) {
        this.list = list
        place.lose()
        val pages = HistoryPages(::fetch).also { this.pages = it }
        val adapter = HistoryAdapter(pages, chosen, HistoryAdapter.Taps(::tapped, ::choose)).also { this.adapter = it }
        list.adapter = adapter
        list.setOnScrollListener(object : AbsListView.OnScrollListener {
            override fun onScrollStateChanged(view: AbsListView?, state: Int) = Unit

            override fun onScroll(view: AbsListView?, first: Int, visible: Int, total: Int) {
                if (total > 0) pages.seen(first + visible)
            }
        })
        pages.begin()
    }

    /** While calls are chosen, a tap chooses another one. */
    private fun tapped(id: Long) = if (chosen.isEmpty) host.go(Route.Call(id)) else choose(id)

    private fun choose(id: Long) {
        chosen.turn(pages?.call(id) ?: return)
        showChosen()
    }

    private fun showChosen() {
        adapter?.notifyDataSetChanged()
        host.showHeader()
    }

    private fun chooseNone() {
        chosen.clear()
        showChosen()
    }

    override fun onBack(): Boolean {
        if (chosen.isEmpty) return false
        chooseNone()
        return true
    }

    private fun decide(kind: RuleKind) {
        val numbers = chosen.numbers
        if (numbers.isEmpty()) return host.say(text(R.string.history_no_number))
        val said = text(if (kind == RuleKind.BLOCK) R.string.block_done else R.string.block_allowed, chosen.said())
        onCore({ it.decideCallers(kind, numbers) }) { undo ->
            host.offerUndo(said, undo)
            chooseNone()
            onReturn()
        }
    }

    private fun copy() {
        val numbers = chosen.numbers
        if (numbers.isEmpty()) return host.say(text(R.string.history_no_number))
        host.copyText(title.of(context), numbers.joinToString("\n"))
        chooseNone()
    }

    override fun dialog(key: Serializable): Dialog {
        val ids = chosen.ids
        return host.confirmDialog(count(R.plurals.history_delete_question, ids.size), text(R.string.call_delete_words), text(R.string.action_delete)) {
            onCore({ core -> ids.forEach(core::deleteCall) }) {
                chooseNone()
                onReturn()
            }
        }
    }

    private fun reload() {
        requestId++
        pages?.begin()
    }

    /** Another choice begins at the top. */
    private fun reloadFromTop() {
        place.forget(list)
        reload()
    }

    private fun fetch(before: String?) {
        val request = requestId
        val filter = historyFilter(chip, search).copy(listId = listId, before = before)
        onCore(
            { it.history(filter) },
            failed = {
                if (request == requestId) pages?.failed()
                showFault(it)
            },
        ) { page ->
            if (request != requestId) return@onCore
            pages?.add(page, now())
            adapter?.notifyDataSetChanged()
            showEmpty()
            pages?.let { place.find(list, it) }
        }
    }

    private fun showEmpty() {
        val view = empty ?: return
        view.showIf(pages?.isEmpty == true)
        val filtered = chip != HistoryChip.ALL || search.isNotBlank() || listId != null
        RowBinder.bind(view, emptyHistory(filtered)) {}
    }

    override fun onReturn() {
        place.keep(list)
        place.lose()
        reload()
    }

    override fun keep() = place.keep(list)

    override fun onLeave() {
        keep()
        list = null
        pages = null
        adapter = null
        empty = null
    }

    private companion object {
        const val DELETE = "delete"
    }
}

internal fun emptyHistory(filtered: Boolean): Row.Empty = if (filtered) {
    Row.Empty(IconStyle(R.drawable.ic_search, Tone.NEUTRAL), text(R.string.history_none_title), text(R.string.history_none_words))
} else {
    Row.Empty(IconStyle(R.drawable.ic_history, Tone.NEUTRAL), text(R.string.history_empty_title), text(R.string.history_empty_words))
}
