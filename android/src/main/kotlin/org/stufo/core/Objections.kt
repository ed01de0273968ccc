/** Objection, evidence and complaint: docs/objection.md. As in Reads.kt and Writes.kt, off the main thread. */
package org.stufo.core

import org.stufo.core.model.CallOffer
import org.stufo.core.model.CallOfferRequest
import org.stufo.core.model.Complaint
import org.stufo.core.model.ComplaintFields
import org.stufo.core.model.ComplaintRequest
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.EvidenceExportPage
import org.stufo.core.model.EvidenceExportRequest
import org.stufo.core.model.EvidencePage
import org.stufo.core.model.EvidenceRequest
import org.stufo.core.model.FactCode
import org.stufo.core.model.Letter
import org.stufo.core.model.LetterFields
import org.stufo.core.model.LetterKind
import org.stufo.core.model.LetterRequest
import org.stufo.core.model.ObjectionDeleteRequest
import org.stufo.core.model.ObjectionDraft
import org.stufo.core.model.ObjectionOverview
import org.stufo.core.model.ObjectionPage
import org.stufo.core.model.ObjectionRequest
import org.stufo.core.model.ObjectionRow
import org.stufo.core.model.ObjectionSaveRequest
import org.stufo.core.model.ObjectionsRequest
import org.stufo.core.model.RecontactRequest
import org.stufo.core.model.RecontactView
import org.stufo.core.model.RegisterView
import org.stufo.core.model.ReportDeleteRequest
import org.stufo.core.model.ReportRow
import org.stufo.core.model.ReportSaveRequest
import org.stufo.core.model.ReportStateRequest
import org.stufo.core.model.ReportsRequest
import org.stufo.core.model.RpoSetRequest
import org.stufo.core.model.SenderData
import org.stufo.core.model.SenderRequest
import org.stufo.core.model.SenderSaveRequest
import org.stufo.core.model.SenderView
import java.time.LocalDate

/** A form with nothing filled in. */
val EMPTY_FIELDS = ComplaintFields(null, null, null, null, null, null, null, null, null, null, null, null)

fun Core.objectionView(): ObjectionOverview = ask(ObjectionRequest)

/** The newest [limit] ones. */
fun Core.objections(limit: Int): ObjectionPage = ask(ObjectionsRequest(limit = limit))

/** The one saved under [id], or else that of a call; null when it is no longer there. */
fun Core.objection(id: Long?, callId: Long?): ObjectionRow? = ask(ObjectionsRequest(id, callId.takeIf { id == null })).objections.firstOrNull()

fun Core.reContact(days: Int): RecontactView = ask(RecontactRequest(days))

/** Calls with a fact, newest first; [code] null: of any kind. */
fun Core.evidence(code: FactCode?, before: String?, limit: Int): EvidencePage = ask(EvidenceRequest(code = code, before = before, limit = limit))

/** These calls with what is supported about each. */
fun Core.evidenceOf(ids: Collection<Long>): EvidencePage = ask(EvidenceRequest(ids = ids.toList()))

/** A page of a CSV: of all facts, or of these calls' ones. */
fun Core.evidenceExport(before: String?, ids: Collection<Long>?): EvidenceExportPage = ask(EvidenceExportRequest(before = before, ids = ids?.toList()))

/** What is filled in is kept nowhere. [language] null: the country's usual one. */
fun Core.complaint(calls: Collection<Long>, fields: ComplaintFields, language: String? = null): Complaint =
    ask(ComplaintRequest(calls.toList(), fields, language))

/** Of a saved objection, of the one made in a call, or of neither. Throws [ErrorCode.REFUSED] where the country has no words for it. */
fun Core.letter(objection: Long?, callId: Long?, fields: LetterFields, kind: LetterKind? = null, language: String? = null): Letter =
    ask(LetterRequest(objection, callId, fields, kind, language))

/** The user's own data, as far as it is remembered. */
fun Core.sender(): SenderView = ask(SenderRequest)

/** [sender] null forgets it. */
fun Core.saveSender(sender: SenderData?, inBackup: Boolean) {
    tell(SenderSaveRequest(sender, inBackup))
}

fun Core.reports(): List<ReportRow> = ask(ReportsRequest()).reports

/** Its id. */
fun Core.saveReport(report: ReportSaveRequest): Long = tell(report).id

fun Core.reportState(state: ReportStateRequest) {
    tell(state)
}

fun Core.deleteReport(id: Long) {
    tell(ReportDeleteRequest(id))
}

/** What a caller offered; null takes it back. */
fun Core.noteOffer(id: Long, offer: CallOffer?) {
    tell(CallOfferRequest(id, offer))
}

/** The days of enrolment and of its renewal; null: none. A country without a register throws. */
fun Core.enrol(enrolledOn: LocalDate?, renewedOn: LocalDate?): RegisterView =
    checkNotNull(tell(RpoSetRequest(enrolledOn, renewedOn)).register) { "no register" }

/** Its id. */
fun Core.saveObjection(objection: ObjectionDraft): Long = tell(ObjectionSaveRequest(objection)).id

fun Core.deleteObjection(id: Long) {
    tell(ObjectionDeleteRequest(id))
}
