/** Subscribed lists in rows: how large, how fresh, what came of the last attempt. Pure. */
package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.isFetched
import org.stufo.core.model.Action
import org.stufo.core.model.ListRow
import org.stufo.core.model.SyncOutcome
import org.stufo.core.model.SyncReason
import org.stufo.core.model.SyncReasonName
import org.stufo.ui.rows.ButtonRow
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.tonal
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.plain
import org.stufo.words.text
import org.stufo.words.whenInSentence

/** What the user does with all lists. */
sealed interface ListsEvent {
    data class Open(val id: Long) : ListsEvent

    data class Enabled(val id: Long, val on: Boolean) : ListsEvent
}

enum class ListsKey : ListsEvent { ADD_URL, ADD_FILE, DIRECTORY, SYNC, STOP }

/** [network]: whether lists can be fetched; without it they come from files. */
internal fun listsRows(lists: List<ListRow>, fetching: Fetching?, network: Boolean, now: Now): List<Row<ListsEvent>> = buildList {
    if (lists.isEmpty()) {
        add(Row.Empty(IconStyle(R.drawable.ic_lists, Tone.NEUTRAL), text(R.string.lists_empty_title), text(R.string.lists_empty_words)))
    }
    lists.forEach { list -> trouble(list)?.let { add(troubleBanner(it, listOf(tonal(ListsEvent.Open(list.id), text(R.string.action_look))))) } }
    if (fetching != null) {
        addAll(fetchingRows(fetching, lists.firstOrNull { it.id == fetching.listId }?.name, ListsKey.STOP))
        add(Row.Gap)
    }
    lists.forEach { add(listRow(it, fetching, now)) }
    if (network && fetching == null && lists.any { it.enabled && it.isFetched }) {
        add(Row.Actions(listOf(primary(ListsKey.SYNC, text(R.string.lists_sync)))))
    }
    add(Row.Section(text(R.string.lists_add)))
    if (network) {
        add(item(ListsKey.DIRECTORY, IconStyle(R.drawable.ic_globe, Tone.ACCENT), text(R.string.lists_directory), text(R.string.lists_directory_words)))
        add(item(ListsKey.ADD_URL, IconStyle(R.drawable.ic_link, Tone.ACCENT), text(R.string.lists_add_url), text(R.string.lists_add_url_words)))
    }
    add(item(ListsKey.ADD_FILE, IconStyle(R.drawable.ic_file, Tone.ACCENT), text(R.string.lists_add_file), text(R.string.lists_add_file_words)))
    if (!network) add(Row.Note(text(R.string.lists_offline)))
    add(Row.Note(text(R.string.lists_safe)))
}

/** What needs the user, in a title and words. */
internal fun trouble(list: ListRow): Pair<Text, Text>? = when {
    list.sync?.result == SyncOutcome.HELD -> text(R.string.list_held_title, list.name) to text(R.string.list_held_words)
    list.sync?.why == SyncReason.Named(SyncReasonName.BAD_SIGNATURE) -> text(R.string.list_untrusted_title, list.name) to text(R.string.list_untrusted_words)
    else -> null
}

internal fun <E> troubleBanner(trouble: Pair<Text, Text>, buttons: List<ButtonRow<E>>) =
    Row.Banner(IconStyle(R.drawable.ic_warning, Tone.WARNING), trouble.first, trouble.second, buttons, loud = false)

private fun listRow(list: ListRow, fetching: Fetching?, now: Now) = Row.SwitchItem<ListsEvent>(
    event = ListsEvent.Open(list.id),
    switched = { on -> ListsEvent.Enabled(list.id, on) },
    icon = if (list.enabled) iconOf(list) else IconStyle(R.drawable.ic_lists, Tone.NEUTRAL),
    title = plain(list.name),
    summary = if (fetching?.listId == list.id) fetchingText(fetching) else dotted(count(R.plurals.list_numbers, list.numbers), freshness(list, now)),
    on = list.enabled,
)

private fun iconOf(list: ListRow): IconStyle = when (list.sync?.result) {
    SyncOutcome.HELD, SyncOutcome.REFUSED, SyncOutcome.FAILED -> IconStyle(R.drawable.ic_warning, Tone.SILENCED)
    SyncOutcome.UPDATED, SyncOutcome.UNCHANGED, null ->
        if (list.action == Action.SILENCE) IconStyle(R.drawable.ic_silence, Tone.SILENCED) else IconStyle(R.drawable.ic_block, Tone.BLOCKED)
}

private fun freshness(list: ListRow, now: Now): Text? = when (list.sync?.result) {
    SyncOutcome.HELD -> text(R.string.list_held)
    SyncOutcome.REFUSED, SyncOutcome.FAILED -> text(whyText(list.sync?.why))
    SyncOutcome.UPDATED, SyncOutcome.UNCHANGED, null ->
        (list.sync?.goodMillis ?: list.updatedMillis)?.let { text(R.string.list_checked, whenInSentence(it, now)) }
            ?: text(R.string.list_waiting)
}
