/** Reports and letters with their states. Pure. */
package org.stufo.ui.objection.report

import org.stufo.R
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.model.ReportKind
import org.stufo.core.model.ReportRow
import org.stufo.core.model.ReportState
import org.stufo.ui.objection.facts.howText
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.dateText
import org.stufo.words.joined
import org.stufo.words.longDate
import org.stufo.words.plain
import org.stufo.words.text

/** One of the reports. */
data class OpenReport(val id: Long)

/** What the user does with a report. */
sealed interface ReportEvent {
    data class Sent(val how: ObjectionMethod?) : ReportEvent

    data class Protocol(val text: String) : ReportEvent

    data class Answer(val text: String) : ReportEvent
}

enum class ReportKey : ReportEvent { RESUME, SENT_DAY, ANSWERED, REOPEN, DELETE }

internal fun reportsRows(reports: List<ReportRow>, now: Now): List<Row<OpenReport>> = buildList {
    if (reports.isEmpty()) {
        add(Row.Empty(IconStyle(R.drawable.ic_doc, Tone.NEUTRAL), text(R.string.reports_empty_title), text(R.string.reports_empty_words)))
    }
    reports.forEach {
        add(item(OpenReport(it.id), stateIcon(it), kindAndCompany(it), stateText(it, now), dateText(it.createdMillis, now)))
    }
}

private fun kindAndCompany(report: ReportRow): Text {
    val kind = text(if (report.kind == ReportKind.LETTER) R.string.report_letter else R.string.complaint_title)
    return joined(": ", kind, plain(report.company).takeIf { report.company.isNotBlank() }) ?: kind
}

private fun stateIcon(report: ReportRow) = when {
    report.overdue -> IconStyle(R.drawable.ic_warning, Tone.WARNING)
    report.state == ReportState.ANSWERED -> IconStyle(R.drawable.ic_check, Tone.PASSED)
    report.state == ReportState.SENT -> IconStyle(R.drawable.ic_clock, Tone.ACCENT)
    else -> IconStyle(R.drawable.ic_doc, Tone.NEUTRAL)
}

/** How far it has come, since when, and by when an answer is due. */
internal fun stateText(report: ReportRow, now: Now): Text? {
    val answered = report.answeredOn
    val sent = report.sentOn
    val due = report.answerDueOn
    return joined(
        "\n",
        when {
            answered != null -> text(R.string.report_answered_on, longDate(answered, now))
            sent != null -> text(R.string.report_sent_on, longDate(sent, now))
            else -> text(R.string.report_draft)
        },
        text(R.string.report_protocol_is, report.protocol).takeIf { report.protocol.isNotBlank() },
        due?.let { text(if (report.overdue) R.string.report_overdue else R.string.report_due, longDate(it, now)) },
    )
}

internal fun reportRows(report: ReportRow, methods: List<ObjectionMethod>, protocol: String, answer: String, now: Now): List<Row<ReportEvent>> = buildList {
    val isLetter = report.kind == ReportKind.LETTER
    add(Row.Banner(stateIcon(report), kindAndCompany(report), stateText(report, now), buttons(report, isLetter), report.overdue))
    if (report.state == ReportState.DRAFT && isLetter) {
        val written = methods.filter { it != ObjectionMethod.PHONE }.map { Option(it, howText(it)) }
        add(Row.Chips({ ReportEvent.Sent(it) }, text(R.string.report_how), text(R.string.report_how_words), written, null))
    }
    report.sentOn?.let {
        add(item(ReportKey.SENT_DAY, IconStyle(R.drawable.ic_calendar, Tone.NEUTRAL), text(R.string.report_sent_day), longDate(it, now, begins = true)))
    }
    if (!isLetter && report.state != ReportState.DRAFT) {
        add(Row.Field(ReportEvent::Protocol, text(R.string.report_protocol), null, protocol, text(R.string.report_protocol_words), Typed.CODE))
    }
    if (report.state == ReportState.ANSWERED) {
        add(Row.Field(ReportEvent::Answer, text(R.string.report_answer), null, answer, null, Typed.LONG_TEXT))
    }
    add(
        Row.Actions(
            listOfNotNull(
                textButton(ReportKey.REOPEN, text(R.string.report_reopen)).takeIf { report.state != ReportState.DRAFT },
                textButton(ReportKey.DELETE, text(R.string.action_delete)),
            ),
        ),
    )
}

private fun buttons(report: ReportRow, isLetter: Boolean) = when (report.state) {
    ReportState.DRAFT -> if (isLetter) {
        emptyList()
    } else {
        listOf(primary(ReportEvent.Sent(null), text(R.string.report_sent_today)), outlined(ReportKey.RESUME, text(R.string.report_resume)))
    }
    ReportState.SENT -> listOf(primary(ReportKey.ANSWERED, text(R.string.report_answered)))
    ReportState.ANSWERED -> emptyList()
}
