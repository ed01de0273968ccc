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
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
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

    /** The answer to a list that is held: the new version, or the numbers of before. */
    data class Held(val id: Long, val keep: Boolean) : ListsEvent
}

enum class ListsKey : ListsEvent { ADD_URL, ADD_FILE, DIRECTORY, SYNC, STOP }

/** [network]: whether lists can be fetched; without it they come from files. */
internal fun listsRows(lists: List<ListRow>, fetching: Fetching?, network: Boolean, now: Now): List<Row<ListsEvent>> = buildList {
    if (lists.isEmpty()) {
        add(Row.Empty(IconStyle(R.drawable.ic_lists, Tone.NEUTRAL), text(R.string.lists_empty_title), text(R.string.lists_empty_words)))
    }
    lists.forEach { list ->
        val answers = heldButtons<ListsEvent>(list, ListsEvent.Held(list.id, keep = true), ListsEvent.Held(list.id, keep = false))
        trouble(list)?.let { add(troubleBanner(it, answers + textButton(ListsEvent.Open(list.id), text(R.string.action_look)))) }
    }
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

/** A held list asks a question: both answers are there. */
internal fun <E> heldButtons(list: ListRow, keep: E, accept: E): List<ButtonRow<E>> = if (list.sync?.result == SyncOutcome.HELD) {
    listOf(tonal(keep, text(R.string.list_keep)), outlined(accept, text(R.string.list_accept)))
} else {
    emptyList()
}

/** What needs the user, in a title and words. */
internal fun trouble(list: ListRow): Pair<Text, Text>? = when {
    list.sync?.result == SyncOutcome.HELD -> heldTrouble(list)
    list.sync?.why == SyncReason.Named(SyncReasonName.BAD_SIGNATURE) -> text(R.string.list_untrusted_title, list.name) to text(R.string.list_untrusted_words)
    else -> null
}

private fun heldTrouble(list: ListRow): Pair<Text, Text> = when (list.sync?.why) {
    SyncReason.Named(SyncReasonName.GREW) -> text(R.string.list_held_grew_title, list.name) to text(R.string.list_held_grew_words)
    SyncReason.Named(SyncReasonName.STOPS_KNOWN) ->
        text(R.string.list_held_stops_title, list.name) to text(R.string.list_held_stops_words, list.heldCallers.joinToString())
    else -> text(R.string.list_held_title, list.name) to text(R.string.list_held_words)
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
