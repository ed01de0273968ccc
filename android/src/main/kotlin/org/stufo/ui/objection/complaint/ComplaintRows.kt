/** A complaint: its calls, what is supported, missing and to be looked at, and the draft. Pure. */
package org.stufo.ui.objection.complaint

import org.stufo.R
import org.stufo.core.model.Authority
import org.stufo.core.model.ChosenCall
import org.stufo.core.model.Complaint
import org.stufo.core.model.Fact
import org.stufo.core.model.WarningCode
import org.stufo.ui.calls.callIcon
import org.stufo.ui.objection.facts.commonFacts
import org.stufo.ui.objection.facts.commonWords
import org.stufo.ui.objection.facts.factTags
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.ui.rows.tonal
import org.stufo.words.Now
import org.stufo.words.callerTitle
import org.stufo.words.joined
import org.stufo.words.plain
import org.stufo.words.text
import org.stufo.words.whenText

/** Before a call is chosen. */
internal fun complaintStartRows(authority: Authority?): List<Row<ComplaintEvent>> = buildList {
    add(Row.Empty(IconStyle(R.drawable.ic_doc, Tone.ACCENT), text(R.string.complaint_start_title), text(R.string.complaint_start_words)))
    authority?.let { add(Row.Note(it.how.text())) }
    add(
        Row.Actions(
            listOfNotNull(
                primary(ComplaintKey.CHOOSE, text(R.string.complaint_choose)),
                authority?.let { outlined(ComplaintKey.SITE, text(R.string.form_open_site)) },
            ),
        ),
    )
}

internal fun complaintRows(complaint: Complaint, draft: ComplaintDraft, now: Now): List<Row<ComplaintEvent>> = buildList {
    complaint.authority?.let { add(Row.Note(it.how.text())) }
    complaint.refused?.let { add(refusal(it)) }
    if (complaint.text != null) {
        add(Row.Section(text(R.string.complaint_form)))
        addAll(formState(complaint, draft))
        addAll(formRows(complaint))
    }
    add(Row.Section(text(R.string.complaint_calls)))
    val common = commonFacts(complaint.calls.map { it.facts })
    commonWords(common)?.let { add(Row.Words(it)) }
    complaint.calls.forEach { add(chosenItem(it, common, now)) }
    add(Row.Buttons(listOf(textButton(ComplaintKey.CHOOSE, text(R.string.complaint_choose)))))
    val words = complaint.text ?: return@buildList
    val looks = complaint.warnings.filter { it.code != WarningCode.CHECK_AND_SIGN }
    if (looks.isNotEmpty() || complaint.otherAuthorities.isNotEmpty()) {
        add(Row.Section(text(R.string.complaint_look_at)))
        looks.forEach { add(warningItem(it)) }
        complaint.otherAuthorities.forEach {
            add(item(ComplaintEvent.Open(it.report), IconStyle(R.drawable.ic_link, Tone.ACCENT), plain(it.name), it.how.text()))
        }
    }
    complaint.warnings.firstOrNull { it.code == WarningCode.CHECK_AND_SIGN }?.let {
        add(Row.Banner(IconStyle(R.drawable.ic_doc, Tone.ACCENT), text(R.string.complaint_sign), it.text.text(), emptyList(), loud = false))
    }
    add(
        Row.Actions(
            listOf(primary(ComplaintKey.SENT, text(R.string.report_is_sent)), outlined(ComplaintKey.KEEP, text(R.string.report_keep_draft))),
        ),
    )
    add(Row.Section(text(R.string.complaint_draft)))
    add(Row.Note(text(R.string.complaint_draft_words)))
    add(Row.Words(plain(words)))
    add(
        Row.Actions(
            listOf(
                tonal(ComplaintEvent.Hand(Paper.PRINT), text(R.string.paper_print)),
                outlined(ComplaintEvent.Hand(Paper.SHARE), text(R.string.call_share)),
                outlined(ComplaintKey.CSV, text(R.string.complaint_csv)),
            ),
        ),
    )
}

/** The authority's form row after row: each is copied by a tap; then the form itself. */
private fun formRows(complaint: Complaint): List<Row<ComplaintEvent>> = buildList {
    add(Row.Section(text(R.string.form_title)))
    languageChips(complaint.language, complaint.languages) { ComplaintEvent.Language(it) }?.let {
        add(it)
        add(Row.Gap)
    }
    var call: Long? = null
    for (row in complaint.rows) {
        if (row.call != call) add(Row.Gap)
        call = row.call
        val value = row.value
        if (value == null) {
            val open = IconStyle(R.drawable.ic_question, if (row.required) Tone.WARNING else Tone.NEUTRAL)
            add(item(ComplaintKey.FORM, open, plain(row.label), text(if (row.required) R.string.form_open else R.string.form_open_optional)))
        } else {
            val copy = IconStyle(R.drawable.ic_copy, Tone.NEUTRAL)
            add(item(ComplaintEvent.Copy(row.label, value), copy, plain(row.label), plain(value), text(R.string.copy), opens = false))
        }
    }
    add(
        Row.Actions(
            listOf(primary(ComplaintKey.SITE, text(R.string.form_open_site)), tonal(ComplaintKey.COPY_ALL, text(R.string.copy_all))),
        ),
    )
}

private fun chosenItem(chosen: ChosenCall, common: List<Fact>, now: Now): Row.Item<ComplaintEvent> = item(
    event = ComplaintEvent.Call(chosen.call.id),
    icon = callIcon(chosen.call.action, chosen.call.reason),
    title = callerTitle(chosen.call.caller),
    summary = joined(
        "\n",
        if (chosen.facts.isEmpty()) text(R.string.complaint_nothing) else factTags(chosen.facts, common),
        chosen.company?.takeIf(String::isNotBlank)?.let { text(R.string.complaint_company_known, it) },
    ),
    trailing = whenText(chosen.call.at.utcMillis, now),
    opens = false,
)
