/** A letter of objection: what it asks for, and how it reads. Pure. */
package org.stufo.ui.objection.complaint

import org.stufo.R
import org.stufo.core.model.DraftField
import org.stufo.core.model.FormField
import org.stufo.core.model.Letter
import org.stufo.core.model.SenderView
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.tonal
import org.stufo.words.Text
import org.stufo.words.plain
import org.stufo.words.text
import java.util.Locale

/** What the user does with a letter or a complaint that is ready. */
enum class Paper { SHARE, PRINT }

/** What the user does with a letter; with a field of the form. */
sealed interface LetterEvent {
    data class Typed(val field: DraftField, val text: String) : LetterEvent

    data class Hand(val to: Paper) : LetterEvent

    data class Language(val language: String) : LetterEvent
}

enum class LetterKey : LetterEvent { COPY, SENT }

/** The languages of a country that has several; null where there is one. */
internal fun <E> languageChips(chosen: String?, languages: List<String>, event: (String) -> E): Row.Chips<String, E>? = if (languages.size < 2) {
    null
} else {
    Row.Chips(
        event,
        text(R.string.paper_language),
        null,
        languages.map {
            Option(it, plain(Locale.forLanguageTag(it).let { l -> l.getDisplayLanguage(l) }))
        },
        chosen,
    )
}

/** The same rows whatever is typed: the field with the focus stays. [company] is what the objection calls it. */
internal fun letterRows(letter: Letter, fields: Map<DraftField, String>, company: String, sender: SenderView): List<Row<LetterEvent>> = buildList {
    add(Row.Note(text(R.string.letter_words)))
    languageChips(letter.language, letter.languages) { LetterEvent.Language(it) }?.let(::add)
    letter.form.forEach { field ->
        val needed = letter.missing.any { it.field == field.field }
        val known = company.takeIf { field.field == DraftField.COMPANY && it.isNotBlank() }
        val value = fields[field.field] ?: sender.sender.of(field.field) ?: company.takeIf { field.field == DraftField.COMPANY }.orEmpty()
        add(formField(field, known, value, letterHelp(field, needed)) { LetterEvent.Typed(field.field, it) })
    }
    letter.warnings.forEach { add(item(null, IconStyle(R.drawable.ic_warning, Tone.SILENCED), it.text.text())) }
    add(Row.Section(text(R.string.letter_preview)))
    add(Row.Words(letter.text?.let(::plain) ?: text(R.string.letter_needs_company)))
    add(Row.Note(text(R.string.letter_check)))
    add(
        Row.Actions(
            listOf(
                primary(LetterEvent.Hand(Paper.SHARE), text(R.string.call_share)),
                tonal(LetterEvent.Hand(Paper.PRINT), text(R.string.paper_print)),
                outlined(LetterKey.COPY, text(R.string.copy_all)),
                outlined(LetterKey.SENT, text(R.string.report_is_sent)),
            ),
        ),
    )
}

/** Only what can be left out is marked. */
private fun letterHelp(field: FormField, needed: Boolean): Text? = text(R.string.form_by_hand).takeIf { needed && !field.required }

/** [known] stands in the empty field: the record says it. */
internal fun <E> formField(field: FormField, known: String?, value: String, help: Text?, event: (text: String) -> E): Row.Field<E> =
    Row.Field(event, field.text.text(), known?.let(::plain), value, help, typedIn(field.field))

internal fun noLetterRows(): List<Row<Nothing>> =
    listOf(Row.Empty(IconStyle(R.drawable.ic_doc, Tone.NEUTRAL), text(R.string.letter_title), text(R.string.letter_no_words)))

/** The keyboard that fits a field. */
private fun typedIn(field: DraftField): Typed = when (field) {
    // Where a user writes more than a line.
    DraftField.CONTENT, DraftField.COMPANY_ADDRESS -> Typed.LONG_TEXT
    DraftField.ADDRESS -> Typed.ADDRESS
    DraftField.NAME -> Typed.NAME
    DraftField.PLACE -> Typed.WORDS
    DraftField.CONTACT -> Typed.EMAIL
    DraftField.CALLED_NUMBER -> Typed.OWN_NUMBER
    DraftField.TAX_CODE -> Typed.CODE
    DraftField.POSTCODE -> Typed.POSTCODE
    else -> Typed.TEXT
}
