package org.stufo.ui.objection.complaint

import android.app.Dialog
import android.content.Intent
import org.stufo.R
import org.stufo.core.complaint
import org.stufo.core.isForgotten
import org.stufo.core.model.Authority
import org.stufo.core.model.Complaint
import org.stufo.core.objectionView
import org.stufo.core.saveReport
import org.stufo.ui.objection.facts.browse
import org.stufo.ui.screen.Documents
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.confirmDialog
import org.stufo.ui.screen.copyText
import org.stufo.ui.screen.shareText
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.of
import org.stufo.words.text
import java.io.Serializable

/** A report to the authority: its form filled from the record and by the user, to be copied into the authority's own; kept once the user says so. */
class ComplaintScreen(private val draft: ComplaintDraft) : RowsScreen<ComplaintEvent>() {
    @Transient
    private var shown: Complaint? = null

    @Transient
    private var authority: Authority? = null

    override val title: Text get() = text(R.string.complaint_title)

    override fun load() {
        val calls = draft.calls.toList()
        if (calls.isEmpty()) {
            return onCore({ it.objectionView().authority }) {
                authority = it
                show(complaintStartRows(it))
            }
        }
        val fields = draft.fields
        onCore({ it.complaint(calls, fields, draft.language) }, failed = { if (isForgotten(it)) beginAnew(calls) else showFault(it) }) {
            shown = it
            authority = it.authority
            show(complaintRows(it, draft, now()))
        }
    }

    /** None of the calls is in the record any more: others can be chosen, and what was typed stays. */
    private fun beginAnew(forgotten: List<Long>) {
        draft.leaveOut(forgotten)
        load()
    }

    override fun onEvent(event: ComplaintEvent) {
        when (event) {
            is ComplaintEvent.Call -> host.go(Route.Call(event.id))
            is ControllerKey -> narrow(event)
            is ComplaintEvent.Hand -> hand(event.to)
            is ComplaintEvent.Copy -> host.copyText(event.label, event.value)
            is ComplaintEvent.Open -> host.browse(event.url)
            is ComplaintEvent.Language -> {
                draft.language = event.language
                load()
            }
            ComplaintKey.CHOOSE -> host.go(CallPickScreen(draft))
            ComplaintKey.FORM -> host.go(ComplaintFormScreen(draft))
            ComplaintKey.REGISTER -> host.go(Route.Register)
            ComplaintKey.SITE -> authority?.let { host.browse(it.report) }
            ComplaintKey.COPY_ALL -> shown?.copy?.let { host.copyText(title.of(context), it) }
            ComplaintKey.KEEP -> keepDraft { host.say(text(R.string.report_kept)) }
            ComplaintKey.SENT -> keepDraft { host.replace(Route.Report(it)) }
            ComplaintKey.CSV -> host.openForResult(Documents.create("stufo-${now().today}.csv", Documents.CSV), WRITE)
        }
    }

    private fun narrow(key: ControllerKey) {
        if (key.keeps) draft.keepOnly(key.calls) else draft.leaveOut(key.calls)
        load()
    }

    private fun hand(to: Paper) {
        val complaint = shown ?: return
        val words = complaint.text ?: return
        if (to == Paper.SHARE) host.shareText(words, title.of(context)) else host.printComplaint(title, complaint)
    }

    /** That it was sent, with its number, is said on the report's own screen. */
    private fun keepDraft(then: (Long) -> Unit) {
        val company = shown?.calls?.firstNotNullOfOrNull { it.company?.takeIf(String::isNotBlank) }
        val report = draft.toReport().let { if (it.fields?.company == null) it.copy(fields = it.fields?.copy(company = company)) else it }
        onCore({ it.saveReport(report) }) {
            draft.report = it
            then(it)
        }
    }

    /** What was typed is not lost by a slip of the thumb. */
    override fun onBack(): Boolean {
        val isLost = draft.isFilledIn && draft.report == null
        if (isLost) openDialog(LEAVE)
        return isLost
    }

    override fun dialog(key: Serializable): Dialog =
        host.confirmDialog(text(R.string.complaint_leave_question), text(R.string.complaint_leave_words), text(R.string.complaint_leave)) {
            draft.clear()
            host.goBack()
        }

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        val place = data?.data?.takeIf { ok && request == WRITE } ?: return
        val calls = draft.calls.toList()
        saveFile(place) { core, out -> Documents.evidence(core, calls, out) }
    }

    private companion object {
        const val WRITE = 33
        const val LEAVE = "leave"
    }
}
