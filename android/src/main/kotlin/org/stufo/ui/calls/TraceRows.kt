/** The trace in plain words: one row a stage, in the order the stages were asked. Pure. */
package org.stufo.ui.calls

import org.stufo.R
import org.stufo.core.model.Action
import org.stufo.core.model.Saw
import org.stufo.core.model.StageName
import org.stufo.core.model.TraceRow
import org.stufo.core.model.TraceSource
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.plain
import org.stufo.words.reasonText
import org.stufo.words.text

internal fun traceRows(trace: List<TraceRow>): List<Row<Nothing>> {
    val decided = trace.indexOfFirst { it.saw == Saw.MATCH && it.action != null }
    return trace.mapIndexed { index, finding -> traceRow(finding, decided = index == decided) }
}

/** What decided, and the rest behind [turn]. */
internal fun <E> foldedTrace(trace: List<TraceRow>, whole: Boolean, turn: E): List<Row<E>> = buildList {
    val decided = trace.indexOfFirst { it.saw == Saw.MATCH && it.action != null }
    val rows = traceRows(trace)
    if (decided >= 0) add(rows[decided])
    val others = rows.filterIndexed { index, _ -> index != decided }
    val title = count(R.plurals.trace_all, others.size)
    add(item(turn, null, title, text(if (whole) R.string.trace_fold else R.string.trace_unfold), opens = false))
    if (whole) addAll(others)
}

private fun traceRow(finding: TraceRow, decided: Boolean): Row<Nothing> {
    val summary = sawText(finding)
    return item(
        event = null,
        icon = findingIcon(finding),
        title = stageText(finding.stage),
        summary = if (decided) text(R.string.trace_decided, summary) else summary,
    )
}

private fun findingIcon(finding: TraceRow): IconStyle = when (finding.saw) {
    // Neither a fault nor a success.
    Saw.OFF, Saw.NOTHING -> IconStyle(R.drawable.ic_dash, Tone.NEUTRAL)
    Saw.UNKNOWN -> IconStyle(R.drawable.ic_question, Tone.NEUTRAL)
    Saw.MATCH -> when (finding.action) {
        Action.REJECT, Action.SILENCE -> actionIcon(finding.action)
        Action.ALLOW, null -> IconStyle(R.drawable.ic_allow, Tone.PASSED)
    }
}

private fun sawText(finding: TraceRow): Text = when (finding.saw) {
    Saw.OFF -> text(R.string.trace_off)
    Saw.NOTHING -> text(nothingText(finding.stage))
    Saw.UNKNOWN -> text(R.string.trace_unknown)
    Saw.MATCH -> matchText(finding)
}

private fun matchText(finding: TraceRow): Text {
    val what = finding.reason?.let { reasonText(it, finding.source?.text()) } ?: finding.source?.text() ?: text(R.string.trace_match)
    val source = finding.source as? TraceSource.List ?: return what
    return dotted(what, source.category?.let(::categoryText), source.score?.let { text(R.string.trace_score, Text.Number(it.toLong())) }) ?: what
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

internal fun stageText(stage: StageName): Text = when (stage) {
    StageName.EMERGENCY_WINDOW -> text(R.string.stage_emergency_window)
    StageName.NEVER_BLOCK -> text(R.string.stage_never_block)
    StageName.USER_ALLOW -> text(R.string.stage_user_allow)
    StageName.USER_BLOCK -> text(R.string.stage_user_block)
    StageName.CONTACTS -> text(R.string.stage_contacts)
    StageName.DIALLED -> text(R.string.stage_dialled)
    StageName.WAITING -> text(R.string.stage_waiting)
    StageName.REPEATED_CALL -> text(R.string.stage_repeated_call)
    StageName.PACK -> text(R.string.stage_pack)
    StageName.LISTS -> text(R.string.stage_lists)
    StageName.HIDDEN -> text(R.string.stage_hidden)
    StageName.UNIDENTIFIED -> text(R.string.stage_unidentified)
    StageName.FAILED_VERIFICATION -> text(R.string.stage_failed_verification)
    StageName.FOREIGN -> text(R.string.stage_foreign)
    StageName.NOT_IN_CONTACTS -> text(R.string.stage_not_in_contacts)
    StageName.QUIET_HOURS -> text(R.string.stage_quiet_hours)
    StageName.LIST_NEIGHBOURS -> text(R.string.stage_list_neighbours)
    StageName.OWN_NUMBER -> text(R.string.stage_own_number)
    StageName.UNASSIGNED -> text(R.string.stage_unassigned)
    StageName.BURST -> text(R.string.stage_burst)
}

private fun nothingText(stage: StageName): Int = when (stage) {
    StageName.EMERGENCY_WINDOW -> R.string.nothing_emergency_window
    StageName.NEVER_BLOCK -> R.string.nothing_never_block
    StageName.USER_ALLOW, StageName.USER_BLOCK -> R.string.nothing_rules
    StageName.CONTACTS -> R.string.nothing_contacts
    StageName.DIALLED -> R.string.nothing_dialled
    StageName.WAITING -> R.string.nothing_waiting
    StageName.REPEATED_CALL -> R.string.nothing_repeated_call
    StageName.PACK -> R.string.nothing_pack
    StageName.LISTS -> R.string.nothing_lists
    StageName.HIDDEN -> R.string.nothing_hidden
    StageName.UNIDENTIFIED -> R.string.nothing_unidentified
    StageName.FAILED_VERIFICATION -> R.string.nothing_failed_verification
    StageName.FOREIGN -> R.string.nothing_foreign
    StageName.NOT_IN_CONTACTS -> R.string.nothing_not_in_contacts
    StageName.QUIET_HOURS -> R.string.nothing_quiet_hours
    StageName.LIST_NEIGHBOURS -> R.string.nothing_list_neighbours
    StageName.OWN_NUMBER -> R.string.nothing_own_number
    StageName.UNASSIGNED -> R.string.nothing_unassigned
    StageName.BURST -> R.string.nothing_burst
}
