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

/** What followed each kind of end on this phone, and what that speaks for. */
class ReContactScreen : RowsScreen() {
    private var period = Period.HALF_YEAR

    override val title: Text get() = text(R.string.recontact_title)

    override fun load() = onCore({ it.reContact(period.days) }) { show(reContactRows(it, period, now())) }

    override fun onChip(key: Any, option: Any) {
        period = option as Period
        load()
    }

    override fun onRow(key: Any) {
        if (key is CampaignKey) host.go(CampaignScreen(key.pattern, period))
        if (key == ReContactKey.SETTING) host.go(Route.Who)
    }
}

/** A campaign: its weeks, its last calls, and the way to block its range. */
class CampaignScreen(private val pattern: String, private val period: Period) : RowsScreen() {
    override val title: Text get() = text(R.string.campaign_title)

    override fun load() = onCore({ core ->
        core.reContact(period.days).campaigns.firstOrNull { it.pattern == pattern }?.let { it to core.evidenceOf(it.sample).rows }
    }) { found ->
        if (found != null) return@onCore show(campaignRows(found.first, found.second, now()))
        host.say(text(R.string.campaign_gone))
        host.goBack()
    }

    override fun onRow(key: Any) {
        if (key is Long) host.go(Route.Call(key))
        if (key == ReContactKey.BLOCK) host.go(Route.NewBlockRule(pattern))
    }
}
