/** A letter of objection: what it asks for, and how it reads. Pure. */
package org.stufo.ui.objection.complaint

import org.stufo.R
import org.stufo.core.model.DraftField
import org.stufo.core.model.FormField
import org.stufo.core.model.Letter
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.words.Text
import org.stufo.words.plain
import org.stufo.words.text

/** What the user does with a letter or a complaint that is ready. */
enum class Paper { SHARE, PRINT }

/** What the user does with a letter; with a field of the form. */
sealed interface LetterEvent {
    data class Typed(val field: DraftField, val text: String) : LetterEvent

    data class Hand(val to: Paper) : LetterEvent
}

/** The same rows whatever is typed: the field with the focus stays. [company] is what the objection calls it. */
internal fun letterRows(letter: Letter, fields: Map<DraftField, String>, company: String): List<Row<LetterEvent>> = buildList {
    add(Row.Note(text(R.string.letter_words)))
    letter.form.forEach { field ->
        val needed = letter.missing.any { it.field == field.field }
        val known = company.takeIf { field.field == DraftField.COMPANY && it.isNotBlank() }
        add(formField(field, known, fields[field.field].orEmpty(), letterHelp(field, needed)) { LetterEvent.Typed(field.field, it) })
    }
    add(Row.Section(text(R.string.letter_preview)))
    add(Row.Words(letter.text?.let(::plain) ?: text(R.string.letter_needs_company)))
    add(Row.Note(text(R.string.letter_check)))
    add(
        Row.Actions(
            listOf(primary(LetterEvent.Hand(Paper.SHARE), text(R.string.call_share)), outlined(LetterEvent.Hand(Paper.PRINT), text(R.string.paper_print))),
        ),
    )
}

/** What the record knows already needs no typing. */
private fun letterHelp(field: FormField, needed: Boolean): Text? = when {
    !needed -> null
    field.required -> text(R.string.form_required)
    else -> text(R.string.form_by_hand)
}

/** [known] stands in the empty field: the record says it. */
internal fun <E> formField(field: FormField, known: String?, value: String, help: Text?, event: (text: String) -> E): Row.Field<E> =
    Row.Field(event, field.text.text(), known?.let(::plain), value, help, if (field.field in LONG) Typed.LONG_TEXT else Typed.TEXT)

internal fun noLetterRows(): List<Row<Nothing>> =
    listOf(Row.Empty(IconStyle(R.drawable.ic_doc, Tone.NEUTRAL), text(R.string.letter_title), text(R.string.letter_no_words)))

/** Where a user writes more than a line. */
private val LONG = setOf(DraftField.CONTENT, DraftField.COMPANY_ADDRESS)
