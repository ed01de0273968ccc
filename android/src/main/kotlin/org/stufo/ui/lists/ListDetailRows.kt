/** One list: its choices, its state, what came of each attempt. Pure. */
package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.isFetched
import org.stufo.core.model.Action
import org.stufo.core.model.ListFilter
import org.stufo.core.model.ListRow
import org.stufo.core.model.Switch
import org.stufo.core.model.SyncAttempt
import org.stufo.core.model.SyncOutcome
import org.stufo.ui.rows.ButtonRow
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.textButton
import org.stufo.ui.settings.switchRow
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.plain
import org.stufo.words.text
import org.stufo.words.whenExactly
import org.stufo.words.whenNear

/** What the user does with one list. */
sealed interface ListEvent {
    data class Name(val text: String) : ListEvent

    data class Enabled(val on: Boolean) : ListEvent

    data class Decides(val action: Action) : ListEvent

    data class Interval(val hours: Int) : ListEvent

    data class WifiOnly(val on: Boolean) : ListEvent

    data class Votes(val least: Int) : ListEvent

    data class Unsure(val switch: Switch) : ListEvent
}

enum class ListKey : ListEvent { ACCEPT, KEEP, CATEGORIES, CALLS, ATTEMPTS, ADDRESS, REGION, SYNC, STOP, FILE, REMOVE }

/** A list with what came of its last attempts. */
data class ListDetails(val list: ListRow, val attempts: List<SyncAttempt>)

internal fun listRows(details: ListDetails, name: String, fetching: Fetching?, now: Now): List<Row<ListEvent>> = buildList {
    val list = details.list
    trouble(list)?.let { add(troubleBanner(it, heldButtons(list, ListKey.KEEP, ListKey.ACCEPT))) }
    add(Row.Field(ListEvent::Name, text(R.string.list_name), null, name, null, Typed.TEXT))
    add(Row.Toggle(ListEvent::Enabled, null, text(R.string.list_enabled), null, list.enabled))
    add(actionRow(list.action, ListEvent::Decides))
    addAll(filterRows(list.filter))
    add(Row.Section(text(R.string.list_state)))
    addAll(stateRows(list, fetching, now))
    if (details.attempts.isNotEmpty()) {
        add(Row.Section(text(R.string.list_attempts)))
        details.attempts.take(SHOWN_ATTEMPTS).forEach { add(attemptRow(it, now)) }
        if (details.attempts.size > SHOWN_ATTEMPTS) {
            add(Row.Buttons(listOf(textButton(ListKey.ATTEMPTS, text(R.string.list_attempts_all)))))
        }
    }
    if (list.isFetched) {
        add(Row.Section(text(R.string.list_fetching_options)))
        addAll(fetchRows(list.intervalHours, list.wifiOnly, ListEvent::Interval, ListEvent::WifiOnly))
    }
    add(Row.Section(text(R.string.list_origin)))
    addAll(originRows(list))
    add(Row.Actions(listButtons(list, fetching)))
}

/** Which entries count: by their votes, and by what the list holds them for. */
private fun filterRows(filter: ListFilter): List<Row<ListEvent>> = buildList {
    val least = filter.minVotes ?: 0
    add(
        Row.Chips(
            ListEvent::Votes,
            text(R.string.list_votes),
            text(R.string.list_votes_words),
            (listOf(0, 2, 5, 10) + least).distinct().sorted().map { Option(it, if (it == 0) text(R.string.list_votes_any) else Text.Number(it.toLong())) },
            least,
        ),
    )
    if (least > 0) add(switchRow(text(R.string.list_unsure), null, filter.unsure, ListEvent::Unsure))
    val set = filter.categories.size
    val summary = if (set == 0) text(R.string.list_categories_none) else count(R.plurals.list_categories_set, set)
    add(item(ListKey.CATEGORIES, neutral(R.drawable.ic_filter), text(R.string.list_categories), summary))
}

private fun neutral(icon: Int) = IconStyle(icon, Tone.NEUTRAL)

private fun stateRows(list: ListRow, fetching: Fetching?, now: Now): List<Row<ListEvent>> = buildList {
    add(item(ListKey.CALLS, neutral(R.drawable.ic_history), count(R.plurals.list_numbers, list.numbers), text(R.string.list_calls)))
    addAll(readingRows(list))
    list.sync?.goodMillis?.let { add(item(null, neutral(R.drawable.ic_check), text(R.string.list_last_good), whenNear(it, now))) }
    val isMine = fetching != null && (fetching.listId == null || fetching.listId == list.id)
    when {
        fetching != null && isMine && list.isFetched && list.enabled -> addAll(fetchingRows(fetching, name = null, ListKey.STOP))
        list.isFetched && list.enabled -> list.sync?.let {
            add(item(null, neutral(R.drawable.ic_clock), text(R.string.list_next), nextText(it.nextMillis, now)))
        }
    }
}

private fun nextText(millis: Long, now: Now): Text = if (millis <= now.millis) text(R.string.list_next_due) else whenNear(millis, now)

private fun originRows(list: ListRow): List<Row<ListEvent>> = buildList {
    val isFetched = list.isFetched
    add(item(ListKey.ADDRESS.takeIf { isFetched }, neutral(if (isFetched) R.drawable.ic_link else R.drawable.ic_file), plain(list.origin)))
    list.publicKey?.let { add(item(null, neutral(R.drawable.ic_lock), text(R.string.list_signed_with), plain(it))) }
    if (list.publicKey != null && list.revision > 0) {
        add(item(null, neutral(R.drawable.ic_info), text(R.string.list_version, Text.Number(list.revision))))
    }
    add(regionRow(list.region, ListKey.REGION))
}

internal fun attemptRow(attempt: SyncAttempt, now: Now): Row.Item<Nothing> = item(
    null,
    when (attempt.result) {
        SyncOutcome.UPDATED -> IconStyle(R.drawable.ic_check, Tone.PASSED)
        SyncOutcome.UNCHANGED -> IconStyle(R.drawable.ic_check, Tone.NEUTRAL)
        SyncOutcome.HELD, SyncOutcome.REFUSED, SyncOutcome.FAILED -> IconStyle(R.drawable.ic_warning, Tone.SILENCED)
    },
    whenExactly(attempt.atMillis, now, begins = true),
    dotted(resultText(attempt), changesText(attempt), Text.Size(attempt.bytes).takeIf { attempt.bytes > 0 }),
)

private fun resultText(attempt: SyncAttempt): Text = when (attempt.result) {
    SyncOutcome.UPDATED -> text(R.string.result_updated)
    SyncOutcome.UNCHANGED -> text(R.string.result_unchanged)
    SyncOutcome.HELD, SyncOutcome.REFUSED, SyncOutcome.FAILED -> text(R.string.result_old_stays, text(whyText(attempt.why)))
}

private fun changesText(attempt: SyncAttempt): Text? {
    val added = attempt.added ?: return null
    val removed = attempt.removed ?: return null
    if (added == 0L && removed == 0L) return null
    return text(R.string.list_changes, Text.Number(added), Text.Number(removed), Text.Number(attempt.unchanged ?: 0))
}

private fun listButtons(list: ListRow, fetching: Fetching?): List<ButtonRow<ListEvent>> = listOfNotNull(
    outlined(ListKey.SYNC, text(R.string.lists_sync)).takeIf { list.isFetched && list.enabled && fetching == null },
    outlined(ListKey.FILE, text(R.string.list_new_file)).takeIf { !list.isFetched },
    textButton(ListKey.REMOVE, text(R.string.action_remove)),
)

private const val SHOWN_ATTEMPTS = 4
