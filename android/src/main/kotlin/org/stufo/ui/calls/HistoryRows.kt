/** The history's list: calls with a header before each day. Pure. */
package org.stufo.ui.calls

import org.stufo.R
import org.stufo.core.model.Action
import org.stufo.core.model.CallGroup
import org.stufo.core.model.HistoryGroupsRequest
import org.stufo.core.model.Reason
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.dayText
import org.stufo.words.text
import java.time.LocalDate

/** What the chips above the history choose. */
enum class HistoryChip { ALL, REJECTED, SILENCED, RANG, HIDDEN, BY_RULE, BY_PACK, BY_LIST }

internal fun historyFilter(chip: HistoryChip, search: String, caller: String? = null): HistoryGroupsRequest {
    val base = HistoryGroupsRequest(HistoryPages.PAGE, search = search.trim().takeIf { it.isNotEmpty() }, caller = caller)
    return when (chip) {
        HistoryChip.ALL -> base
        HistoryChip.REJECTED -> base.copy(actions = listOf(Action.REJECT))
        HistoryChip.SILENCED -> base.copy(actions = listOf(Action.SILENCE))
        HistoryChip.RANG -> base.copy(actions = listOf(Action.ALLOW))
        HistoryChip.HIDDEN -> base.copy(hidden = true)
        HistoryChip.BY_RULE -> base.copy(reason = Reason.USER_BLOCK)
        HistoryChip.BY_PACK -> base.copy(reason = Reason.PACK)
        HistoryChip.BY_LIST -> base.copy(reason = Reason.LIST)
    }
}

internal fun chipText(chip: HistoryChip): Text = text(
    when (chip) {
        HistoryChip.ALL -> R.string.history_chip_all
        HistoryChip.REJECTED -> R.string.history_chip_rejected
        HistoryChip.SILENCED -> R.string.history_chip_silenced
        HistoryChip.RANG -> R.string.history_chip_rang
        HistoryChip.HIDDEN -> R.string.history_chip_hidden
        HistoryChip.BY_RULE -> R.string.history_chip_by_rule
        HistoryChip.BY_PACK -> R.string.history_chip_by_pack
        HistoryChip.BY_LIST -> R.string.history_chip_by_list
    },
)

/** A row tells the id of its newest call. [after] is the day of the last row already shown: a day that goes on over two pages has one header. */
internal fun historyRows(groups: List<CallGroup>, now: Now, after: LocalDate? = null): List<Row<Long>> {
    val rows = mutableListOf<Row<Long>>()
    var day = after
    for (group in groups) {
        val at = group.call.at.utcMillis
        val its = now.dayOf(at)
        if (its != day) rows += Row.Section(dayText(at, now))
        day = its
        rows += groupItem(group, now)
    }
    return rows
}

internal fun emptyHistory(filtered: Boolean): Row.Empty = if (filtered) {
    Row.Empty(IconStyle(R.drawable.ic_search, Tone.NEUTRAL), text(R.string.history_none_title), text(R.string.history_none_words))
} else {
    Row.Empty(IconStyle(R.drawable.ic_history, Tone.NEUTRAL), text(R.string.history_empty_title), text(R.string.history_empty_words))
}
