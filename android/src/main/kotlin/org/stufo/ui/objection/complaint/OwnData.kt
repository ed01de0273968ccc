/** The user's own data in the fields of a form. */
package org.stufo.ui.objection.complaint

import org.stufo.core.model.DraftField
import org.stufo.core.model.SenderData

/** One of the user's own data; null for what is not theirs. */
internal fun SenderData.of(field: DraftField): String? = when (field) {
    DraftField.NAME -> name
    DraftField.TAX_CODE -> taxCode
    DraftField.CONTACT -> contact
    DraftField.CALLED_NUMBER -> calledNumber
    DraftField.ADDRESS -> address
    DraftField.POSTCODE -> postcode
    DraftField.PLACE -> place
    else -> null
}

/** What is remembered no longer stays with this draft. */
internal fun ComplaintDraft.takeOver(before: SenderData) = DraftField.entries.forEach { field ->
    val known = before.of(field)
    if (known != null && typed(field).isBlank()) type(field, known)
}

/** What is remembered, with what was typed here in its place. */
internal fun ComplaintDraft.sender(before: SenderData): SenderData {
    fun of(field: DraftField) = typed(field).ifBlank { before.of(field).orEmpty() }.takeIf(String::isNotBlank)
    return SenderData(
        name = of(DraftField.NAME),
        taxCode = of(DraftField.TAX_CODE),
        contact = of(DraftField.CONTACT),
        calledNumber = of(DraftField.CALLED_NUMBER),
        address = of(DraftField.ADDRESS),
        postcode = of(DraftField.POSTCODE),
        place = of(DraftField.PLACE),
    )
}
