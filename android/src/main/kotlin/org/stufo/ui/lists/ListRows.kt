/** Subscribed lists in rows: how large, how fresh, what came of the last attempt. Pure. */
package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.model.ListRow
import org.stufo.core.model.ListSync
import org.stufo.ui.calls.Now
import org.stufo.ui.calls.whenExactly
import org.stufo.ui.calls.whenInSentence
import org.stufo.ui.rows.ButtonRow
import org.stufo.ui.rows.Look
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.count
import org.stufo.ui.rows.dotted
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.plain
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.text
import org.stufo.ui.rows.textButton
import org.stufo.ui.rows.tonal

enum class ListsKey { ADD_URL, ADD_FILE, DIRECTORY, SYNC, ACCEPT, CALLS, NAME, ACTION, ENABLED, REMOVE, RENAME, FILE }

data class ListKey(val id: Long)

data class ListSwitch(val id: Long)

/** What is being fetched at this moment. */
data class Fetching(val listId: Long, val bytes: Long)

/** A list whose address the core may ask by itself; others came from a file. */
internal fun isFetched(list: ListRow): Boolean = list.origin.startsWith("https://", ignoreCase = true)

internal fun listsRows(lists: List<ListRow>, fetching: Fetching?, now: Now): List<Row> = buildList {
    if (lists.isEmpty()) {
        add(Row.Empty(Look(R.drawable.ic_lists, Tone.NEUTRAL), text(R.string.lists_empty_title), text(R.string.lists_empty_words)))
    }
    for (list in lists.filter { it.sync?.result == ListSync.Result.HELD }) add(heldBanner(list))
    lists.forEach { add(listRow(it, fetching, now)) }
    if (lists.any { it.enabled && isFetched(it) }) {
        add(Row.Actions(listOf(primary(ListsKey.SYNC, text(if (fetching == null) R.string.lists_sync else R.string.lists_syncing)))))
    }
    add(Row.Section(text(R.string.lists_add)))
    add(item(ListsKey.DIRECTORY, Look(R.drawable.ic_globe, Tone.ACCENT), text(R.string.lists_directory), text(R.string.lists_directory_words)))
    add(item(ListsKey.ADD_URL, Look(R.drawable.ic_link, Tone.ACCENT), text(R.string.lists_add_url), text(R.string.lists_add_url_words)))
    add(item(ListsKey.ADD_FILE, Look(R.drawable.ic_file, Tone.ACCENT), text(R.string.lists_add_file), text(R.string.lists_add_file_words)))
    add(Row.Note(text(R.string.lists_safe)))
}

private fun heldBanner(list: ListRow) = Row.Banner(
    Look(R.drawable.ic_warning, Tone.WARNING),
    text(R.string.list_held_title, list.name),
    text(R.string.notify_list_held),
    listOf(tonal(ListKey(list.id), text(R.string.action_look))),
    loud = false,
)

private fun listRow(list: ListRow, fetching: Fetching?, now: Now) = Row.SwitchItem(
    key = ListKey(list.id),
    switchKey = ListSwitch(list.id),
    look = if (list.enabled) lookOf(list) else Look(R.drawable.ic_lists, Tone.NEUTRAL),
    title = plain(list.name),
    summary = if (fetching?.listId == list.id) {
        text(R.string.list_fetching, Text.Size(fetching.bytes))
    } else {
        dotted(count(R.plurals.list_numbers, list.numbers), freshness(list, now))
    },
    on = list.enabled,
)

private fun lookOf(list: ListRow): Look = when (list.sync?.result) {
    ListSync.Result.HELD, ListSync.Result.REFUSED, ListSync.Result.FAILED -> Look(R.drawable.ic_warning, Tone.SILENCED)
    ListSync.Result.UPDATED, ListSync.Result.UNCHANGED, null ->
        if (list.action == Action.SILENCE) Look(R.drawable.ic_silence, Tone.SILENCED) else Look(R.drawable.ic_block, Tone.BLOCKED)
}

