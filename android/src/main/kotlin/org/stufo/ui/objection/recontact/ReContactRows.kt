/** Who called again after what, in words: counts as they are, a share only where there are enough callers. Pure. */
package org.stufo.ui.objection.recontact

import org.stufo.R
import org.stufo.core.model.CallEnding
import org.stufo.core.model.EndingBasis
import org.stufo.core.model.RecontactRow
import org.stufo.core.model.RecontactView
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.textButton
import org.stufo.ui.rows.tonal
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.durationText
import org.stufo.words.joined
import org.stufo.words.plain
import org.stufo.words.text

/** What the user does with who calls again. */
sealed interface ReContactEvent {
    data class Within(val period: Period) : ReContactEvent

    data class Campaign(val pattern: String) : ReContactEvent

    data object Setting : ReContactEvent

    data object Details : ReContactEvent
}

/** How far back to count. */
enum class Period(val days: Int, val label: Int) {
    QUARTER(90, R.string.recontact_months_3),
    HALF_YEAR(180, R.string.recontact_months_6),
    TWO_YEARS(730, R.string.recontact_years_2),
}

/** [details]: how soon they called again and how that is known, beside the bars. */
internal fun reContactRows(found: RecontactView, period: Period, details: Boolean, now: Now): List<Row<ReContactEvent>> = buildList {
    if (found.rows.isNotEmpty()) add(headline(found))
    add(Row.Chips(ReContactEvent::Within, text(R.string.recontact_period), null, Period.entries.map { Option(it, text(it.label)) }, period))
    if (found.rows.isEmpty()) {
        add(Row.Empty(IconStyle(R.drawable.ic_repeat, Tone.NEUTRAL), text(R.string.recontact_empty_title), text(R.string.recontact_empty_words)))
        return@buildList
    }
    add(Row.Section(text(R.string.recontact_table)))
    found.rows.forEach { add(endBar(it)) }
    add(Row.Buttons(listOf(textButton(ReContactEvent.Details, text(if (details) R.string.recontact_details_hide else R.string.recontact_details)))))
    if (details) {
        add(Row.Gap)
        found.rows.forEach { add(endItem(it)) }
    }
    add(Row.Note(text(R.string.recontact_words, Text.Number(found.followDays.toLong()))))
    val hidden = count(R.plurals.recontact_not_followed, found.notFollowed).takeIf { found.notFollowed > 0 }
    joined(" ", text(R.string.recontact_enough, Text.Number(found.enoughFrom.toLong())), hidden)?.let { add(Row.Note(it)) }
    addAll(suggestion(found))
    add(Row.Section(text(R.string.campaigns)))
    if (found.campaigns.isEmpty()) {
        add(item(null, IconStyle(R.drawable.ic_range, Tone.NEUTRAL), text(R.string.campaigns_none), text(R.string.campaigns_none_words)))
    }
    found.campaigns.forEach { add(campaignBars(it, ReContactEvent.Campaign(it.pattern), plain(it.display), now)) }
}

/** What the counts say, or once for all of them that they are too few. */
private fun headline(found: RecontactView): Row<Nothing> {
    val enough = found.rows.filter { it.share != null }
    val best = enough.minByOrNull { it.share ?: 0 }
    val worst = enough.maxByOrNull { it.share ?: 0 }
    val title = when {
        best == null || worst == null ->
            text(R.string.recontact_too_few, Text.Number(found.rows.maxOf { it.callers }.toLong()), Text.Number(found.enoughFrom.toLong()))
        best === worst -> text(R.string.recontact_one, text(endText(best.end)), Text.Number((best.share ?: 0).toLong()))
        else -> text(
            R.string.recontact_compared,
            text(endText(best.end)),
            Text.Number((best.share ?: 0).toLong()),
            text(endText(worst.end)),
            Text.Number((worst.share ?: 0).toLong()),
        )
    }
    return Row.Banner(IconStyle(R.drawable.ic_repeat, Tone.ACCENT), title, null, emptyList(), loud = false)
}

