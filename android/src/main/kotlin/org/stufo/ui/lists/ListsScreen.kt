package org.stufo.ui.lists

import android.content.Intent
import org.stufo.R
import org.stufo.core.isFetched
import org.stufo.core.lists
import org.stufo.core.model.ListRow
import org.stufo.core.model.ListUpdateRequest
import org.stufo.core.updateList
import org.stufo.sync.mayUseNetwork
import org.stufo.ui.screen.Documents
import org.stufo.ui.screen.HeaderAction
import org.stufo.ui.screen.Tab
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text

/** The lists subscribed to, and the ways to more. */
class ListsScreen : FetchingScreen<ListsEvent>() {
    @Transient
    private var lists: List<ListRow>? = null

    override val tab get() = Tab.LISTS

    override val title: Text get() = text(R.string.lists_title)

    override val actions
        get() = listOf(HeaderAction(R.drawable.ic_sync, text(R.string.lists_sync), isOffered = { it.mayUseNetwork() }, onClick = ::syncAll))

    override fun load() = onCore({ it.lists() }) {
        lists = it
        redraw()
        follow()
    }

    override fun redraw() {
        lists?.let { show(listsRows(it, fetching(), context.mayUseNetwork(), now())) }
    }

    override fun onEvent(event: ListsEvent) {
        when (event) {
            is ListsEvent.Open -> host.go(ListScreen(event.id))
            is ListsEvent.Enabled -> onCore({ it.updateList(ListUpdateRequest(event.id, enabled = event.on)) }) { load() }
            is ListsEvent.Held -> held(event)
            ListsKey.SYNC -> syncAll()
            ListsKey.STOP -> stopSync()
            ListsKey.ADD_URL -> host.go(ListAddScreen(ListForm.of("", "", region = null)))
            ListsKey.ADD_FILE -> host.openForResult(Documents.open(), READ)
            ListsKey.DIRECTORY -> host.go(DirectoryScreen())
        }
    }

    private fun held(event: ListsEvent.Held) = if (event.keep) keepHeld(event.id) else lists?.firstOrNull { it.id == event.id }?.let(::acceptHeld) ?: Unit

    private fun syncAll() {
        if (fetching() != null) return
        if (lists?.any { it.enabled && it.isFetched } != true) return host.say(text(R.string.lists_nothing_to_sync))
        syncNow(listId = null)
    }

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        val place = data?.data?.takeIf { ok && request == READ } ?: return
        host.go(ListFileScreen(place.toString()))
    }

    private companion object {
        const val READ = 31
    }
}
