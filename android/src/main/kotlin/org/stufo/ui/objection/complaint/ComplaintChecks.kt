/** What a complaint lacks, what stands against it and what to look at, in rows. Pure. */
package org.stufo.ui.objection.complaint

import org.stufo.R
import org.stufo.core.model.Complaint
import org.stufo.core.model.ComplaintRefusal
import org.stufo.core.model.ComplaintWarning
import org.stufo.core.model.FormField
import org.stufo.core.model.RefusalCode
import org.stufo.core.model.WarningCode
import org.stufo.ui.rows.ButtonRow
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.tonal
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.joined
import org.stufo.words.plain
import org.stufo.words.text

internal fun refusal(refused: ComplaintRefusal): Row.Banner<ComplaintEvent> {
    val isOfSeveral = refused.code == RefusalCode.TWO_CONTROLLERS
    val isWanted = refused.code == RefusalCode.WANTED_CALLER
    val buttons: List<ButtonRow<ComplaintEvent>> = refused.controllers.mapNotNull { controller ->
        val key = ControllerKey(controller.calls, keeps = isOfSeveral)
        when {
            // The company typed in the form has no calls of its own: it is changed there.
            isOfSeveral && controller.calls.isEmpty() -> outlined(ComplaintKey.FORM, text(R.string.complaint_change_company))
            isOfSeveral && controller.company.isBlank() -> outlined(key, text(R.string.complaint_only_unnamed))
            isOfSeveral -> tonal(key, text(R.string.complaint_only, controller.company))
            isWanted -> tonal(key, text(R.string.complaint_leave_out))
            else -> null
        }
    }
    val title = text(if (isOfSeveral) R.string.complaint_refused else R.string.complaint_refused_other)
    return Row.Banner(IconStyle(R.drawable.ic_warning, Tone.WARNING), title, refused.text.text(), buttons, loud = true)
}

/** How much of the form is filled in, and what is missing. */
internal fun formState(complaint: Complaint, draft: ComplaintDraft): List<Row<ComplaintEvent>> = buildList {
    val missing = complaint.missing
    val open = missing.map { it.field }.toSet()
    val filled = complaint.form.count { it.field !in open || draft.answer(it.field) != null }
    val state = text(R.string.complaint_filled, Text.Number(filled.toLong()), Text.Number(complaint.form.size.toLong()))
    add(item(ComplaintKey.FORM, IconStyle(R.drawable.ic_person, Tone.ACCENT), text(R.string.complaint_fill), state))
    val (required, optional) = missing.partition(FormField::required)
    if (required.isEmpty()) {
        add(item(null, IconStyle(R.drawable.ic_check, Tone.PASSED), text(R.string.complaint_complete), addable(optional)))
    } else {
        add(
            item(
                ComplaintKey.FORM,
                IconStyle(R.drawable.ic_warning, Tone.WARNING),
                text(R.string.complaint_missing),
                joined("\n", names(required), addable(optional)),
                opens = false,
            ),
        )
    }
}

private fun addable(fields: List<FormField>): Text? = if (fields.isEmpty()) null else text(R.string.complaint_could_add, names(fields))

private fun names(fields: List<FormField>): Text = dotted(*fields.map { it.text.text() }.toTypedArray()) ?: plain("")

internal fun warningItem(warning: ComplaintWarning): Row.Item<ComplaintEvent> {
    val leadsToRegister = warning.code == WarningCode.NO_REGISTER
    val about = count(R.plurals.campaign_calls, warning.calls.size).takeIf { warning.calls.isNotEmpty() }
    return item(ComplaintKey.REGISTER.takeIf { leadsToRegister }, IconStyle(R.drawable.ic_warning, Tone.SILENCED), warning.text.text(), about)
}
