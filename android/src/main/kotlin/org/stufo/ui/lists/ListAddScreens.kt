/** Adding a list: by address, or from a file. */
package org.stufo.ui.lists

import android.net.Uri
import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.addList
import org.stufo.core.model.ListDraft
import org.stufo.core.model.ListSync
import org.stufo.core.removeList
import org.stufo.sync.Jobs
import org.stufo.ui.RowsScreen
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.text
import org.stufo.ui.settings.documentFault

enum class AddKey { URL, NAME, REGION, ACTION, SAVE }

private fun actionRow(chosen: Action) = Row.Chips(
    AddKey.ACTION,
    text(R.string.list_action),
    null,
    listOf(Option(Action.REJECT, text(R.string.action_reject)), Option(Action.SILENCE, text(R.string.action_silence))),
    chosen,
)

internal fun addRows(url: String, name: String, action: Action): List<Row> = listOf(
    Row.Field(AddKey.URL, text(R.string.list_url), text(R.string.list_url_hint), url, text(R.string.list_url_help), Typed.URL),
    Row.Field(AddKey.NAME, text(R.string.list_name), text(R.string.list_name_hint), name, null, Typed.TEXT),
    actionRow(action),
    Row.Note(text(R.string.lists_safe)),
    Row.Actions(listOf(primary(AddKey.SAVE, text(R.string.list_subscribe)))),
)

class ListAddScreen(private var url: String, private var name: String, private val region: String? = null) : RowsScreen() {
    private var action = Action.REJECT

    override val title: Text get() = text(R.string.lists_add_url)

    override fun load() = show(addRows(url, name, action))

    override fun onField(key: Any, text: String) {
        if (key == AddKey.URL) url = text else name = text
    }

    override fun onChip(key: Any, option: Any) {
        action = option as Action
    }

    override fun onRow(key: Any) {
        val address = url.trim()
        if (!address.startsWith("https://", ignoreCase = true)) return host.say(text(R.string.list_url_https))
        val called = name.trim().ifEmpty { Uri.parse(address).host.orEmpty() }
        val draft = ListDraft(called, address, region, action)
        onCore({ it.addList(draft) }) { id ->
            Jobs.syncNow(host, id)
            host.say(text(R.string.list_subscribed))
            host.goTo(ListsScreen())
        }
    }
}

class ListFileScreen(private val place: String) : RowsScreen() {
    private var name: String? = null
    private var action = Action.REJECT

    override val title: Text get() = text(R.string.lists_add_file)

    override fun load() {
        val app = host.applicationContext
        onCore({ ListFiles.nameOf(app, Uri.parse(place)) }) { called ->
            show(
                listOf(
                    Row.Field(AddKey.NAME, text(R.string.list_name), text(R.string.list_name_hint), name ?: called, text(R.string.list_file_help), Typed.TEXT),
                    actionRow(action),
                    Row.Actions(listOf(primary(AddKey.SAVE, text(R.string.list_import)))),
                ),
            )
            if (name == null) name = called
        }
    }

    override fun onField(key: Any, text: String) {
        name = text
    }

    override fun onChip(key: Any, option: Any) {
        action = option as Action
    }

    override fun onRow(key: Any) {
        val app = host.applicationContext
        val file = Uri.parse(place)
        val draft = ListDraft(name?.trim().orEmpty().ifEmpty { "?" }, ListFiles.nameOf(app, file), null, action)
        onCore({ core ->
            val id = core.addList(draft)
            val result = runCatching { ListFiles.import(app, core, id, file) }
            // A file that holds no list leaves no empty list behind.
            if (result.getOrNull() != ListSync.Result.UPDATED) core.removeList(id)
            result.getOrThrow()
        }, failed = { host.say(documentFault(it)) }) {
            host.say(importText(it))
            if (it == ListSync.Result.UPDATED) host.goTo(ListsScreen())
        }
    }
}
