package org.stufo.ui.lists

import android.net.Uri
import java.io.Serializable
import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.CoreException
import org.stufo.core.addList
import org.stufo.core.model.ListDraft
import org.stufo.core.settings
import org.stufo.sync.Jobs
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.primary
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.faultText
import org.stufo.ui.settings.CountryPickScreen
import org.stufo.ui.settings.TakesCountry
import org.stufo.words.Text
import org.stufo.words.text

enum class AddKey { URL, NAME, KEY, SAVE }

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
            ListForm(url, name, key = "", region, Action.REJECT, ListDraft.DAILY_HOURS, wifiOnly = false, changesOnly = false)
    }
}

internal fun addRows(form: ListForm, homeRegion: String): List<Row> = buildList {
    add(Row.Field(AddKey.URL, text(R.string.list_url), text(R.string.list_url_hint), form.url, text(R.string.list_url_help), Typed.URL))
    add(Row.Field(AddKey.NAME, text(R.string.list_name), text(R.string.list_name_hint), form.name, null, Typed.TEXT))
    add(actionRow(form.action))
    add(regionRow(form.region ?: homeRegion))
    add(Row.Section(text(R.string.list_fetching_options)))
    addAll(fetchRows(form.intervalHours, form.wifiOnly))
    add(Row.Toggle(OptionKey.CHANGES, null, text(R.string.list_changes_only), text(R.string.list_changes_only_words), form.changesOnly))
    add(Row.Section(text(R.string.list_signed)))
    add(Row.Field(AddKey.KEY, text(R.string.list_key), text(R.string.list_key_hint), form.key, text(R.string.list_key_help), Typed.KEY))
    add(Row.Note(text(R.string.lists_safe)))
    add(Row.Actions(listOf(primary(AddKey.SAVE, text(R.string.list_subscribe)))))
}

/** A list by its address: plain, or a signed repository with its key. */
class ListAddScreen(private var form: ListForm) : RowsScreen(), TakesCountry {
    @Transient
    private var homeRegion = ""

    override val title: Text get() = text(R.string.lists_add_url)

    override fun load() = onCore({ it.settings().region }) {
        homeRegion = it
        draw()
    }

    private fun draw() = show(addRows(form, homeRegion))

    override fun onField(key: Any, text: String) {
        form = when (key as AddKey) {
            AddKey.URL -> form.copy(url = text)
            AddKey.NAME -> form.copy(name = text)
            AddKey.KEY, AddKey.SAVE -> form.copy(key = text)
        }
    }

    override fun onChip(key: Any, option: Any) {
        form = if (key == OptionKey.INTERVAL) form.copy(intervalHours = option as Int) else form.copy(action = option as Action)
    }

    override fun onToggle(key: Any, on: Boolean) {
        form = if (key == OptionKey.CHANGES) form.copy(changesOnly = on) else form.copy(wifiOnly = on)
    }

    override fun takeCountry(code: String) {
        form = form.copy(region = code)
    }

    override fun onRow(key: Any) {
        if (key == OptionKey.REGION) host.go(CountryPickScreen(form.region ?: homeRegion)) else save()
    }

    private fun save() {
        val address = form.url.trim()
        if (!address.startsWith("https://", ignoreCase = true)) return host.say(text(R.string.list_url_https))
        val called = form.name.trim().ifEmpty { Uri.parse(address).host.orEmpty() }
        val key = form.key.trim().takeIf { it.isNotEmpty() }
        val draft = ListDraft(called, address, form.region, form.action, key, form.intervalHours, form.wifiOnly, form.changesOnly)
        onCore({ it.addList(draft) }, failed = { host.say(refusal(it, key)) }) { id ->
            Jobs.syncNow(context, id)
            host.say(text(R.string.list_subscribed))
            host.goTo(Route.Lists)
        }
    }

    /** Of all that is typed here only the key can be unreadable. */
    private fun refusal(fault: Throwable, key: String?): Text =
        if (key != null && fault is CoreException && fault.code == CoreException.BAD_REQUEST) text(R.string.list_key_unreadable) else faultText(fault)
}
