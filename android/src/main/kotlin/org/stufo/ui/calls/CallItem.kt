/** A call as a row, the same on every screen. Pure. */
package org.stufo.ui.calls

import org.stufo.R
import org.stufo.core.model.Action
import org.stufo.core.model.CallGroup
import org.stufo.core.model.CallRow
import org.stufo.core.model.Reason
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.actionText
import org.stufo.words.callerText
import org.stufo.words.dotted
import org.stufo.words.outcomeText
import org.stufo.words.reasonText
import org.stufo.words.text
import org.stufo.words.whenText

internal fun <E> callItem(row: CallRow, event: E?, now: Now): Row.Item<E> = item(
    event = event,
    icon = callIcon(row.action, row.reason),
    title = callerText(row.caller),
    summary = callSummary(row),
    trailing = whenText(row.at.utcMillis, now),
    opens = false,
)

/** What became of a call. One that rang only because nothing spoke against it is not thereby a good one. */
internal fun callIcon(action: Action, reason: Reason): IconStyle = when (reason) {
    Reason.NOTHING_AGAINST, Reason.REPEATED_CALL -> IconStyle(R.drawable.ic_bell, Tone.NEUTRAL)
    else -> actionIcon(action)
}

/** Calls of one caller that follow on each other, by the newest: how many, where from, and whether after an objection. */
internal fun groupItem(group: CallGroup, now: Now): Row.Item<Long> {
    val call = callItem(group.call, event = group.call.id, now = now)
    return call.copy(
        title = if (group.ids.size == 1) call.title else text(R.string.history_group, call.title, Text.Number(group.ids.size.toLong())),
        summary = dotted(
            call.summary,
            group.call.caller.place?.text(),
            text(R.string.history_after_objection).takeIf { group.isAfterObjection },
        ),
    )
}

private fun callSummary(row: CallRow): Text? = dotted(actionText(row.action), row.outcome?.let(::outcomeText) ?: reasonText(row.reason, row.source?.text()))

internal fun actionIcon(action: Action): IconStyle = when (action) {
    Action.REJECT -> IconStyle(R.drawable.ic_block, Tone.BLOCKED)
    Action.SILENCE -> IconStyle(R.drawable.ic_silence, Tone.SILENCED)
    Action.ALLOW -> IconStyle(R.drawable.ic_allow, Tone.PASSED)
}
