package org.stufo.ui.objection.complaint

import org.stufo.R
import org.stufo.core.complaint
import org.stufo.core.isForgotten
import org.stufo.core.model.Complaint
import org.stufo.core.model.ComplaintFields
import org.stufo.core.model.DraftField
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.primary
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.text

/** What only the user knows: the fields that the country's form asks for. */
class ComplaintFormScreen(private val draft: ComplaintDraft) : RowsScreen<FormEvent>() {
    override val title: Text get() = text(R.string.complaint_form)

    override fun load() {
        val calls = draft.calls.toList()
        if (calls.isEmpty()) return host.goBack()
        onCore({
            it.complaint(calls, ComplaintFields())
        }, failed = { if (isForgotten(it)) host.goBack() else showFault(it) }) { show(complaintFormRows(it, draft)) }
    }

    override fun onEvent(event: FormEvent) = when (event) {
        is FormEvent.Typed -> draft.type(event.field, event.text)
        is FormEvent.Answered -> draft.answer(event.field, event.answer.yes)
        FormEvent.Done -> host.goBack()
    }
}

/** What the user enters; fields by their names in the form. */
sealed interface FormEvent {
    data class Typed(val field: DraftField, val text: String) : FormEvent

    data class Answered(val field: DraftField, val answer: Answer) : FormEvent

    data object Done : FormEvent
}

enum class Answer(val yes: Boolean?, val label: Int) {
    OPEN(null, R.string.answer_open),
    NO(false, R.string.answer_no),
    YES(true, R.string.answer_yes),
}

/** The same rows whatever is typed. [complaint] is that of the calls alone. */
internal fun complaintFormRows(complaint: Complaint, draft: ComplaintDraft): List<Row<FormEvent>> = buildList {
    add(Row.Note(text(R.string.complaint_not_kept)))
    val known = complaint.calls.firstNotNullOfOrNull { it.company?.takeIf(String::isNotBlank) }
    for (field in complaint.form) {
        val needed = text(if (field.required) R.string.form_required else R.string.form_optional)
        if (field.field in ANSWERS) {
            val chosen = Answer.entries.first { it.yes == draft.answer(field.field) }
            add(Row.Chips({ FormEvent.Answered(field.field, it) }, field.text.text(), needed, Answer.entries.map { Option(it, text(it.label)) }, chosen))
        } else {
            val company = known.takeIf { field.field == DraftField.COMPANY }
            add(formField(field, company, draft.typed(field.field), needed.takeIf { company == null }) { FormEvent.Typed(field.field, it) })
        }
    }
    add(Row.Actions(listOf(primary(FormEvent.Done, text(R.string.action_done)))))
}

/** Fields that are answered by yes or no. */
private val ANSWERS = setOf(DraftField.CONSENT, DraftField.CONTRACT)
