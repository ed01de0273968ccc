/** A caller, a verdict and its reason in words. Pure: tested without Android. */
package org.stufo.words

import org.stufo.R
import org.stufo.core.model.Action
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.CallerKind
import org.stufo.core.model.CallerView
import org.stufo.core.model.DecisionSource
import org.stufo.core.model.HiddenKind
import org.stufo.core.model.LineType
import org.stufo.core.model.LocalizedText
import org.stufo.core.model.Reason
import org.stufo.core.model.TraceSource
import java.text.Bidi

internal fun callerTitle(caller: CallerView): Text = when {
    caller.hidden == HiddenKind.PAYPHONE -> text(R.string.caller_payphone)
    caller.hidden == HiddenKind.UNKNOWN -> text(R.string.caller_unknown)
    caller.kind == CallerKind.HIDDEN -> text(R.string.caller_hidden)
    else -> callerName(caller)?.let(::plain) ?: text(R.string.caller_unknown)
}

/** As [callerTitle], by the contact's name where one is known. */
internal fun callerText(caller: CallerView): Text {
    val shown = callerName(caller) ?: return callerTitle(caller)
    return caller.number?.takeIf { caller.hasNumber }?.let { Text.Caller(it, shown) } ?: callerTitle(caller)
}

/** The number where [callerText] shows a name. */
internal fun callerNumber(caller: CallerView): Text? = caller.number?.takeIf { caller.hasNumber }?.let { Text.BehindName(it, callerName(caller) ?: it) }

/** The number or address, kept apart from the words round it: one that is written from right to left turns nothing else. */
internal fun callerName(caller: CallerView): String? {
    val name = (caller.display ?: caller.number)?.takeIf { it.isNotEmpty() } ?: return null
    return if (Bidi.requiresBidi(name.toCharArray(), 0, name.length)) "\u2068$name\u2069" else name
}

/** Place, country, kind of line: what is known. At home a place stands for its country. */
internal fun callerPlace(caller: CallerView, homeRegion: String): Text? {
    val country = caller.region?.takeIf { caller.place == null || it != homeRegion }
    return dotted(caller.place?.text(), country?.let(Text::Country), caller.lineType?.let(::lineTypeText))
}

private fun lineTypeText(type: LineType): Text? = when (type) {
    LineType.FIXED -> text(R.string.line_fixed)
    LineType.MOBILE -> text(R.string.line_mobile)
    LineType.TOLL_FREE -> text(R.string.line_toll_free)
    LineType.PREMIUM -> text(R.string.line_premium)
    LineType.SHARED_COST -> text(R.string.line_shared_cost)
    LineType.VOIP -> text(R.string.line_voip)
    LineType.PERSONAL -> text(R.string.line_personal)
    LineType.UAN, LineType.UNKNOWN -> null
}

internal fun actionText(action: Action): Text = text(
    when (action) {
        Action.REJECT -> R.string.verdict_rejected
        Action.SILENCE -> R.string.verdict_silenced
        Action.ALLOW -> R.string.verdict_rang
    },
)

/** "What would happen", where [actionText] says what happened. */
internal fun wouldText(action: Action): Text = text(
    when (action) {
        Action.REJECT -> R.string.would_reject
        Action.SILENCE -> R.string.would_silence
        Action.ALLOW -> R.string.would_ring
    },
)

/** [label]: the name of what decided. */
internal fun reasonText(reason: Reason, label: Text?): Text = when (reason) {
    Reason.NOTHING_AGAINST -> text(R.string.reason_nothing_against)
    Reason.EMERGENCY_WINDOW -> text(R.string.reason_emergency_window)
    Reason.NEVER_BLOCK -> text(R.string.reason_never_block)
    Reason.USER_ALLOW -> named(R.string.reason_user_allow_named, R.string.reason_user_allow, label)
    Reason.CONTACT -> text(R.string.reason_contact)
    Reason.DIALLED -> text(R.string.reason_dialled)
    Reason.WAITING -> text(R.string.reason_waiting)
    Reason.REPEATED_CALL -> text(R.string.reason_repeated_call)
    Reason.USER_BLOCK -> named(R.string.reason_user_block_named, R.string.reason_user_block, label)
    Reason.PACK -> label ?: text(R.string.reason_pack)
    Reason.LIST -> named(R.string.reason_list_named, R.string.reason_list, label)
    Reason.HIDDEN -> text(R.string.reason_hidden)
    Reason.UNIDENTIFIED -> text(R.string.reason_unidentified)
    Reason.FAILED_VERIFICATION -> text(R.string.reason_failed_verification)
    Reason.FOREIGN -> named(R.string.reason_foreign_named, R.string.reason_foreign, label)
    Reason.NOT_IN_CONTACTS -> text(R.string.reason_not_in_contacts)
    Reason.QUIET_HOURS -> text(R.string.reason_quiet_hours)
    Reason.LIST_NEIGHBOUR -> named(R.string.reason_list_neighbour_named, R.string.reason_list_neighbour, label)
    Reason.OWN_NUMBER -> text(R.string.reason_own_number)
    Reason.OWN_HUNDRED -> text(R.string.reason_own_hundred)
    Reason.UNASSIGNED -> text(R.string.reason_unassigned)
    Reason.BURST -> text(R.string.reason_burst)
}

private fun named(named: Int, unnamed: Int, label: Text?): Text = if (label == null) text(unnamed) else text(named, label)

/** What decided, by its name; null for one without a name. */
internal fun DecisionSource.text(): Text? = when (this) {
    is DecisionSource.Rule -> named(label)
    is DecisionSource.Pack -> named(label, labelIt)
    is DecisionSource.List -> named(label)
    is DecisionSource.Country -> Text.Country(id)
}

/** What a stage names, as [DecisionSource.text]. */
internal fun TraceSource.text(): Text? = when (this) {
    is TraceSource.Rule -> named(label)
    is TraceSource.Pack -> named(label, labelIt)
    is TraceSource.List -> named(label)
    is TraceSource.Country -> Text.Country(region)
}

private fun named(label: String, labelIt: String? = null): Text? =
    label.takeIf(String::isNotBlank)?.let { en -> labelIt?.let { Text.Bilingual(en, it) } ?: plain(en) }

/** A caller that a rule can name. */
internal val CallerView.hasNumber: Boolean get() = kind == CallerKind.NUMBER || kind == CallerKind.SHORT_CODE

internal fun outcomeText(outcome: CallOutcome): Text = text(
    when (outcome) {
        CallOutcome.ANSWERED -> R.string.outcome_answered
        CallOutcome.RANG_OUT -> R.string.outcome_rang_out
        CallOutcome.SILENT -> R.string.outcome_silent
        CallOutcome.HUNG_UP -> R.string.outcome_hung_up
        CallOutcome.OBJECTED -> R.string.outcome_objected
    },
)

internal fun LocalizedText.text(): Text = Text.Bilingual(en = en, it = it)
