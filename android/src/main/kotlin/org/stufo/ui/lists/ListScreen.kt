package org.stufo.ui.lists

import android.app.Dialog
import android.content.Intent
import java.io.Serializable
import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.acceptHeldList
import org.stufo.core.lists
import org.stufo.core.model.ListChange
import org.stufo.core.model.ListRow
import org.stufo.core.removeList
import org.stufo.core.syncLog
import org.stufo.core.updateList
import org.stufo.ui.screen.Documents
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.documentFault
import org.stufo.ui.screen.question
import org.stufo.ui.settings.CountryPickScreen
import org.stufo.ui.settings.TakesCountry
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.plain
import org.stufo.words.text

/** One list: what it does, how fresh it is, where it comes from. */
class ListScreen(private val id: Long) : FetchingScreen(), TakesCountry {
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
        change(ListChange(region = chosen), ::read)
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

    override fun onField(key: Any, text: String) {
        name = text
    }

    override fun keep() {
        super.keep()
        val typed = name?.trim()?.takeIf { it.isNotEmpty() && it != list?.name } ?: return
        change(ListChange(name = typed)) {}
    }

    private fun change(change: ListChange, done: () -> Unit = ::load) = onCore({ it.updateList(id, change) }) { done() }

    override fun onToggle(key: Any, on: Boolean) =
        change(if (key == OptionKey.WIFI) ListChange(wifiOnly = on) else ListChange(enabled = on))

    override fun onChip(key: Any, option: Any) =
        change(if (key == OptionKey.INTERVAL) ListChange(intervalHours = option as Int) else ListChange(action = option as Action))

    override fun takeCountry(code: String) {
        region = code
    }

    override fun onRow(key: Any) {
        when (key) {
            OptionKey.REGION -> host.go(CountryPickScreen(list?.region.orEmpty()))
            ListsKey.ADDRESS -> host.go(ListAddressScreen(id, list?.origin.orEmpty()))
            ListsKey.ATTEMPTS -> host.go(AttemptsScreen(id))
            ListsKey.SYNC -> syncNow(id)
            ListsKey.STOP -> stopSync()
            ListsKey.ACCEPT -> onCore({ it.acceptHeldList(id) }) { syncNow(id) }
            ListsKey.CALLS -> host.go(Route.History(id, list?.name.orEmpty()))
            ListsKey.FILE -> host.openForResult(Documents.open(), READ)
            ListsKey.REMOVE -> ask(ListsKey.REMOVE)
        }
    }

    override fun dialog(key: Serializable): Dialog =
        host.question(text(R.string.list_remove_question), text(R.string.list_remove_words), text(R.string.action_remove)) {
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
