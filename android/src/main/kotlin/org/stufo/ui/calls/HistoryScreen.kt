package org.stufo.ui.calls

import android.content.Intent
import android.view.View
import android.view.ViewGroup
import android.widget.AbsListView
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ListView
import android.widget.RadioButton
import org.stufo.R
import org.stufo.core.historyGroups
import org.stufo.core.model.CallGroup
import org.stufo.ui.rows.RowBinder
import org.stufo.ui.rows.Watcher
import org.stufo.ui.rows.children
import org.stufo.ui.rows.inflate
import org.stufo.ui.rows.showIf
import org.stufo.ui.rows.view
import org.stufo.ui.screen.Documents
import org.stufo.ui.screen.HeaderAction
import org.stufo.ui.screen.Tab
import org.stufo.words.ContactNames
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.of
import org.stufo.words.text

/** All screened calls, or those that one list stopped: newest first, page by page. */
class HistoryScreen(private val listId: Long? = null, private val listName: String = "") : ChoosingScreen() {
    private var chip = HistoryChip.ALL
    private var search = ""
    private val place = ListPlace()

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

    override val allTitle: Text
        get() = if (listId == null) text(R.string.history_title) else text(R.string.history_of_list, listName)

    override val allActions: List<HeaderAction>
        get() = listOf(
            HeaderAction(R.drawable.ic_save, text(R.string.keeping_export)) { host.openForResult(Documents.create(Documents.HISTORY, Documents.CSV), WRITE) },
        ).filter { listId == null }

    override fun group(id: Long): CallGroup? = pages?.group(id)

    override fun redraw() = adapter?.notifyDataSetChanged() ?: Unit

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

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        val place = data?.data?.takeIf { ok && request == WRITE } ?: return
        saveFile(place, write = Documents::history)
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
        val app = context.applicationContext
        onCore(
            { core ->
                val named = ContactNames.numbersOf(app, filter.search.orEmpty())
                core.historyGroups(filter.copy(named = named)).also { page -> ContactNames.learn(app, page.groups.map { it.call.caller.number }) }
            },
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
        const val WRITE = 22
    }
}
