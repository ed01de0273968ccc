package org.stufo.ui.objection.complaint

import org.stufo.R
import org.stufo.core.EMPTY_FIELDS
import org.stufo.core.complaint
import org.stufo.core.isForgotten
import org.stufo.core.model.Complaint
import org.stufo.core.model.DraftField
import org.stufo.core.model.SenderView
import org.stufo.core.saveSender
import org.stufo.core.sender
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.primary
import org.stufo.ui.screen.HeaderAction
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.text

/** What only the user knows: the fields that the country's form asks for. The user's own data is remembered when they say so. */
class ComplaintFormScreen(private val draft: ComplaintDraft) : RowsScreen<FormEvent>() {
    /** As chosen here; null: as it stands. */
    private var remember: Boolean? = null
    private var inBackup: Boolean? = null

    @Transient
    private var known: SenderView? = null

    override val title: Text get() = text(R.string.complaint_form)

    override val actions get() = listOf(HeaderAction(R.drawable.ic_check, text(R.string.action_done), onClick = ::done))

    override fun load() {
        val calls = draft.calls.toList()
        if (calls.isEmpty()) return host.goBack()
        onCore({
            it.complaint(calls, EMPTY_FIELDS) to it.sender()
        }, failed = { if (isForgotten(it)) host.goBack() else showFault(it) }) { (complaint, sender) ->
            known = sender
            show(complaintFormRows(complaint, draft, sender, remember ?: sender.remembered, inBackup ?: sender.inBackup))
        }
    }

    override fun onEvent(event: FormEvent) {
        when (event) {
            is FormEvent.Typed -> draft.type(event.field, event.text)
            is FormEvent.Answered -> draft.answer(event.field, event.answer.yes)
            is FormEvent.Remember -> {
                remember = event.on
                load()
            }
            is FormEvent.InBackup -> inBackup = event.on
            FormEvent.Done -> done()
        }
    }

    private fun done() {
        val sender = known ?: return host.goBack()
        val on = remember ?: sender.remembered
        val wanted = if (on) draft.sender(sender.sender) else null
        if (!on) draft.takeOver(sender.sender)
        if (wanted == null && !sender.remembered) return host.goBack()
        val backup = inBackup ?: sender.inBackup
        onCore({ it.saveSender(wanted, backup) }) { host.goBack() }
    }
}

/** What the user enters; fields by their names in the form. */
sealed interface FormEvent {
    data class Typed(val field: DraftField, val text: String) : FormEvent

    data class Answered(val field: DraftField, val answer: Answer) : FormEvent

    data class Remember(val on: Boolean) : FormEvent

    data class InBackup(val on: Boolean) : FormEvent

    data object Done : FormEvent
}

enum class Answer(val yes: Boolean?, val label: Int) {
    OPEN(null, R.string.answer_open),
    NO(false, R.string.answer_no),
    YES(true, R.string.answer_yes),
}

/** The same rows whatever is typed. [complaint] is that of the calls alone. */
internal fun complaintFormRows(complaint: Complaint, draft: ComplaintDraft, sender: SenderView, remember: Boolean, inBackup: Boolean): List<Row<FormEvent>> =
    buildList {
        val company = complaint.calls.firstNotNullOfOrNull { it.company?.takeIf(String::isNotBlank) }
        for (field in complaint.form) {
            val optional = text(R.string.form_optional).takeIf { !field.required }
            if (field.field in ANSWERS) {
                val chosen = Answer.entries.first { it.yes == draft.answer(field.field) }
                add(Row.Chips({ FormEvent.Answered(field.field, it) }, field.text.text(), optional, Answer.entries.map { Option(it, text(it.label)) }, chosen))
            } else {
                val known = sender.sender.of(field.field) ?: company.takeIf { field.field == DraftField.COMPANY }
                val offered = complaint.rows.firstOrNull { it.field == field.field && field.field == DraftField.CONTENT }?.value
                val value = draft.typed(field.field).ifEmpty { known ?: offered.orEmpty() }
                add(formField(field, null, value, optional) { FormEvent.Typed(field.field, it) })
            }
        }
        add(Row.Section(text(R.string.sender_title)))
        // No authority's form asks where one signs; the paper says it.
        sender.form.firstOrNull { it.field == DraftField.PLACE }?.let { place ->
            val value = draft.typed(DraftField.PLACE).ifEmpty { sender.sender.place.orEmpty() }
            add(formField(place, null, value, text(R.string.form_optional)) { FormEvent.Typed(DraftField.PLACE, it) })
        }
        add(Row.Toggle(FormEvent::Remember, null, text(R.string.sender_remember), text(R.string.sender_remember_words), remember))
        if (remember) add(Row.Toggle(FormEvent::InBackup, null, text(R.string.sender_backup), text(R.string.sender_backup_words), inBackup))
        add(Row.Actions(listOf(primary(FormEvent.Done, text(R.string.action_done)))))
    }

/** Fields that are answered by yes or no. */
private val ANSWERS = setOf(DraftField.CONSENT, DraftField.CONTRACT)
