/** A caller, a verdict and its reason in words. Pure: tested without Android. */
package org.stufo.words

import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.Reason
import org.stufo.core.model.CallerView
import org.stufo.core.model.Outcome
import org.stufo.core.model.Source
import org.stufo.core.model.Wording

internal fun callerTitle(caller: CallerView): Text = when {
    caller.hidden == CallerView.Hidden.PAYPHONE -> text(R.string.caller_payphone)
    caller.hidden == CallerView.Hidden.UNKNOWN -> text(R.string.caller_unknown)
    caller.kind == CallerView.Kind.HIDDEN -> text(R.string.caller_hidden)
    else -> plain(caller.display ?: caller.number.orEmpty()).takeIf { it != plain("") } ?: text(R.string.caller_unknown)
}

/** Place, country, kind of line: what is known. At home a place stands for its country. */
internal fun callerPlace(caller: CallerView, homeRegion: String): Text? {
    val country = caller.region?.takeIf { caller.place == null || it != homeRegion }
    return dotted(caller.place?.text(), country?.let(Text::Country), caller.lineType?.let(::lineTypeText))
}

private fun lineTypeText(type: CallerView.LineType): Text? = when (type) {
    CallerView.LineType.FIXED -> text(R.string.line_fixed)
    CallerView.LineType.MOBILE -> text(R.string.line_mobile)
    CallerView.LineType.TOLL_FREE -> text(R.string.line_toll_free)
    CallerView.LineType.PREMIUM -> text(R.string.line_premium)
    CallerView.LineType.SHARED_COST -> text(R.string.line_shared_cost)
    CallerView.LineType.VOIP -> text(R.string.line_voip)
    CallerView.LineType.PERSONAL -> text(R.string.line_personal)
    CallerView.LineType.UNKNOWN -> null
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

internal fun reasonText(reason: Reason, source: Source?): Text {
    val label = source?.let(::sourceText)
    return when (reason) {
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
        Reason.FAILED_VERIFICATION -> text(R.string.reason_failed_verification)
        Reason.FOREIGN -> named(R.string.reason_foreign_named, R.string.reason_foreign, label)
        Reason.NOT_IN_CONTACTS -> text(R.string.reason_not_in_contacts)
        Reason.QUIET_HOURS -> text(R.string.reason_quiet_hours)
        Reason.UNKNOWN -> text(R.string.reason_unknown)
    }
}

private fun named(named: Int, unnamed: Int, label: Text?): Text =
    if (label == null) text(unnamed) else text(named, label)

internal fun sourceText(source: Source): Text? = when {
    source.label.isBlank() -> null
    source.kind == Source.Kind.COUNTRY -> Text.Country(source.label)
    else -> source.labelIt?.let { Text.Bilingual(source.label, it) } ?: plain(source.label)
}

internal fun outcomeText(outcome: Outcome): Text = text(
    when (outcome) {
        Outcome.ANSWERED -> R.string.outcome_answered
        Outcome.RANG_OUT -> R.string.outcome_rang_out
        Outcome.SILENT -> R.string.outcome_silent
        Outcome.HUNG_UP -> R.string.outcome_hung_up
        Outcome.OBJECTED -> R.string.outcome_objected
    },
)

internal fun Wording.text(): Text = Text.Bilingual(en = en, it = it)
