package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.model.ListChange
import org.stufo.core.updateList
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.primary
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.text

/** A list that has moved: its new address. */
class ListAddressScreen(private val id: Long, private var address: String) : RowsScreen() {
    override val title: Text get() = text(R.string.list_url_change)

    override fun load() = show(
        listOf(
            Row.Field(AddKey.URL, text(R.string.list_url), text(R.string.list_url_hint), address, text(R.string.list_url_change_help), Typed.URL),
            Row.Actions(listOf(primary(AddKey.SAVE, text(R.string.action_save)))),
        ),
    )

    override fun onField(key: Any, text: String) {
        address = text
    }

    override fun onRow(key: Any) {
        val typed = address.trim()
        if (!typed.startsWith("https://", ignoreCase = true)) return host.say(text(R.string.list_url_https))
        onCore({ it.updateList(id, ListChange(origin = typed)) }) { host.goBack() }
    }
}
