/** Objection, evidence and complaint: docs/formats/objection.md, typed. As in Reads.kt and Writes.kt, off the main thread. */
package org.stufo.core

import java.time.LocalDate
import org.json.JSONArray
import org.json.JSONObject
import org.stufo.core.model.Complaint
import org.stufo.core.model.EvidencePage
import org.stufo.core.model.ExportPage
import org.stufo.core.model.Letter
import org.stufo.core.model.ObjectionDraft
import org.stufo.core.model.ObjectionList
import org.stufo.core.model.ObjectionRow
import org.stufo.core.model.ObjectionView
import org.stufo.core.model.ReContact
import org.stufo.core.model.RegisterView
import org.stufo.core.model.putNullable

fun Core.objectionView(): ObjectionView = ObjectionView.from(ask("objection"))

/** The newest [limit] ones. */
fun Core.objections(limit: Int): ObjectionList = ObjectionList.from(ask("objections", JSONObject().put("limit", limit)))

/** The one saved under [id], or else that of a call; null when it is no longer there. */
fun Core.objection(id: Long?, callId: Long?): ObjectionRow? {
    val fields = JSONObject().putNullable("id", id).putNullable("call_id", callId.takeIf { id == null })
    return ObjectionList.from(ask("objections", fields)).rows.firstOrNull()
}

fun Core.reContact(days: Int): ReContact = ReContact.from(ask("recontact", JSONObject().put("days", days)))

/** Calls with a fact, newest first; [code] null: of any kind. */
fun Core.evidence(code: String?, before: String?, limit: Int): EvidencePage {
    val fields = JSONObject().putNullable("code", code).putNullable("before", before).put("limit", limit)
    return EvidencePage.from(ask("evidence", fields))
}

/** These calls with what is supported about each. */
fun Core.evidenceOf(ids: Collection<Long>): EvidencePage =
    EvidencePage.from(ask("evidence", JSONObject().put("ids", JSONArray(ids))))

/** A page of a CSV: of all facts, or of these calls' ones. */
fun Core.evidenceExport(before: String?, ids: Collection<Long>?): ExportPage =
    ExportPage.from(ask("evidence_export", JSONObject().putNullable("before", before).putNullable("ids", ids?.let { JSONArray(it) })))

/** [fields] by their names in the form: texts, and "consent" and "contract" as yes or no. Kept nowhere. */
fun Core.complaint(calls: Collection<Long>, fields: Map<String, Any>): Complaint =
    Complaint.from(ask("complaint", JSONObject().put("calls", JSONArray(calls)).put("fields", JSONObject(fields))))

/** Of a saved objection, of the one made in a call, or of neither. Throws [CoreException.REFUSED] where the country has no words for it. */
fun Core.letter(objection: Long?, callId: Long?, fields: Map<String, String>): Letter {
    val asked = JSONObject().putNullable("objection", objection).putNullable("call_id", callId).put("fields", JSONObject(fields))
    return Letter.from(ask("letter", asked))
}

/** The days of enrolment and of its renewal; null: none. */
fun Core.enrol(enrolledOn: LocalDate?, renewedOn: LocalDate?): RegisterView {
    val days = JSONObject().putNullable("enrolled_on", enrolledOn?.toString()).putNullable("renewed_on", renewedOn?.toString())
    return RegisterView.from(tell("rpo_set", days).getJSONObject("register"))
}

/** Its id. */
fun Core.saveObjection(objection: ObjectionDraft): Long =
    tell("objection_save", JSONObject().put("objection", objection.toJson())).getLong("id")

fun Core.deleteObjection(id: Long) {
    tell("objection_delete", JSONObject().put("id", id))
}
