/** The trace in plain words: one row a stage, in the order the stages were asked. Pure. */
package org.stufo.ui.calls

import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.model.Finding
import org.stufo.core.model.Source
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.words.Text
import org.stufo.words.dotted
import org.stufo.words.plain
import org.stufo.words.reasonText
import org.stufo.words.sourceText
import org.stufo.words.text

internal fun traceRows(trace: List<Finding>): List<Row<Nothing>> {
    val decided = trace.indexOfFirst { it.saw == Finding.Saw.MATCH && it.action != null }
    return trace.mapIndexed { index, finding -> traceRow(finding, decided = index == decided) }
}

private fun traceRow(finding: Finding, decided: Boolean): Row<Nothing> {
    val summary = sawText(finding)
    return item(
        event = null,
        icon = findingIcon(finding),
        title = stageText(finding.stage),
        summary = if (decided) text(R.string.trace_decided, summary) else summary,
    )
}

private fun findingIcon(finding: Finding): IconStyle = when (finding.saw) {
    Finding.Saw.OFF -> IconStyle(R.drawable.ic_close, Tone.NEUTRAL)
    Finding.Saw.NOTHING -> IconStyle(R.drawable.ic_check, Tone.NEUTRAL)
    Finding.Saw.UNKNOWN -> IconStyle(R.drawable.ic_question, Tone.NEUTRAL)
    Finding.Saw.MATCH -> when (finding.action) {
        Action.REJECT, Action.SILENCE -> actionIcon(finding.action)
        Action.ALLOW, null -> IconStyle(R.drawable.ic_allow, Tone.PASSED)
    }
}

private fun sawText(finding: Finding): Text = when (finding.saw) {
    Finding.Saw.OFF -> text(R.string.trace_off)
    Finding.Saw.NOTHING -> text(nothingText(finding.stage))
    Finding.Saw.UNKNOWN -> text(R.string.trace_unknown)
    Finding.Saw.MATCH -> matchText(finding)
}

private fun matchText(finding: Finding): Text {
    val what = finding.reason?.let { reasonText(it, finding.source) } ?: finding.source?.let(::sourceText) ?: text(R.string.trace_match)
    val source = finding.source?.takeIf { it.kind == Source.Kind.LIST } ?: return what
    return dotted(what, source.category?.let(::categoryText), source.score?.let { text(R.string.trace_score, Text.Number(it)) }) ?: what
}

/** What lists hold a number for: the names of docs/formats/packed-lists.md. */
private fun categoryText(category: String): Text = when (category) {
    "ping" -> text(R.string.category_ping)
    "poll" -> text(R.string.category_poll)
    "advertising" -> text(R.string.category_advertising)
    "gambling" -> text(R.string.category_gambling)
    "fraud" -> text(R.string.category_fraud)
    "debt" -> text(R.string.category_debt)
    "robocall" -> text(R.string.category_robocall)
    "other" -> text(R.string.category_other)
    else -> plain(category)
}

internal fun stageText(stage: String): Text = when (stage) {
    "emergency_window" -> text(R.string.stage_emergency_window)
    "never_block" -> text(R.string.stage_never_block)
    "user_allow" -> text(R.string.stage_user_allow)
    "user_block" -> text(R.string.stage_user_block)
    "contacts" -> text(R.string.stage_contacts)
    "dialled" -> text(R.string.stage_dialled)
    "waiting" -> text(R.string.stage_waiting)
    "repeated_call" -> text(R.string.stage_repeated_call)
    "pack" -> text(R.string.stage_pack)
    "lists" -> text(R.string.stage_lists)
    "hidden" -> text(R.string.stage_hidden)
    "failed_verification" -> text(R.string.stage_failed_verification)
    "foreign" -> text(R.string.stage_foreign)
    "not_in_contacts" -> text(R.string.stage_not_in_contacts)
    "quiet_hours" -> text(R.string.stage_quiet_hours)
    else -> plain(stage)
}

private fun nothingText(stage: String): Int = when (stage) {
    "emergency_window" -> R.string.nothing_emergency_window
    "never_block" -> R.string.nothing_never_block
    "user_allow", "user_block" -> R.string.nothing_rules
    "contacts" -> R.string.nothing_contacts
    "dialled" -> R.string.nothing_dialled
    "waiting" -> R.string.nothing_waiting
    "repeated_call" -> R.string.nothing_repeated_call
    "pack" -> R.string.nothing_pack
    "lists" -> R.string.nothing_lists
    "hidden" -> R.string.nothing_hidden
    "failed_verification" -> R.string.nothing_failed_verification
    "foreign" -> R.string.nothing_foreign
    "not_in_contacts" -> R.string.nothing_not_in_contacts
    "quiet_hours" -> R.string.nothing_quiet_hours
    else -> R.string.trace_nothing
}
