/** The reports and letters that are kept, and one of them. */
package org.stufo.ui.objection.report

import android.app.Dialog
import org.stufo.R
import org.stufo.core.deleteReport
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.model.ReportKind
import org.stufo.core.model.ReportRow
import org.stufo.core.model.ReportState
import org.stufo.core.model.ReportStateRequest
import org.stufo.core.objectionView
import org.stufo.core.reportState
import org.stufo.core.reports
import org.stufo.ui.objection.complaint.ComplaintDraft
import org.stufo.ui.objection.complaint.ComplaintScreen
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.confirmDialog
import org.stufo.ui.screen.dateDialog
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text
import java.io.Serializable
import java.time.LocalDate

/** All of them, newest first. */
class ReportsScreen : RowsScreen<OpenReport>() {
    override val title: Text get() = text(R.string.reports_title)

    override fun load() = onCore({ it.reports() }) { show(reportsRows(it, now())) }

    override fun onEvent(event: OpenReport) = host.go(ReportScreen(event.id))
}

/** One report: sent when, under which number, answered or not. */
class ReportScreen(private val id: Long) : RowsScreen<ReportEvent>() {
    /** As typed; null: as kept. */
    private var protocol: String? = null
    private var answer: String? = null

    /** Where the open calendar points. */
    private var turnedTo: LocalDate = LocalDate.ofEpochDay(0)

    @Transient
    private var report: ReportRow? = null

    override val title: Text get() = text(R.string.report_title)

    /** The ways in which it can have been sent are asked of a letter that has not been: of no other are they shown. */
    override fun load() = onCore({ core ->
        val found = core.reports().firstOrNull { it.id == id }
        val isUnsentLetter = found?.kind == ReportKind.LETTER && found.state == ReportState.DRAFT
        found to if (isUnsentLetter) core.objectionView().methods else emptyList()
    }) { (found, methods) ->
        report = found
        if (found == null) return@onCore host.goBack()
        show(reportRows(found, methods, protocol ?: found.protocol, answer ?: found.answer, now()))
    }

    override fun onEvent(event: ReportEvent) {
        when (event) {
            is ReportEvent.Sent -> set(ReportState.SENT, how = event.how)
            is ReportEvent.Protocol -> protocol = event.text
            is ReportEvent.Answer -> answer = event.text
            ReportKey.ANSWERED -> set(ReportState.ANSWERED)
            ReportKey.REOPEN -> set(ReportState.DRAFT)
            ReportKey.RESUME -> report?.let { host.go(ComplaintScreen(ComplaintDraft.of(it))) }
            ReportKey.SENT_DAY -> {
                turnedTo = report?.sentOn ?: now().today
                openDialog(ReportKey.SENT_DAY)
            }
            ReportKey.DELETE -> openDialog(ReportKey.DELETE)
        }
    }

    private fun set(state: ReportState, on: LocalDate? = null, how: ObjectionMethod? = null) =
        onCore({ it.reportState(ReportStateRequest(id, state, on, protocol, answer, how)) }) { load() }

    override fun keep() {
        super.keep()
        val kept = report ?: return
        val isTyped = protocol.let { it != null && it != kept.protocol } || answer.let { it != null && it != kept.answer }
        if (!isTyped || kept.state == ReportState.DRAFT) return
        val on = if (kept.state == ReportState.ANSWERED) kept.answeredOn else kept.sentOn
        onCore({ it.reportState(ReportStateRequest(id, kept.state, on, protocol, answer, null)) }) {}
    }

    override fun dialog(key: Serializable): Dialog = if (key == ReportKey.DELETE) {
        host.confirmDialog(text(R.string.report_delete_question), text(R.string.report_delete_words), text(R.string.action_delete)) {
            onCore({ it.deleteReport(id) }) { host.goBack() }
        }
    } else {
        host.dateDialog(turnedTo, latest = now().today, turned = { turnedTo = it }) { set(ReportState.SENT, on = it) }
    }
}
