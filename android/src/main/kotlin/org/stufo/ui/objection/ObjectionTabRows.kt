/** The objection tab: where the user stands, and the ways on. Pure. */
package org.stufo.ui.objection

import org.stufo.R
import org.stufo.core.model.ObjectionOverview
import org.stufo.core.model.RegisterView
import org.stufo.ui.objection.register.registerState
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.plain
import org.stufo.words.text

enum class TabKey { SAY, REGISTER, OBJECTIONS, RECONTACT, EVIDENCE, LETTER, COMPLAINT, REPORTS, SENDER }

/** [region] is the country in force; the core names no country that has no law file. */
internal fun objectionTabRows(view: ObjectionOverview, region: String, now: Now): List<Row<TabKey>> = buildList {
    add(Row.Banner(accent(R.drawable.ic_objection), text(R.string.objection_headline), text(R.string.objection_words), emptyList(), loud = false))
    if (view.country == null) {
        add(item(null, IconStyle(R.drawable.ic_info, Tone.NEUTRAL), text(R.string.objection_no_law, Text.Country(region))))
        add(Row.Gap)
    }
    // What matters now comes first: an enrolment that is missing or to be renewed; one in force waits below.
    val register = view.register
    if (register != null && mattersNow(register)) add(registerItem(register, now))
    if (view.reports.overdue > 0) add(reportsItem(view))
    add(item(TabKey.SAY, accent(R.drawable.ic_say), text(R.string.say_title), text(R.string.say_summary)))
    add(Row.Section(text(R.string.objection_record)))
    add(item(TabKey.OBJECTIONS, accent(R.drawable.ic_flag), text(R.string.objections_title), objectionsState(view)))
    add(item(TabKey.RECONTACT, accent(R.drawable.ic_repeat), text(R.string.recontact_title), text(R.string.recontact_summary)))
    if (view.country != null) add(item(TabKey.EVIDENCE, accent(R.drawable.ic_search), text(R.string.evidence_title), evidenceState(view)))
    if (register != null && !mattersNow(register)) add(registerItem(register, now))
    val authority = view.authority ?: return@buildList
    add(Row.Section(text(R.string.objection_write)))
    add(item(TabKey.LETTER, accent(R.drawable.ic_doc), text(R.string.letter_title), text(R.string.letter_summary)))
    add(item(TabKey.COMPLAINT, accent(R.drawable.ic_flag), text(R.string.complaint_title), plain(authority.name)))
    if (view.reports.overdue == 0) add(reportsItem(view))
    add(item(TabKey.SENDER, accent(R.drawable.ic_person), text(R.string.sender_title), text(R.string.sender_summary)))
}

/** Nothing entered although one can enrol, or to be renewed. */
private fun mattersNow(register: RegisterView): Boolean = register.renewalDue || (register.enrolledOn == null && register.closedOn == null)

private fun registerItem(register: RegisterView, now: Now): Row<TabKey> {
    val (icon, state) = registerState(register, now)
    return item(TabKey.REGISTER, icon, register.name.text(), state)
}

private fun reportsItem(view: ObjectionOverview): Row<TabKey> {
    val counts = view.reports
    val state = dotted(
        count(R.plurals.reports_drafts, counts.drafts).takeIf { counts.drafts > 0 },
        count(R.plurals.reports_sent, counts.sent).takeIf { counts.sent > 0 },
        count(R.plurals.reports_answered, counts.answered).takeIf { counts.answered > 0 },
        count(R.plurals.reports_overdue, counts.overdue).takeIf { counts.overdue > 0 },
    )
    val icon = if (counts.overdue > 0) IconStyle(R.drawable.ic_warning, Tone.WARNING) else accent(R.drawable.ic_doc)
    return item(TabKey.REPORTS, icon, text(R.string.reports_title), state ?: text(R.string.reports_none))
}

private fun accent(icon: Int) = IconStyle(icon, Tone.ACCENT)

private fun objectionsState(view: ObjectionOverview): Text? = if (view.objections == 0) {
    text(R.string.objections_none)
} else {
    dotted(
        count(R.plurals.objections_count, view.objections),
        count(R.plurals.objections_broken, view.calledAgain, Text.Number(view.callsAfter.toLong())).takeIf { view.calledAgain > 0 },
    )
}

private fun evidenceState(view: ObjectionOverview): Text = if (view.evidence.calls == 0) {
    text(R.string.evidence_none)
} else {
    text(R.string.evidence_summary, Text.Number(view.evidence.calls.toLong()), Text.Number(view.evidence.lookedAt.toLong()))
}
