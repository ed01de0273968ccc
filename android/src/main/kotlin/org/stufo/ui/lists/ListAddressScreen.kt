package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.model.ListUpdateRequest
import org.stufo.core.updateList
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.primary
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.text

/** What the user does with the new address: types it, saves it. */
sealed interface AddressEvent {
    data class Url(val text: String) : AddressEvent

    data object Save : AddressEvent
}

/** A list that has moved: its new address. */
class ListAddressScreen(private val id: Long, private var address: String) : RowsScreen<AddressEvent>() {
    override val title: Text get() = text(R.string.list_url_change)

    override fun load() = show(
        listOf(
            Row.Field(AddressEvent::Url, text(R.string.list_url), text(R.string.list_url_hint), address, text(R.string.list_url_change_help), Typed.URL),
            Row.Actions(listOf(primary(AddressEvent.Save, text(R.string.action_save)))),
        ),
    )

    override fun onEvent(event: AddressEvent) = when (event) {
        is AddressEvent.Url -> address = event.text
        AddressEvent.Save -> save()
    }

    private fun save() {
        val typed = address.trim()
        if (!typed.startsWith("https://", ignoreCase = true)) return host.say(text(R.string.list_url_https))
        onCore({ it.updateList(ListUpdateRequest(id, origin = typed)) }) { host.goBack() }
    }
}
