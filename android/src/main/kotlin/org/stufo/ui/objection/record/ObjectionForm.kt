/** An objection as the user enters it, and its rows. Pure. */
package org.stufo.ui.objection.record

import org.stufo.R
import org.stufo.core.model.Moment
import org.stufo.core.model.ObjectionDraft
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.model.ObjectionRow
import org.stufo.core.momentAt
import org.stufo.ui.objection.facts.howText
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.item
import org.stufo.ui.rows.primary
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.longDate
import org.stufo.words.text
import java.io.Serializable
import java.time.Instant
import java.time.LocalDateTime
import java.util.TimeZone

/** What the user types and chooses of an objection. */
sealed interface ObjectionFormEvent {
    data class Company(val text: String) : ObjectionFormEvent

    data class Numbers(val text: String) : ObjectionFormEvent

    data class Made(val how: ObjectionMethod) : ObjectionFormEvent

    data class Note(val text: String) : ObjectionFormEvent
}

enum class ObjectionFormKey : ObjectionFormEvent { DAY, TIME, SAVE }

/** What is typed and chosen: survives rotation and the end of the process. */
data class ObjectionForm(
    val id: Long,
    val callId: Long?,
    val company: String,
    val numbers: String,
    val atMillis: Long,
    val atOffsetMinutes: Int,
    val how: ObjectionMethod,
    val note: String,
) : Serializable {
    val isEmpty: Boolean get() = company.isBlank() && numbersGiven.isEmpty()

    /** One a line; the core reads them. */
    private val numbersGiven: List<String> get() = numbers.split('\n', ',', ';').map(String::trim).filter(String::isNotEmpty)

    fun toDraft() = ObjectionDraft(id, callId, company.trim(), numbersGiven, Moment(atMillis, atOffsetMinutes), how, note.trim())

    fun time(now: Now): LocalDateTime = LocalDateTime.ofInstant(Instant.ofEpochMilli(atMillis), now.zone)

    /** An hour that the clocks skip or repeat becomes the one the phone would show. */
    fun at(time: LocalDateTime, now: Now): ObjectionForm {
        val moment = momentAt(time.atZone(now.zone).toInstant().toEpochMilli(), TimeZone.getTimeZone(now.zone))
        return copy(atMillis = moment.utcMillis, atOffsetMinutes = moment.offsetMinutes)
    }

    companion object {
        private const val serialVersionUID = 1L

        fun fresh(now: Now) = ObjectionForm(0, null, company = "", numbers = "", 0, 0, ObjectionMethod.EMAIL, note = "")
            .at(LocalDateTime.ofInstant(Instant.ofEpochMilli(now.millis), now.zone), now)

        fun of(row: ObjectionRow) = ObjectionForm(
            id = row.id ?: 0,
            callId = row.callId,
            company = row.company,
            numbers = row.numbers.joinToString("\n") { it.display },
            atMillis = row.at.utcMillis,
            atOffsetMinutes = row.at.offsetMinutes,
            how = row.how,
            note = row.note,
        )
    }
}

/** A letter is of a day, registered or not. */
internal val ObjectionMethod.hasHour: Boolean get() = this != ObjectionMethod.LETTER && this != ObjectionMethod.REGISTERED

/** [methods]: the ways that the country knows. */
internal fun objectionFormRows(form: ObjectionForm, methods: List<ObjectionMethod>, now: Now): List<Row<ObjectionFormEvent>> = listOfNotNull(
    Row.Field(ObjectionFormEvent::Company, text(R.string.objection_company), text(R.string.objection_company_hint), form.company, null, Typed.TEXT),
    Row.Field(ObjectionFormEvent::Numbers, text(R.string.objection_numbers), null, form.numbers, text(R.string.objection_numbers_help), Typed.LONG_TEXT),
    Row.Chips(ObjectionFormEvent::Made, text(R.string.objection_how), null, (methods + form.how).distinct().map { Option(it, howText(it)) }, form.how),
    item(
        ObjectionFormKey.DAY,
        IconStyle(R.drawable.ic_calendar, Tone.NEUTRAL),
        text(R.string.objection_day),
        longDate(form.time(now).toLocalDate(), now, begins = true),
    ),
    // A letter has no hour.
    item(ObjectionFormKey.TIME, IconStyle(R.drawable.ic_clock, Tone.NEUTRAL), text(R.string.objection_time), Text.Clock(form.atMillis))
        .takeIf { form.how.hasHour },
    Row.Field(ObjectionFormEvent::Note, text(R.string.call_note), null, form.note, null, Typed.LONG_TEXT),
    Row.Actions(listOf(primary(ObjectionFormKey.SAVE, text(R.string.action_save)))),
)
