/** The register of objections, and one objection with who called after it. Pure. */
package org.stufo.ui.objection.record

import org.stufo.R
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.model.ObjectionPage
import org.stufo.core.model.ObjectionRow
import org.stufo.core.model.Relation
import org.stufo.ui.calls.callIcon
import org.stufo.ui.objection.facts.howText
import org.stufo.ui.objection.facts.relationText
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.ui.rows.tonal
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.actionText
import org.stufo.words.callerTitle
import org.stufo.words.count
import org.stufo.words.dateText
import org.stufo.words.dotted
import org.stufo.words.joined
import org.stufo.words.plain
import org.stufo.words.text
import org.stufo.words.whenExactly
import org.stufo.words.whenInSentence
import org.stufo.words.whenText

/** What the user does with all objections. */
sealed interface ObjectionsEvent {
    /** By its id, or by the call it was made in. */
    data class Open(val id: Long?, val callId: Long?) : ObjectionsEvent
}

enum class ObjectionsKey : ObjectionsEvent { ADD, MORE }

/** What the user does with one objection. */
sealed interface ObjectionEvent {
    data class Call(val id: Long) : ObjectionEvent
}

enum class ObjectionKey : ObjectionEvent { LETTER, COMPLAINT, CALL, EDIT, DELETE }

internal fun objectionsRows(list: ObjectionPage, now: Now): List<Row<ObjectionsEvent>> = buildList {
    if (list.objections.isEmpty()) {
        add(Row.Empty(IconStyle(R.drawable.ic_objection, Tone.NEUTRAL), text(R.string.objections_empty_title), text(R.string.objections_empty_words)))
    }
    list.objections.forEach { add(objectionItem(it, now)) }
    if (list.more) add(Row.Buttons(listOf(textButton(ObjectionsKey.MORE, text(R.string.objections_more)))))
    add(Row.Actions(listOf(primary(ObjectionsKey.ADD, text(R.string.objections_add)))))
}

private fun objectionItem(row: ObjectionRow, now: Now): Row.Item<ObjectionsEvent> = item(
    event = ObjectionsEvent.Open(row.id, row.callId),
    icon = if (row.after.count > 0) IconStyle(R.drawable.ic_flag, Tone.WARNING) else IconStyle(R.drawable.ic_check, Tone.PASSED),
    title = whom(row),
    summary = joined("\n", howText(row.how), laterText(row, now)),
    trailing = dateText(row.at.utcMillis, now),
)

/** The company, else the first number. */
private fun whom(row: ObjectionRow): Text = when {
    row.company.isNotBlank() -> plain(row.company)
    row.numbers.isNotEmpty() -> plain(row.numbers.first().display)
    else -> text(R.string.objection_no_company)
}

private fun laterText(row: ObjectionRow, now: Now): Text {
    val last = row.after.last ?: return text(R.string.objection_quiet)
    return text(R.string.objection_after_last, count(R.plurals.objection_after, row.after.count), whenInSentence(last.utcMillis, now))
}

/** [canWrite]: the country has words for a letter and an authority for a complaint. */
internal fun objectionRows(row: ObjectionRow, canWrite: Boolean, now: Now): List<Row<ObjectionEvent>> = buildList {
    add(
        Row.Banner(
            icon = IconStyle(R.drawable.ic_objection, Tone.ACCENT),
            title = if (row.company.isBlank()) text(R.string.objection_no_company) else plain(row.company),
            words = joined(
                "\n",
                dotted(howText(row.how), if (row.how.hasHour) whenExactly(row.at.utcMillis, now) else dateText(row.at.utcMillis, now)),
                numbersText(row),
                row.note.takeIf {
                    it.isNotBlank()
                }?.let(::plain),
            ),
            buttons = if (!canWrite) {
                emptyList()
            } else {
                // Once it was in writing and was ignored, the report is the next step.
                val isIgnored = row.how != ObjectionMethod.PHONE && row.after.count > 0
                listOfNotNull(
                    tonal(ObjectionKey.COMPLAINT, text(R.string.objection_draft_complaint)).takeIf { isIgnored },
                    (
                        if (isIgnored) {
                            outlined(
                                ObjectionKey.LETTER,
                                text(R.string.objection_write_letter),
                            )
                        } else {
                            tonal(ObjectionKey.LETTER, text(R.string.objection_write_letter))
                        }
                        ),
                    outlined(ObjectionKey.COMPLAINT, text(R.string.objection_draft_complaint)).takeIf { !isIgnored && row.after.count > 0 },
                )
            },
            loud = false,
        ),
    )
    if (row.id == null) add(Row.Note(text(R.string.objection_of_call)))
    if (row.callId != null) add(item(ObjectionKey.CALL, IconStyle(R.drawable.ic_phone, Tone.NEUTRAL), text(R.string.objection_its_call)))
    add(Row.Section(text(R.string.objection_calls)))
    addAll(laterRows(row, now))
    add(Row.Actions(listOf(outlined(ObjectionKey.EDIT, text(R.string.action_edit)), textButton(ObjectionKey.DELETE, text(R.string.action_delete)))))
}

private fun numbersText(row: ObjectionRow): Text? = joined(", ", *row.numbers.map { plain(it.display) }.toTypedArray())

private fun laterRows(row: ObjectionRow, now: Now): List<Row<ObjectionEvent>> = buildList {
    val after = row.after
    val (first, last) = (after.first ?: after.last) to after.last
    if (first == null || last == null) {
        add(item(null, IconStyle(R.drawable.ic_check, Tone.PASSED), text(R.string.objection_quiet)))
        return@buildList
    }
    val counts = listOf(Relation.SAME_NUMBER to after.sameNumber, Relation.RANGE_NEIGHBOUR to after.rangeNeighbour, Relation.COMPANY to after.company)
    val relations = counts.filter { (_, count) -> count > 0 }.map { (relation, count) ->
        text(R.string.relation_count, relationText(relation), Text.Number(count.toLong()))
    }
    add(
        item(
            null,
            IconStyle(R.drawable.ic_flag, Tone.WARNING),
            count(R.plurals.objection_after, after.count),
            joined("\n", text(R.string.objection_span, whenExactly(first.utcMillis, now), whenExactly(last.utcMillis, now)), dotted(*relations.toTypedArray())),
        ),
    )
    after.calls.forEach { later ->
        val call = later.call
        add(
            item(
                ObjectionEvent.Call(call.id),
                callIcon(call.action, call.reason),
                callerTitle(call.caller),
                dotted(relationText(later.relation), actionText(call.action)),
                whenText(call.at.utcMillis, now),
                opens = false,
            ),
        )
    }
    if (after.more) add(Row.Note(text(R.string.objection_more_calls)))
}
