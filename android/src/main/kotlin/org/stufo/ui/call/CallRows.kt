/** One call with all that is known of it. Pure. */
package org.stufo.ui.call

import org.stufo.R
import org.stufo.core.model.Action
import org.stufo.core.model.CallDetails
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.CallRow
import org.stufo.core.model.CallerKind
import org.stufo.core.model.CallerState
import org.stufo.core.model.CallerView
import org.stufo.core.model.Contact
import org.stufo.core.model.LineType
import org.stufo.ui.calls.callIcon
import org.stufo.ui.calls.callItem
import org.stufo.ui.calls.foldedTrace
import org.stufo.ui.objection.facts.FlagEvent
import org.stufo.ui.objection.facts.flagActions
import org.stufo.ui.objection.facts.flagRows
import org.stufo.ui.rows.ButtonRow
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.tonal
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.actionText
import org.stufo.words.callerNumber
import org.stufo.words.callerPlace
import org.stufo.words.callerText
import org.stufo.words.callerTitle
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.hasNumber
import org.stufo.words.joined
import org.stufo.words.outcomeText
import org.stufo.words.plain
import org.stufo.words.reasonText
import org.stufo.words.text
import org.stufo.words.whenExactly

/** What the user does with a call. */
sealed interface CallEvent {
    data class OtherCall(val id: Long) : CallEvent

    data class Flag(val event: FlagEvent) : CallEvent

    data class Ended(val outcome: CallOutcome) : CallEvent

    data class Noted(val note: String) : CallEvent
}

enum class CallKey : CallEvent { ALLOW, BLOCK, BLOCK_RANGE, STOP_COUNTRY, OPEN_RULE, DECIDER, TRACE, CALL_BACK, COPY, SHARE, DELETE, HIDDEN_OPTION }

internal fun callRows(details: CallDetails, note: String, homeRegion: String, now: Now, wholeTrace: Boolean = false): List<Row<CallEvent>> = buildList {
    val call = details.call
    add(
        Row.Banner(
            icon = callIcon(call.action, call.reason),
            title = callerText(call.caller),
            words = joined(
                "\n",
                callerNumber(call.caller),
                callerPlace(call.caller, homeRegion),
                whenExactly(call.at.utcMillis, now, begins = true),
                call.sim?.takeIf { it > 0 }?.let { text(R.string.call_on_sim, it) },
            ),
            buttons = deciding(details),
            loud = false,
        ),
    )
    add(item(CallKey.DECIDER.takeIf { deciderOf(call) != null }, null, actionText(call.action), reasonText(call.reason, call.source?.text())))
    addAll(flagRows(details, CallEvent::Flag))
    addAll(outcome(details, note))
    add(Row.Section(text(R.string.call_trace)))
    addAll(foldedTrace(details.trace, wholeTrace, CallKey.TRACE))
    others(R.string.call_earlier, details.earlier, now)
    others(R.string.call_neighbours, details.neighbours, now)
    add(Row.Section(text(R.string.call_more)))
    addAll(more(call.caller))
}

/** By how the caller stands now: nothing is offered that holds already. */
private fun deciding(details: CallDetails): List<ButtonRow<CallEvent>> {
    val choices = details.choices
    return buildList {
        when (choices.state) {
            // No rule can name a hidden caller: the way leads to the option for all of them.
            CallerState.NO_NUMBER -> if (details.call.caller.kind == CallerKind.HIDDEN) add(outlined(CallKey.HIDDEN_OPTION, text(R.string.call_hidden_option)))
            CallerState.ALWAYS_RINGS -> Unit
            CallerState.RINGS -> {
                add(tonal(CallKey.BLOCK, text(R.string.action_block)))
                add(outlined(CallKey.ALLOW, text(R.string.action_allow)))
            }
            CallerState.ALLOWED -> {
                add(tonal(CallKey.OPEN_RULE, text(R.string.block_open_rule)))
                add(outlined(CallKey.BLOCK, text(R.string.action_block)))
            }
            CallerState.BLOCKED -> {
                add(tonal(CallKey.OPEN_RULE, text(R.string.block_open_rule)))
                add(outlined(CallKey.ALLOW, text(R.string.action_allow)))
            }
            CallerState.STOPPED -> add(outlined(CallKey.ALLOW, text(R.string.action_allow)))
        }
        choices.range?.let { add(outlined(CallKey.BLOCK_RANGE, count(R.plurals.block_range, it.covers, plain(it.display)))) }
        choices.country?.takeIf { !it.isStopped }?.let { add(outlined(CallKey.STOP_COUNTRY, text(R.string.block_country, Text.Country(it.region)))) }
    }
}

private fun outcome(details: CallDetails, note: String): List<Row<CallEvent>> = buildList {
    add(Row.Section(text(R.string.call_outcome)))
    if (details.call.action != Action.REJECT) {
        add(
            Row.Chips(
                event = CallEvent::Ended,
                title = null,
                summary = text(R.string.call_outcome_why),
                options = CallOutcome.entries.map { Option(it, outcomeText(it)) },
                chosen = details.call.outcome,
            ),
        )
    }
    add(Row.Field(CallEvent::Noted, text(R.string.call_note), text(R.string.call_note_hint), note, null, Typed.LONG_TEXT))
    addAll(flagActions(details, CallEvent::Flag))
}

private fun MutableList<Row<CallEvent>>.others(title: Int, calls: List<CallRow>, now: Now) {
    if (calls.isEmpty()) return
    add(Row.Section(text(title)))
    calls.forEach { add(callItem(it, event = CallEvent.OtherCall(it.id), now = now)) }
}

private fun more(caller: CallerView): List<Row<CallEvent>> = buildList {
    val neutral = { icon: Int -> IconStyle(icon, Tone.NEUTRAL) }
    if (caller.hasNumber) {
        add(item(CallKey.CALL_BACK, neutral(R.drawable.ic_phone), text(R.string.call_back), opens = false))
    }
    if (caller.number != null) {
        add(item(CallKey.COPY, neutral(R.drawable.ic_copy), text(R.string.call_copy), opens = false))
    }
    add(item(CallKey.SHARE, neutral(R.drawable.ic_share), text(R.string.call_share), opens = false))
    add(item(CallKey.DELETE, neutral(R.drawable.ic_delete), text(R.string.call_delete), opens = false))
}

/** What "share" hands over: who, when, what was done. */
internal fun sharedText(details: CallDetails, now: Now): Text = joined(
    "\n",
    callerTitle(details.call.caller),
    details.call.caller.number?.takeIf { it != details.call.caller.display }?.let(::plain),
    whenExactly(details.call.at.utcMillis, now, begins = true),
    dotted(actionText(details.call.action), reasonText(details.call.reason, details.call.source?.text())),
) ?: plain("")

/** A short ring from abroad or from a number that costs money is often bait; that of a contact is not. */
internal fun isCostlyToCallBack(call: CallRow, homeRegion: String): Boolean = call.contact != Contact.FOUND &&
    (call.caller.lineType == LineType.PREMIUM || (call.caller.region != null && call.caller.region != homeRegion))