private fun freshness(list: ListRow, now: Now): Text? = when (list.sync?.result) {
    ListSync.Result.HELD -> text(R.string.list_held)
    ListSync.Result.REFUSED, ListSync.Result.FAILED -> text(whyText(list.sync?.why))
    ListSync.Result.UPDATED, ListSync.Result.UNCHANGED, null ->
        (list.sync?.goodMillis ?: list.updatedMillis)?.let { text(R.string.list_checked, whenInSentence(it, now)) }
            ?: text(R.string.list_waiting)
}

/** Why an attempt came to nothing: the names of docs/formats/sync.md. */
internal fun whyText(why: String?): Int = when (why) {
    "no_connection" -> R.string.why_no_connection
    "too_slow" -> R.string.why_too_slow
    "too_large" -> R.string.why_too_large
    "cut_off" -> R.string.why_cut_off
    "refused_redirect" -> R.string.why_refused_redirect
    "unreadable" -> R.string.why_unreadable
    "empty" -> R.string.why_empty
    "shrank" -> R.string.list_held
    "http_404", "http_410" -> R.string.why_gone
    "http_401", "http_403" -> R.string.why_forbidden
    "http_429" -> R.string.why_too_often
    else -> R.string.why_other
}

internal fun listRows(list: ListRow, name: String, fetching: Fetching?, now: Now): List<Row> = buildList {
    if (list.sync?.result == ListSync.Result.HELD) {
        add(
            Row.Banner(
                Look(R.drawable.ic_warning, Tone.WARNING), text(R.string.notice_list_held), text(R.string.list_held_words),
                listOf(tonal(ListsKey.ACCEPT, text(R.string.list_accept))), loud = false,
            ),
        )
    }
    add(Row.Field(ListsKey.NAME, text(R.string.list_name), null, name, null, Typed.TEXT))
    add(Row.Toggle(ListsKey.ENABLED, null, text(R.string.list_enabled), null, list.enabled))
    add(
        Row.Chips(
            ListsKey.ACTION, text(R.string.list_action), null,
            listOf(Option(Action.REJECT, text(R.string.action_reject)), Option(Action.SILENCE, text(R.string.action_silence))),
            list.action,
        ),
    )
    add(Row.Section(text(R.string.list_state)))
    addAll(stateRows(list, fetching, now))
    add(Row.Actions(listButtons(list)))
}

private fun stateRows(list: ListRow, fetching: Fetching?, now: Now): List<Row> = buildList {
    val neutral = { icon: Int -> Look(icon, Tone.NEUTRAL) }
    add(item(ListsKey.CALLS, neutral(R.drawable.ic_history), count(R.plurals.list_numbers, list.numbers), text(R.string.list_calls)))
    if (fetching?.listId == list.id) add(item(null, neutral(R.drawable.ic_sync), text(R.string.list_fetching, Text.Size(fetching.bytes))))
    list.sync?.askedMillis?.let { add(item(null, neutral(R.drawable.ic_sync), text(R.string.list_last_try, whenExactly(it, now)), resultText(list))) }
    list.sync?.goodMillis?.let { add(item(null, neutral(R.drawable.ic_check), text(R.string.list_last_good, whenExactly(it, now)))) }
    if (isFetched(list)) {
        list.sync?.let { add(item(null, neutral(R.drawable.ic_clock), text(R.string.list_next, whenExactly(it.nextMillis, now)))) }
    }
    add(item(null, neutral(if (isFetched(list)) R.drawable.ic_link else R.drawable.ic_file), text(R.string.list_origin), plain(list.origin)))
    add(item(null, neutral(R.drawable.ic_globe), text(R.string.list_region), Text.Country(list.region)))
}

private fun resultText(list: ListRow): Text? = when (list.sync?.result) {
    ListSync.Result.UPDATED -> text(R.string.result_updated)
    ListSync.Result.UNCHANGED -> text(R.string.result_unchanged)
    ListSync.Result.HELD -> text(R.string.list_held)
    ListSync.Result.REFUSED, ListSync.Result.FAILED -> text(R.string.result_old_stays, text(whyText(list.sync?.why)))
    null -> null
}

private fun listButtons(list: ListRow): List<ButtonRow> = listOf(
    if (isFetched(list)) outlined(ListsKey.SYNC, text(R.string.lists_sync)) else outlined(ListsKey.FILE, text(R.string.list_new_file)),
    textButton(ListsKey.REMOVE, text(R.string.action_remove)),
)
