package org.stufo.ui.lists

import android.net.Uri
import org.stufo.R
import org.stufo.core.CoreException
import org.stufo.core.addList
import org.stufo.core.error
import org.stufo.core.model.Action
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.ListDraft
import org.stufo.core.settings
import org.stufo.sync.Jobs
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.primary
import org.stufo.ui.screen.HeaderAction
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.faultText
import org.stufo.ui.settings.CountryPickScreen
import org.stufo.ui.settings.TakesCountry
import org.stufo.words.Text
import org.stufo.words.text
import java.io.Serializable

/** What the user types and chooses of a list to be added. */
sealed interface AddEvent {
    data class Url(val text: String) : AddEvent

    data class Name(val text: String) : AddEvent

    data class Key(val text: String) : AddEvent

    data class Decides(val action: Action) : AddEvent

    data class Interval(val hours: Int) : AddEvent

    data class WifiOnly(val on: Boolean) : AddEvent

    data class ChangesOnly(val on: Boolean) : AddEvent

    data object Region : AddEvent

    data object Save : AddEvent
}

/** What is typed and chosen: survives rotation and the end of the process. [region] null: the one in force. */
data class ListForm(
    val url: String,
    val name: String,
    val key: String,
    val region: String?,
    val action: Action,
    val intervalHours: Int,
    val wifiOnly: Boolean,
    val changesOnly: Boolean,
) : Serializable {
    companion object {
        private const val serialVersionUID = 1L

        fun of(url: String, name: String, region: String?) =
            ListForm(url, name, key = "", region, Action.REJECT, DAILY_HOURS, wifiOnly = false, changesOnly = false)
    }
}

internal fun addRows(form: ListForm, homeRegion: String): List<Row<AddEvent>> = buildList {
    add(Row.Field(AddEvent::Url, text(R.string.list_url), text(R.string.list_url_hint), form.url, text(R.string.list_url_help), Typed.URL))
    add(Row.Field(AddEvent::Name, text(R.string.list_name), text(R.string.list_name_hint), form.name, null, Typed.TEXT))
    add(actionRow(form.action, AddEvent::Decides))
    add(regionRow(form.region ?: homeRegion, AddEvent.Region))
    add(Row.Section(text(R.string.list_fetching_options)))
    addAll(fetchRows(form.intervalHours, form.wifiOnly, AddEvent::Interval, AddEvent::WifiOnly))
    add(Row.Toggle(AddEvent::ChangesOnly, null, text(R.string.list_changes_only), text(R.string.list_changes_only_words), form.changesOnly))
    add(Row.Section(text(R.string.list_signed)))
    add(Row.Field(AddEvent::Key, text(R.string.list_key), text(R.string.list_key_hint), form.key, text(R.string.list_key_help), Typed.KEY))
    add(Row.Note(text(R.string.lists_safe)))
    add(Row.Actions(listOf(primary(AddEvent.Save, text(R.string.list_subscribe)))))
}

/** The form of a server that tells what changed since a version. */
private const val PHONEBLOCK = "phoneblock"

/** A list by its address: plain, or a signed repository with its key. */
class ListAddScreen(private var form: ListForm) :
    RowsScreen<AddEvent>(),
    TakesCountry {
    @Transient
    private var homeRegion = ""

    override val title: Text get() = text(R.string.lists_add_url)

    override val actions get() = listOf(HeaderAction(R.drawable.ic_check, text(R.string.list_subscribe), onClick = ::save))

    override fun load() = onCore({ it.settings().region }) {
        homeRegion = it
        draw()
    }

    private fun draw() = show(addRows(form, homeRegion))

    override fun onEvent(event: AddEvent) {
        when (event) {
            is AddEvent.Url -> form = form.copy(url = event.text)
            is AddEvent.Name -> form = form.copy(name = event.text)
            is AddEvent.Key -> form = form.copy(key = event.text)
            is AddEvent.Decides -> form = form.copy(action = event.action)
            is AddEvent.Interval -> form = form.copy(intervalHours = event.hours)
            is AddEvent.WifiOnly -> form = form.copy(wifiOnly = event.on)
            is AddEvent.ChangesOnly -> form = form.copy(changesOnly = event.on)
            AddEvent.Region -> host.go(CountryPickScreen(form.region ?: homeRegion))
            AddEvent.Save -> save()
        }
    }

    override fun takeCountry(code: String) {
        form = form.copy(region = code)
    }

    private fun save() {
        val address = form.url.trim()
        if (!address.startsWith("https://", ignoreCase = true)) return host.say(text(R.string.list_url_https))
        val called = form.name.trim().ifEmpty { Uri.parse(address).host.orEmpty() }
        val key = form.key.trim().takeIf { it.isNotEmpty() }
        val draft = ListDraft(called, address, form.region, PHONEBLOCK.takeIf { form.changesOnly }, form.action, key, form.intervalHours, form.wifiOnly)
        onCore({ it.addList(draft) }, failed = { host.say(refusal(it, key)) }) { id ->
            Jobs.syncNow(context, id)
            host.say(text(R.string.list_subscribed))
            host.goTo(Route.Lists)
        }
    }

    /** Of all that is typed here only the key can be unreadable. */
    private fun refusal(fault: Throwable, key: String?): Text =
        if (key != null && fault is CoreException && fault.error == ErrorCode.BAD_REQUEST) text(R.string.list_key_unreadable) else faultText(fault)
}
