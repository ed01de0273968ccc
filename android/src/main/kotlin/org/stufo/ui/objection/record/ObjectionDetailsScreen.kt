package org.stufo.ui.objection.record

import android.app.Dialog
import org.stufo.R
import org.stufo.core.Core
import org.stufo.core.callOrNull
import org.stufo.core.deleteObjection
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.ObjectionRow
import org.stufo.core.noteCall
import org.stufo.core.objection
import org.stufo.core.objectionView
import org.stufo.ui.objection.complaint.ComplaintDraft
import org.stufo.ui.objection.complaint.ComplaintScreen
import org.stufo.ui.objection.complaint.LetterScreen
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.confirmDialog
import org.stufo.words.Text
import org.stufo.words.joined
import org.stufo.words.now
import org.stufo.words.text
import java.io.Serializable

/** One objection: a saved one by its id, else the one made in a call. */
class ObjectionDetailsScreen(private val id: Long?, private val callId: Long?) : RowsScreen<ObjectionEvent>() {
    @Transient
    private var shown: ObjectionRow? = null

    override val title: Text get() = text(R.string.objection_title)

    override fun load() = onCore({ it.objection(id, callId) to (it.objectionView().authority != null) }) { (row, canWrite) ->
        shown = row
        if (row != null) return@onCore show(objectionRows(row, canWrite, now()))
        host.say(text(R.string.error_not_found))
        host.goBack()
    }

    override fun onEvent(event: ObjectionEvent) {
        val row = shown ?: return
        when (event) {
            is ObjectionEvent.Call -> host.go(Route.Call(event.id))
            ObjectionKey.LETTER -> host.go(LetterScreen(row.id, row.callId.takeIf { row.id == null }, row.company))
            ObjectionKey.COMPLAINT -> host.go(ComplaintScreen(ComplaintDraft.of(row.after.calls.map { it.call.id }, row.callId)))
            ObjectionKey.CALL -> row.callId?.let { host.go(Route.Call(it)) }
            ObjectionKey.EDIT -> host.go(ObjectionEditScreen(ObjectionForm.of(row)))
            ObjectionKey.DELETE -> openDialog(Deleting(row.id, row.callId))
        }
    }

    /** Shall it go, and the note of the call that it was made in? */
    private data class Deleting(val id: Long?, val callId: Long?) : Serializable

    override fun dialog(key: Serializable): Dialog? {
        val (saved, call) = key as? Deleting ?: return null
        val words = joined(
            " ",
            text(R.string.objection_delete_words).takeIf { saved != null },
            text(R.string.objection_unnote_words).takeIf { call != null },
        ) ?: return null
        return host.confirmDialog(text(R.string.objection_delete_question), words, text(R.string.action_delete)) {
            onCore({ core ->
                if (saved != null) core.deleteObjection(saved)
                if (call != null) takeOff(core, call)
            }) { host.goBack() }
        }
    }

    /** Saving the note again would save the objection again. The call may be forgotten, or say something else by now. */
    private fun takeOff(core: Core, call: Long) {
        if (core.callOrNull(call)?.outcome == CallOutcome.OBJECTED) core.noteCall(call, null)
    }
}
