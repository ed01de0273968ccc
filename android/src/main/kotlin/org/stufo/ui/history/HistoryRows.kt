/** What the history shows, decided without Android: day heads between the calls of a page. */
package org.stufo.ui.history

import org.stufo.core.Action
import org.stufo.core.model.CallRow
import org.stufo.core.model.HistoryFilter
import java.util.Calendar
import java.util.TimeZone

/** A line of the list. */
internal sealed interface HistoryLine {
    /** The head of a day; [daysAgo] 0 is today. */
    data class Day(val utcMillis: Long, val daysAgo: Int) : HistoryLine

    data class Call(val row: CallRow) : HistoryLine
}

/** Rows come newest first; a head opens each day. [after] is the last call of the page before. */
internal fun historyLines(rows: List<CallRow>, after: CallRow?, nowMillis: Long, zone: TimeZone): List<HistoryLine> {
    val today = dayNumber(nowMillis, zone)
    var last = after?.let { dayNumber(it.at.utcMillis, zone) }
    return rows.flatMap { row ->
        val day = dayNumber(row.at.utcMillis, zone)
        val head = HistoryLine.Day(row.at.utcMillis, (today - day).toInt()).takeIf { day != last }
        last = day
        listOfNotNull(head, HistoryLine.Call(row))
    }
}

/** Days since 1970 by the wall clock. */
private fun dayNumber(utcMillis: Long, zone: TimeZone): Long {
    val calendar = Calendar.getInstance(zone).apply { timeInMillis = utcMillis }
    val offset = calendar.get(Calendar.ZONE_OFFSET) + calendar.get(Calendar.DST_OFFSET)
    return Math.floorDiv(utcMillis + offset, DAY_MILLIS)
}

/** The chips above the list. */
internal enum class HistoryChip(val text: Int, val actions: Set<Action>?, val hidden: Boolean?) {
    ALL(org.stufo.R.string.history_all, null, null),
    BLOCKED(org.stufo.R.string.history_blocked, setOf(Action.REJECT), null),
    SILENCED(org.stufo.R.string.history_silenced, setOf(Action.SILENCE), null),
    PASSED(org.stufo.R.string.history_passed, setOf(Action.ALLOW), null),
    HIDDEN(org.stufo.R.string.history_hidden, null, true),
}

internal fun filterOf(chip: HistoryChip, search: String): HistoryFilter =
    HistoryFilter.ALL.copy(search = search.trim().ifEmpty { null }, actions = chip.actions, hidden = chip.hidden)

private const val DAY_MILLIS = 86_400_000L
