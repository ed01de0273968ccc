/** The objection tab: where the user stands, and the ways on. Pure. */
package org.stufo.ui.objection

import org.stufo.R
import org.stufo.core.model.ObjectionOverview
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

enum class TabKey { SAY, REGISTER, OBJECTIONS, RECONTACT, EVIDENCE, LETTER, COMPLAINT }

/** [region] is the country in force; the core names no country that has no law file. */
internal fun objectionTabRows(view: ObjectionOverview, region: String, now: Now): List<Row<TabKey>> = buildList {
    add(Row.Banner(accent(R.drawable.ic_objection), text(R.string.objection_headline), text(R.string.objection_words), emptyList(), loud = false))
    if (view.country == null) {
        add(item(null, IconStyle(R.drawable.ic_info, Tone.NEUTRAL), text(R.string.objection_no_law, Text.Country(region))))
        add(Row.Gap)
    }
    add(item(TabKey.SAY, accent(R.drawable.ic_say), text(R.string.say_title), text(R.string.say_summary)))
    view.register?.let { register ->
        val (icon, state) = registerState(register, now)
        add(item(TabKey.REGISTER, icon, register.name.text(), state))
    }
    add(Row.Section(text(R.string.objection_record)))
    add(item(TabKey.OBJECTIONS, accent(R.drawable.ic_flag), text(R.string.objections_title), objectionsState(view)))
    add(item(TabKey.RECONTACT, accent(R.drawable.ic_repeat), text(R.string.recontact_title), text(R.string.recontact_summary)))
    if (view.country != null) add(item(TabKey.EVIDENCE, accent(R.drawable.ic_search), text(R.string.evidence_title), evidenceState(view)))
    val authority = view.authority ?: return@buildList
    add(Row.Section(text(R.string.objection_write)))
    add(item(TabKey.LETTER, accent(R.drawable.ic_doc), text(R.string.letter_title), text(R.string.letter_summary)))
    add(item(TabKey.COMPLAINT, accent(R.drawable.ic_print), text(R.string.complaint_title), plain(authority.name)))
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
