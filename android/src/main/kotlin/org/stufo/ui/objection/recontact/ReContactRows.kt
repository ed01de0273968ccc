/** Who called again after what, in words: counts as they are, a share only where enough callers stand behind it. Pure. */
package org.stufo.ui.objection.recontact

import org.stufo.R
import org.stufo.core.model.Campaign
import org.stufo.core.model.EndRow
import org.stufo.core.model.EvidenceRow
import org.stufo.core.model.ReContact
import org.stufo.ui.calls.callItem
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.tonal
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dateText
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
}

/** What the user does with one campaign. */
sealed interface CampaignEvent {
    data class Call(val id: Long) : CampaignEvent

    data object Block : CampaignEvent
}

/** How far back to count. */
enum class Period(val days: Int, val label: Int) {
    QUARTER(90, R.string.recontact_months_3),
    HALF_YEAR(180, R.string.recontact_months_6),
    TWO_YEARS(730, R.string.recontact_years_2),
}

internal fun reContactRows(found: ReContact, period: Period, now: Now): List<Row<ReContactEvent>> = buildList {
    add(Row.Note(text(R.string.recontact_words, Text.Number(found.followDays.toLong()))))
    add(Row.Chips(ReContactEvent::Within, text(R.string.recontact_period), null, Period.entries.map { Option(it, text(it.label)) }, period))
    if (found.rows.isEmpty()) {
        add(Row.Empty(IconStyle(R.drawable.ic_repeat, Tone.NEUTRAL), text(R.string.recontact_empty_title), text(R.string.recontact_empty_words)))
        return@buildList
    }
    add(Row.Section(text(R.string.recontact_table)))
    found.rows.forEach { add(endItem(it)) }
    val hidden = count(R.plurals.recontact_not_followed, found.notFollowed).takeIf { found.notFollowed > 0 }
    joined(" ", text(R.string.recontact_enough, Text.Number(found.enoughFrom.toLong())), hidden)?.let { add(Row.Note(it)) }
    addAll(suggestion(found))
    add(Row.Section(text(R.string.campaigns)))
    if (found.campaigns.isEmpty()) {
        add(item(null, IconStyle(R.drawable.ic_range, Tone.NEUTRAL), text(R.string.campaigns_none), text(R.string.campaigns_none_words)))
    }
    found.campaigns.forEach { add(campaignBars(it, ReContactEvent.Campaign(it.pattern), plain(it.display), now)) }
}

private fun endItem(row: EndRow): Row<Nothing> = item(
    event = null,
    icon = endIcon(row.end),
    title = text(endText(row.end)),
    summary = joined(
        "\n",
        dotted(
            count(R.plurals.recontact_again, row.callers, Text.Number(row.again.toLong())),
            text(R.string.recontact_few).takeIf { row.share == null },
        ),
        dotted(soonText(row), count(R.plurals.recontact_calls, row.callsAfter).takeIf { row.callsAfter > 0 }),
        dotted(count(R.plurals.recontact_waiting, row.waiting).takeIf { row.waiting > 0 }, text(knownText(row.known))),
    ),
    trailing = row.share?.let { text(R.string.recontact_percent, Text.Number(it.toLong())) },
)

/** How soon they called again: of one caller that one time, of several the shortest and the middle one. */
private fun soonText(row: EndRow): Text? {
    val soonest = row.soonestMinutes ?: return null
    val middle = row.medianMinutes
    return if (row.again < 2 || middle == null) {
        text(R.string.recontact_after, durationText(soonest))
    } else {
        text(R.string.recontact_soonest, durationText(soonest), durationText(middle))
    }
}

private fun endText(end: EndRow.End): Int = when (end) {
    EndRow.End.RANG_OUT -> R.string.end_rang_out
    EndRow.End.SILENCED -> R.string.end_silenced
    EndRow.End.REJECTED -> R.string.end_rejected
    EndRow.End.ANSWERED -> R.string.end_answered
    EndRow.End.OBJECTED -> R.string.end_objected
    EndRow.End.HUNG_UP -> R.string.end_hung_up
    EndRow.End.SILENT -> R.string.end_silent
    EndRow.End.RANG -> R.string.end_rang
}

private fun endIcon(end: EndRow.End): IconStyle = when (end) {
    EndRow.End.RANG_OUT -> IconStyle(R.drawable.ic_bell, Tone.NEUTRAL)
    EndRow.End.SILENCED -> IconStyle(R.drawable.ic_silence, Tone.SILENCED)
    EndRow.End.REJECTED -> IconStyle(R.drawable.ic_block, Tone.BLOCKED)
    EndRow.End.ANSWERED -> IconStyle(R.drawable.ic_phone, Tone.NEUTRAL)
    EndRow.End.OBJECTED -> IconStyle(R.drawable.ic_objection, Tone.ACCENT)
    EndRow.End.HUNG_UP -> IconStyle(R.drawable.ic_close, Tone.NEUTRAL)
    EndRow.End.SILENT -> IconStyle(R.drawable.ic_hidden, Tone.NEUTRAL)
    EndRow.End.RANG -> IconStyle(R.drawable.ic_question, Tone.NEUTRAL)
}

private fun knownText(known: EndRow.Known): Int = when (known) {
    EndRow.Known.RECORDED -> R.string.basis_recorded
    EndRow.Known.TOLD -> R.string.basis_told
    EndRow.Known.UNKNOWN -> R.string.basis_unknown
}

/** What the counts speak for, or why they speak for nothing; changing it is the user's. */
private fun suggestion(found: ReContact): List<Row<ReContactEvent>> = buildList {
    found.suggestion?.let {
        val words = joined("\n\n", it.reason.text(), text(R.string.suggestion_nothing_by_itself))
        val go = tonal(ReContactEvent.Setting, text(R.string.suggestion_go))
        add(Row.Banner(IconStyle(R.drawable.ic_idea, Tone.ACCENT), text(R.string.suggestion_title), words, listOf(go), loud = false))
    }
    found.suggestionMissing?.let { add(Row.Note(it.text())) }
}

internal fun <E> campaignBars(campaign: Campaign, event: E?, title: Text, now: Now): Row.Bars<E> = Row.Bars(
    event = event,
    title = title,
    summary = dotted(
        count(R.plurals.campaign_numbers, campaign.numbers),
        count(R.plurals.campaign_calls, campaign.calls),
        text(R.string.from_to, dateText(campaign.first.utcMillis, now), dateText(campaign.last.utcMillis, now)),
        text(if (campaign.active) R.string.campaign_active else R.string.campaign_over),
    ),
    values = campaign.weeks,
    said = text(R.string.campaign_weeks, joined(", ", *campaign.weeks.map { Text.Number(it.toLong()) }.toTypedArray()) as Any),
)

internal fun campaignRows(campaign: Campaign, calls: List<EvidenceRow>, now: Now): List<Row<CampaignEvent>> = buildList {
    add(
        Row.Banner(
            IconStyle(R.drawable.ic_range, Tone.ACCENT), plain(campaign.display), text(R.string.campaigns_none_words),
            listOf(tonal(CampaignEvent.Block, text(R.string.action_block_range))), loud = false,
        ),
    )
    add(campaignBars(campaign, null, text(R.string.campaign_by_week), now))
    add(Row.Section(text(R.string.campaign_some_calls)))
    calls.forEach { add(callItem(it.call, event = CampaignEvent.Call(it.call.id), now = now)) }
}
