/** Who calls again, and one campaign of many numbers. */
package org.stufo.ui.objection.recontact

import org.stufo.R
import org.stufo.core.evidenceOf
import org.stufo.core.reContact
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text

/** The re-contact rate after each way a call ended on this phone, and the setting it suggests. */
class ReContactScreen : RowsScreen<ReContactEvent>() {
    private var period = Period.HALF_YEAR
    private var details = false

    override val title: Text get() = text(R.string.recontact_title)

    override fun load() = onCore({ it.reContact(period.days) }) { show(reContactRows(it, period, details, now())) }

    override fun onEvent(event: ReContactEvent) {
        when (event) {
            is ReContactEvent.Within -> {
                period = event.period
                load()
            }
            is ReContactEvent.Campaign -> host.go(CampaignScreen(event.pattern, period))
            ReContactEvent.Setting -> host.go(Route.Who)
            ReContactEvent.Details -> {
                details = !details
                load()
            }
        }
    }
}

/** A campaign: its weeks, its last calls, and the way to block its range. */
class CampaignScreen(private val pattern: String, private val period: Period) : RowsScreen<CampaignEvent>() {
    override val title: Text get() = text(R.string.campaign_title)

    override fun load() = onCore({ core ->
        core.reContact(period.days).campaigns.firstOrNull { it.pattern == pattern }?.let { it to core.evidenceOf(it.sample).rows }
    }) { found ->
        if (found != null) return@onCore show(campaignRows(found.first, found.second, now()))
        host.say(text(R.string.campaign_gone))
        host.goBack()
    }

    override fun onEvent(event: CampaignEvent) = when (event) {
        is CampaignEvent.Call -> host.go(Route.Call(event.id))
        CampaignEvent.Block -> host.go(Route.NewBlockRule(pattern))
    }
}
