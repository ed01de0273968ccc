/** Words for what the core says by name. No rule is here: only how things are called. */
package org.stufo.ui

import android.content.res.Resources
import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.Reason
import org.stufo.core.model.CallerView
import org.stufo.core.model.Finding
import org.stufo.core.model.Outcome
import org.stufo.core.model.Source
import java.util.Locale

internal fun verdictWord(action: Action): Int = when (action) {
    Action.ALLOW -> R.string.verdict_allow
    Action.SILENCE -> R.string.verdict_silence
    Action.REJECT -> R.string.verdict_reject
}

internal fun wouldWord(action: Action): Int = when (action) {
    Action.ALLOW -> R.string.would_allow
    Action.SILENCE -> R.string.would_silence
    Action.REJECT -> R.string.would_reject
}

internal fun verdictIcon(action: Action): Int = when (action) {
    Action.ALLOW -> R.drawable.ic_allow
    Action.SILENCE -> R.drawable.ic_silence
    Action.REJECT -> R.drawable.ic_reject
}

private fun reasonWord(reason: Reason): Int = when (reason) {
    Reason.NOTHING_AGAINST -> R.string.reason_nothing_against
    Reason.EMERGENCY_WINDOW -> R.string.reason_emergency_window
    Reason.NEVER_BLOCK -> R.string.reason_never_block
    Reason.USER_ALLOW -> R.string.reason_user_allow
    Reason.CONTACT -> R.string.reason_contact
    Reason.DIALLED -> R.string.reason_dialled
    Reason.WAITING -> R.string.reason_waiting
    Reason.REPEATED_CALL -> R.string.reason_repeated_call
    Reason.USER_BLOCK -> R.string.reason_user_block
    Reason.PACK -> R.string.reason_pack
    Reason.LIST -> R.string.reason_list
    Reason.HIDDEN -> R.string.reason_hidden
    Reason.FAILED_VERIFICATION -> R.string.reason_failed_verification
    Reason.FOREIGN -> R.string.reason_foreign
    Reason.NOT_IN_CONTACTS -> R.string.reason_not_in_contacts
    Reason.QUIET_HOURS -> R.string.reason_quiet_hours
    Reason.UNKNOWN -> R.string.reason_unknown
}

/** "your rule: Solar panels" */
internal fun why(resources: Resources, reason: Reason, source: Source?): String {
    val word = resources.getString(reasonWord(reason))
    val name = source?.let { sourceName(resources, it) }.orEmpty()
    return if (name.isEmpty()) word else resources.getString(R.string.reason_with_name, word, name)
}

private fun sourceName(resources: Resources, source: Source): String = when (source.kind) {
    Source.Kind.COUNTRY -> countryName(resources, source.label)
    Source.Kind.PACK -> source.labelIt.takeIf { resources.locale.language == "it" } ?: source.label
    Source.Kind.RULE, Source.Kind.LIST, Source.Kind.UNKNOWN -> source.label
}

/** The language of the screens: the app may have one of its own. */
internal val Resources.locale: Locale get() = configuration.locales[0] ?: Locale.ROOT

/** A country in the phone's language, from its ISO code. */
internal fun countryName(resources: Resources, region: String): String = Locale("", region).getDisplayCountry(resources.locale)

internal fun callerName(resources: Resources, caller: CallerView): String = when (caller.kind) {
    CallerView.Kind.HIDDEN -> resources.getString(
        when (caller.hidden) {
            CallerView.Hidden.PAYPHONE -> R.string.caller_payphone
            CallerView.Hidden.UNKNOWN -> R.string.caller_unknown
            CallerView.Hidden.RESTRICTED, null -> R.string.caller_hidden
        },
    )
    else -> caller.display ?: resources.getString(R.string.caller_none)
}

/** "Italy · mobile"; empty where nothing is known. */
internal fun callerAbout(resources: Resources, caller: CallerView): String {
    val line = when (caller.lineType) {
        CallerView.LineType.FIXED -> R.string.line_fixed
        CallerView.LineType.MOBILE -> R.string.line_mobile
        CallerView.LineType.TOLL_FREE -> R.string.line_toll_free
        CallerView.LineType.PREMIUM -> R.string.line_premium
        CallerView.LineType.SHARED_COST -> R.string.line_shared_cost
        CallerView.LineType.VOIP -> R.string.line_voip
        CallerView.LineType.PERSONAL -> R.string.line_personal
        CallerView.LineType.UNKNOWN, null -> null
    }
    val code = R.string.caller_short_code.takeIf { caller.kind == CallerView.Kind.SHORT_CODE }
    val words = listOf(line, code).mapNotNull { it?.let(resources::getString) }
    return (listOfNotNull(caller.region?.let { countryName(resources, it) }) + words).joinToString(" · ")
}

internal fun outcomeWord(outcome: Outcome): Int = when (outcome) {
    Outcome.ANSWERED -> R.string.outcome_answered
    Outcome.RANG_OUT -> R.string.outcome_rang_out
    Outcome.SILENT -> R.string.outcome_silent
    Outcome.HUNG_UP -> R.string.outcome_hung_up
    Outcome.OBJECTED -> R.string.outcome_objected
}

/** The stage's name in words; a stage of a newer core keeps the core's own name. */
internal fun stageName(resources: Resources, finding: Finding): String = STAGES[finding.stage]?.let(resources::getString) ?: finding.stage

private val STAGES = mapOf(
    "emergency_window" to R.string.stage_emergency_window,
    "never_block" to R.string.stage_never_block,
    "user_allow" to R.string.stage_user_allow,
    "user_block" to R.string.stage_user_block,
    "contacts" to R.string.stage_contacts,
    "dialled" to R.string.stage_dialled,
    "waiting" to R.string.stage_waiting,
    "repeated_call" to R.string.stage_repeated_call,
    "pack" to R.string.stage_pack,
    "lists" to R.string.stage_lists,
    "hidden" to R.string.stage_hidden,
    "failed_verification" to R.string.stage_failed_verification,
    "foreign" to R.string.stage_foreign,
    "not_in_contacts" to R.string.stage_not_in_contacts,
    "quiet_hours" to R.string.stage_quiet_hours,
)