/** One bar an end: "3 of 4 called again". */
private fun endBar(row: RecontactRow): Row<Nothing> {
    val part = if (row.callers == 0) 0 else (row.again * Row.Progress.WHOLE / row.callers).toInt()
    val words = text(R.string.recontact_bar, text(endText(row.end)), Text.Number(row.again.toLong()), Text.Number(row.callers.toLong()))
    return Row.Progress(words, part)
}

private fun endItem(row: RecontactRow): Row<Nothing> = item(
    event = null,
    icon = endIcon(row.end),
    title = text(endText(row.end)),
    summary = joined(
        "\n",
        count(R.plurals.recontact_again, row.callers, Text.Number(row.again.toLong())),
        dotted(soonText(row), count(R.plurals.recontact_calls, row.callsAfter).takeIf { row.callsAfter > 0 }),
        dotted(count(R.plurals.recontact_waiting, row.waiting).takeIf { row.waiting > 0 }, text(knownText(row.known))),
    ),
    trailing = row.share?.let { text(R.string.recontact_percent, Text.Number(it.toLong())) },
)

/** How soon they called again: one interval for one caller, else the shortest and the median. */
private fun soonText(row: RecontactRow): Text? {
    val soonest = row.soonestMinutes ?: return null
    val middle = row.medianMinutes
    return if (row.again < 2 || middle == null) {
        text(R.string.recontact_after, durationText(soonest))
    } else {
        text(R.string.recontact_soonest, durationText(soonest), durationText(middle))
    }
}

private fun endText(end: CallEnding): Int = when (end) {
    CallEnding.RANG_OUT -> R.string.end_rang_out
    CallEnding.SILENCED -> R.string.end_silenced
    CallEnding.REJECTED -> R.string.end_rejected
    CallEnding.ANSWERED -> R.string.end_answered
    CallEnding.OBJECTED -> R.string.end_objected
    CallEnding.HUNG_UP -> R.string.end_hung_up
    CallEnding.SILENT -> R.string.end_silent
    CallEnding.RANG -> R.string.end_rang
}

private fun endIcon(end: CallEnding): IconStyle = when (end) {
    CallEnding.RANG_OUT -> IconStyle(R.drawable.ic_bell, Tone.NEUTRAL)
    CallEnding.SILENCED -> IconStyle(R.drawable.ic_silence, Tone.SILENCED)
    CallEnding.REJECTED -> IconStyle(R.drawable.ic_block, Tone.BLOCKED)
    CallEnding.ANSWERED -> IconStyle(R.drawable.ic_phone, Tone.NEUTRAL)
    CallEnding.OBJECTED -> IconStyle(R.drawable.ic_objection, Tone.ACCENT)
    CallEnding.HUNG_UP -> IconStyle(R.drawable.ic_close, Tone.NEUTRAL)
    CallEnding.SILENT -> IconStyle(R.drawable.ic_hidden, Tone.NEUTRAL)
    CallEnding.RANG -> IconStyle(R.drawable.ic_question, Tone.NEUTRAL)
}

private fun knownText(known: EndingBasis): Int = when (known) {
    EndingBasis.RECORDED -> R.string.basis_recorded
    EndingBasis.SELF_REPORTED -> R.string.basis_told
    EndingBasis.UNKNOWN -> R.string.basis_unknown
}

/** The setting that the counts suggest, or why they suggest none; changing it is left to the user. */
private fun suggestion(found: RecontactView): List<Row<ReContactEvent>> = buildList {
    found.suggestion?.let {
        val words = joined("\n\n", it.reason.text(), text(R.string.suggestion_nothing_by_itself))
        val go = tonal(ReContactEvent.Setting, text(R.string.suggestion_go))
        add(Row.Banner(IconStyle(R.drawable.ic_idea, Tone.ACCENT), text(R.string.suggestion_title), words, listOf(go), loud = false))
    }
    found.suggestionMissing?.let { add(Row.Note(it.text())) }
}
