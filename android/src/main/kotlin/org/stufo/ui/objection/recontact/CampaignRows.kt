/** One campaign: its weeks as bars, and some of its calls. Pure. */
package org.stufo.ui.objection.recontact

import org.stufo.R
import org.stufo.core.model.CampaignRow
import org.stufo.core.model.EvidenceRow
import org.stufo.ui.calls.callItem
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.tonal
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dateText
import org.stufo.words.dotted
import org.stufo.words.joined
import org.stufo.words.plain
import org.stufo.words.text

/** What the user does with one campaign. */
sealed interface CampaignEvent {
    data class Call(val id: Long) : CampaignEvent

    data object Block : CampaignEvent
}

internal fun <E> campaignBars(campaign: CampaignRow, event: E?, title: Text, now: Now): Row.Bars<E> = Row.Bars(
    event = event,
    title = title,
    summary = dotted(
        count(R.plurals.campaign_numbers, campaign.numbers),
        count(R.plurals.campaign_calls, campaign.calls),
        text(R.string.from_to, dateText(campaign.first.utcMillis, now), dateText(campaign.last.utcMillis, now)),
        text(if (campaign.active) R.string.campaign_active else R.string.campaign_over),
    ),
    values = campaign.weeks,
    from = dateText(campaign.last.utcMillis - (campaign.weeks.size - 1).coerceAtLeast(0) * WEEK_MILLIS, now),
    to = dateText(campaign.last.utcMillis, now),
    said = text(R.string.campaign_weeks, joined(", ", *campaign.weeks.map { Text.Number(it.toLong()) }.toTypedArray()) as Any),
)

private const val WEEK_MILLIS = 7 * 86_400_000L

internal fun campaignRows(campaign: CampaignRow, calls: List<EvidenceRow>, now: Now): List<Row<CampaignEvent>> = buildList {
    add(
        Row.Banner(
            IconStyle(R.drawable.ic_range, Tone.ACCENT),
            plain(campaign.display),
            text(R.string.campaigns_none_words),
            listOf(tonal(CampaignEvent.Block, text(R.string.action_block_range))),
            loud = false,
        ),
    )
    add(campaignBars(campaign, null, text(R.string.campaign_by_week), now))
    add(Row.Section(text(R.string.campaign_some_calls)))
    calls.forEach { add(callItem(it.call, event = CampaignEvent.Call(it.call.id), now = now)) }
}
