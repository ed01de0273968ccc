package org.stufo.ui.lists

import android.app.Dialog
import android.content.Intent
import org.stufo.R
import org.stufo.core.lists
import org.stufo.core.model.ListFilter
import org.stufo.core.model.ListRow
import org.stufo.core.model.ListUpdateRequest
import org.stufo.core.removeList
import org.stufo.core.syncLog
import org.stufo.core.updateList
import org.stufo.ui.screen.Documents
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.confirmDialog
import org.stufo.ui.screen.documentFault
import org.stufo.ui.settings.CountryPickScreen
import org.stufo.ui.settings.TakesCountry
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.plain
import org.stufo.words.text
import java.io.Serializable

/** One list: what it does, how fresh it is, where it comes from. */
class ListScreen(private val id: Long) :
    FetchingScreen<ListEvent>(),
    TakesCountry {
    /** As typed; null: as kept. */
    private var name: String? = null

    /** Chosen on the screen above, yet to be written. */
    private var region: String? = null

    @Transient
    private var details: ListDetails? = null

    private val list: ListRow? get() = details?.list

    override val title: Text get() = list?.let { plain(it.name) } ?: text(R.string.list_title)

    override fun load() {
        val chosen = region?.also { region = null } ?: return read()
        change(ListUpdateRequest(id, region = chosen), ::read)
    }

    private fun read() = onCore({ core -> core.lists().firstOrNull { it.id == id }?.let { ListDetails(it, core.syncLog(id)) } }) {
        details = it
        if (it == null) return@onCore host.goBack()
        host.showHeader()
        redraw()
        follow()
    }

    override fun redraw() {
        details?.let { show(listRows(it, name ?: it.list.name, fetching(), now())) }
    }

    override fun keep() {
        super.keep()
        val typed = name?.trim()?.takeIf { it.isNotEmpty() && it != list?.name } ?: return
        change(ListUpdateRequest(id, name = typed)) {}
    }

    private fun change(change: ListUpdateRequest, done: () -> Unit = ::load) = onCore({ it.updateList(change) }) { done() }

    private fun filter(change: (ListFilter) -> ListFilter) = list?.let { change(ListUpdateRequest(id, filter = change(it.filter))) } ?: Unit

    override fun takeCountry(code: String) {
        region = code
    }

    override fun onEvent(event: ListEvent) {
        when (event) {
            is ListEvent.Name -> name = event.text
            is ListEvent.Enabled -> change(ListUpdateRequest(id, enabled = event.on))
            is ListEvent.Decides -> change(ListUpdateRequest(id, action = event.action))
            is ListEvent.Interval -> change(ListUpdateRequest(id, intervalHours = event.hours))
            is ListEvent.WifiOnly -> change(ListUpdateRequest(id, wifiOnly = event.on))
            is ListEvent.Votes -> filter { it.copy(minVotes = event.least.takeIf { least -> least > 0 }) }
            is ListEvent.Unsure -> filter { it.copy(unsure = event.switch) }
            ListKey.CATEGORIES -> host.go(CategoriesScreen(id))
            ListKey.KEEP -> keepHeld(id)
            ListKey.REGION -> host.go(CountryPickScreen(list?.region.orEmpty()))
            ListKey.ADDRESS -> host.go(ListAddressScreen(id, list?.origin.orEmpty()))
            ListKey.ATTEMPTS -> host.go(AttemptsScreen(id))
            ListKey.SYNC -> syncNow(id)
            ListKey.STOP -> stopSync()
            ListKey.ACCEPT -> list?.let(::acceptHeld) ?: Unit
            ListKey.CALLS -> host.go(Route.History(id, list?.name.orEmpty()))
            ListKey.FILE -> host.openForResult(Documents.open(), READ)
            ListKey.REMOVE -> openDialog(ListKey.REMOVE)
        }
    }

    override fun dialog(key: Serializable): Dialog =
        host.confirmDialog(text(R.string.list_remove_question), text(R.string.list_remove_words), text(R.string.action_remove)) {
            name = null
            onCore({ it.removeList(id) }) { host.goBack() }
        }

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        val place = data?.data?.takeIf { ok && request == READ } ?: return
        val app = context.applicationContext
        onCore({ ListFiles.import(app, it, id, place) }, failed = { host.say(documentFault(it)) }) {
            host.say(importText(it))
            load()
        }
    }

    private companion object {
        const val READ = 32
    }
}
