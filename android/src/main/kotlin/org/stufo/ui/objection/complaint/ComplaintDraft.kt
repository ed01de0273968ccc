package org.stufo.ui.objection.complaint

import org.stufo.core.model.ComplaintFields
import org.stufo.core.model.DraftField
import org.stufo.core.model.ReportKind
import org.stufo.core.model.ReportRow
import org.stufo.core.model.ReportSaveRequest
import java.io.Serializable

/**
 * A complaint being made: the chosen calls and what is typed. Its screens share it, and are saved together with the back
 * stack: it survives rotation and the end of the process, and is written nowhere.
 */
class ComplaintDraft private constructor(chosen: Collection<Long>, val near: Long?) : Serializable {
    private val chosen = LinkedHashSet(chosen.take(MAX_CALLS))
    private val typed = HashMap<DraftField, String>()
    private val answered = HashMap<DraftField, Boolean>()

    /** Of the draft; null: the country's usual one. */
    var language: String? = null

    /** The report that it is kept as. */
    var report: Long? = null

    val calls: Set<Long> get() = chosen

    /** False where there is no room for one more. */
    fun choose(call: Long, on: Boolean): Boolean {
        if (on && call !in chosen && chosen.size >= MAX_CALLS) return false
        if (on) chosen += call else chosen -= call
        return true
    }

    fun leaveOut(calls: Collection<Long>) {
        chosen -= calls.toSet()
    }

    fun keepOnly(calls: Collection<Long>) {
        chosen.retainAll(calls.toSet())
    }

    fun typed(field: DraftField): String = typed[field].orEmpty()

    fun type(field: DraftField, text: String) {
        typed[field] = text
    }

    fun answer(field: DraftField): Boolean? = answered[field]

    fun answer(field: DraftField, yes: Boolean?) {
        if (yes == null) answered -= field else answered[field] = yes
    }

    fun clear() {
        typed.clear()
        answered.clear()
    }

    /** Something that leaving would lose. */
    val isFilledIn: Boolean get() = answered.isNotEmpty() || typed.values.any(String::isNotBlank)

    /** As the core takes them. */
    val fields: ComplaintFields
        get() = ComplaintFields(
            company = given(DraftField.COMPANY),
            companyAddress = given(DraftField.COMPANY_ADDRESS),
            content = given(DraftField.CONTENT),
            calledNumber = given(DraftField.CALLED_NUMBER),
            name = given(DraftField.NAME),
            taxCode = given(DraftField.TAX_CODE),
            contact = given(DraftField.CONTACT),
            consent = answered[DraftField.CONSENT],
            contract = answered[DraftField.CONTRACT],
            address = given(DraftField.ADDRESS),
            postcode = given(DraftField.POSTCODE),
            place = given(DraftField.PLACE),
        )

    /** As it is kept: what the user typed, and no more. */
    fun toReport() = ReportSaveRequest(report, ReportKind.AUTHORITY, calls.toList(), fields, language, objection = null)

    private fun given(field: DraftField): String? = typed[field]?.takeIf(String::isNotBlank)

    companion object {
        private const val serialVersionUID = 1L

        /** As many as the core takes. */
        const val MAX_CALLS = 100

        fun empty() = ComplaintDraft(emptyList(), null)

        /** One that was kept. */
        fun of(report: ReportRow) = ComplaintDraft(report.calls, report.calls.firstOrNull()).apply {
            language = report.language
            this.report = report.id
            val fields = report.fields
            mapOf(
                DraftField.COMPANY to (fields.company ?: report.company),
                DraftField.COMPANY_ADDRESS to fields.companyAddress,
                DraftField.CONTENT to fields.content,
                DraftField.CALLED_NUMBER to fields.calledNumber,
                DraftField.NAME to fields.name,
                DraftField.TAX_CODE to fields.taxCode,
                DraftField.CONTACT to fields.contact,
                DraftField.ADDRESS to fields.address,
                DraftField.POSTCODE to fields.postcode,
                DraftField.PLACE to fields.place,
            ).forEach { (field, text) -> if (!text.isNullOrBlank()) type(field, text) }
            answer(DraftField.CONSENT, fields.consent)
            answer(DraftField.CONTRACT, fields.contract)
        }

        /** [near]: the call around which others are offered. */
        fun of(calls: List<Long>, near: Long?) = ComplaintDraft(calls, near ?: calls.firstOrNull())
    }
}
