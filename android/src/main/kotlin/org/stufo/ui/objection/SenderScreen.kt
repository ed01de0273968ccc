package org.stufo.ui.objection

import org.stufo.R
import org.stufo.core.model.DraftField
import org.stufo.core.model.SenderView
import org.stufo.core.saveSender
import org.stufo.core.sender
import org.stufo.ui.objection.complaint.ComplaintDraft
import org.stufo.ui.objection.complaint.formField
import org.stufo.ui.objection.complaint.of
import org.stufo.ui.objection.complaint.sender
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.text

/** What the user does with their own data. */
sealed interface SenderEvent {
    data class Typed(val field: DraftField, val text: String) : SenderEvent

    data class InBackup(val on: Boolean) : SenderEvent
}

enum class SenderKey : SenderEvent { SAVE, FORGET }

/** The user's own data that reports and letters say: remembered on this phone when they save it here, in the backup only when they say so. */
class SenderScreen : RowsScreen<SenderEvent>() {
    /** What is typed; its calls are none. */
    private val typed = ComplaintDraft.empty()
    private var inBackup: Boolean? = null

    @Transient
    private var known: SenderView? = null

    override val title: Text get() = text(R.string.sender_title)

    override fun load() = onCore({ it.sender() }) {
        known = it
        show(senderRows(it, typed, inBackup ?: it.inBackup))
    }

    override fun onEvent(event: SenderEvent) {
        val before = known ?: return
        when (event) {
            is SenderEvent.Typed -> typed.type(event.field, event.text)
            is SenderEvent.InBackup -> inBackup = event.on
            SenderKey.SAVE -> onCore({ it.saveSender(typed.sender(before.sender), inBackup ?: before.inBackup) }) {
                host.say(text(R.string.sender_saved))
                host.goBack()
            }
            SenderKey.FORGET -> onCore({ it.saveSender(null, inBackup = false) }) {
                host.say(text(R.string.sender_forgotten))
                host.goBack()
            }
        }
    }
}

internal fun senderRows(view: SenderView, typed: ComplaintDraft, inBackup: Boolean): List<Row<SenderEvent>> = buildList {
    add(Row.Note(text(R.string.sender_words)))
    view.form.forEach { field ->
        val value = typed.typed(field.field).ifEmpty { view.sender.of(field.field).orEmpty() }
        add(formField(field, null, value, null) { SenderEvent.Typed(field.field, it) })
    }
    add(Row.Toggle(SenderEvent::InBackup, null, text(R.string.sender_backup), text(R.string.sender_backup_words), inBackup))
    add(
        Row.Actions(
            listOfNotNull(
                primary(SenderKey.SAVE, text(R.string.action_save)),
                textButton(SenderKey.FORGET, text(R.string.sender_forget)).takeIf { view.remembered },
            ),
        ),
    )
}
