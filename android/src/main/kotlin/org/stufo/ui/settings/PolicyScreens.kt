/** The screens of the policy's options: each shows the settings and patches what is changed. */
package org.stufo.ui.settings

import org.stufo.R
import org.stufo.core.model.QuietHours
import org.stufo.core.model.RepeatedCall
import org.stufo.core.model.Settings
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.StageName
import org.stufo.core.model.Switch
import org.stufo.core.packs
import org.stufo.core.settings
import org.stufo.ui.rows.Row
import org.stufo.ui.rules.Hours
import org.stufo.ui.rules.HoursScreen
import org.stufo.ui.rules.TakesHours
import org.stufo.ui.rules.replaced
import org.stufo.words.Text
import org.stufo.words.text

/** Who is stopped, besides the user's own rules and lists; [option]: where the screen begins. */
class WhoScreen(private val option: StageName? = null) : PatchScreen<WhoEvent>() {
    /** The phone's own numbers as typed; null: as kept. */
    private var own: String? = null

    @Transient
    private var settings: Settings? = null

    override val title: Text get() = text(R.string.who_title)

    override fun landsOn(row: Row<WhoEvent>): Boolean = row is Row.Chips<*, *> && option != null && row.title == optionTitle(option)

    override fun load() = onCore({ it.settings() }) {
        settings = it.settings
        show(whoRows(it, own ?: it.settings.ownNumber.numbers.joinToString()))
    }

    override fun onEvent(event: WhoEvent) = when (event) {
        is WhoEvent.Option -> set(event.key, event.switch)
        is WhoEvent.OwnNumbers -> own = event.text
        is WhoEvent.OnlyStarred -> patch(SettingsPatch(onlyStarred = event.on))
        is WhoEvent.Limits -> host.go(LimitsScreen(event.option))
        WhoKey.RANGES -> host.go(RangesScreen())
        WhoKey.COUNTRIES -> host.go(CountriesScreen(CountriesFor.FOREIGN))
    }

    /** What was typed counts when the screen is left; what is no number is refused by the core. */
    override fun keep() {
        super.keep()
        val typed = own ?: return
        val before = settings?.ownNumber ?: return
        val numbers = typed.split(',').map(String::trim).filter(String::isNotEmpty)
        own = null
        if (numbers != before.numbers) patch(SettingsPatch(ownNumber = before.copy(numbers = numbers)))
    }

    private fun set(key: PolicyKey, switch: Switch) {
        val now = settings ?: return
        val foreign = now.foreign
        patch(
            when (key) {
                PolicyKey.PACK -> SettingsPatch(pack = switch)
                PolicyKey.HIDDEN -> SettingsPatch(hidden = switch)
                PolicyKey.UNIDENTIFIED -> SettingsPatch(unidentified = switch)
                PolicyKey.FAILED_VERIFICATION -> SettingsPatch(failedVerification = switch)
                PolicyKey.FOREIGN -> SettingsPatch(foreign = foreign.copy(switch = switch))
                PolicyKey.NOT_IN_CONTACTS -> SettingsPatch(notInContacts = switch)
                PolicyKey.UNASSIGNED -> SettingsPatch(unassigned = switch)
                PolicyKey.OWN_NUMBER -> SettingsPatch(ownNumber = now.ownNumber.copy(switch = switch))
                PolicyKey.OWN_HUNDRED -> SettingsPatch(ownNumber = now.ownNumber.copy(hundred = switch))
                PolicyKey.LIST_NEIGHBOURS -> SettingsPatch(listNeighbours = switch)
                PolicyKey.BURST -> SettingsPatch(burst = now.burst.copy(switch = switch))
            },
        )
    }
}

/** The national ranges, each with its source and a switch; [range]: where the screen begins. */
class RangesScreen(private val range: String? = null) : PatchScreen<PackSwitch>() {
    @Transient
    private var settings: Settings? = null

    override val title: Text get() = text(R.string.who_ranges)

    override fun landsOn(row: Row<PackSwitch>): Boolean = row is Row.Toggle && row.event(row.on).id == range

    override fun load() = onCore({ it.packs() to it.settings() }) { (packs, view) ->
        settings = view.settings
        show(packRows(packs, view.region))
    }

    override fun onEvent(event: PackSwitch) {
        patch(SettingsPatch(packRows = settings?.packRows.orEmpty() + (event.id to event.on)))
    }
}

/** When only those who are known may ring. */
class QuietHoursScreen :
    PatchScreen<QuietEvent>(),
    TakesHours {
    private var hours: ArrayList<Hours> = ArrayList()
    private var pending = false

    @Transient
    private var switch = Switch.OFF

    override val title: Text get() = text(R.string.quiet_title)

    override fun load() = if (pending) {
        write()
    } else {
        onCore({ it.settings().settings }) {
            hours = ArrayList(it.quietHours.schedule.map(Hours::of))
            switch = it.quietHours.switch
            show(quietRows(it))
        }
    }

    override fun onEvent(event: QuietEvent) = when (event) {
        is QuietEvent.Chosen -> choose(event.switch)
        is QuietEvent.Open -> host.go(HoursScreen(event.index, hours[event.index]))
        QuietEvent.Add -> host.go(HoursScreen(hours.size, Hours.NIGHT))
    }

    private fun choose(chosen: Switch) {
        switch = chosen
        if (switch != Switch.OFF && hours.isEmpty()) hours.add(Hours.NIGHT)
        write()
    }

    override fun takeHours(index: Int, hours: Hours?) {
        this.hours = ArrayList(this.hours.replaced(index, hours))
        pending = true
    }

    private fun write() {
        pending = false
        if (hours.isEmpty()) switch = Switch.OFF
        patch(SettingsPatch(quietHours = QuietHours(switch, hours.map(Hours::toWindow))))
    }
}

/** What makes sure that a wanted call is never lost. */
class SafetyScreen : PatchScreen<SafetyEvent>() {
    @Transient
    private var settings: Settings? = null

    override val title: Text get() = text(R.string.safety_title)

    override fun load() = onCore({ it.settings().settings }) {
        settings = it
        show(safetyRows(it))
    }

    override fun onEvent(event: SafetyEvent) = when (event) {
        is SafetyEvent.EmergencyMinutes -> patch(SettingsPatch(emergencyWindowMinutes = event.minutes))
        is SafetyEvent.DialledDays -> patch(SettingsPatch(dialledDays = event.days))
        is SafetyEvent.Repeated -> repeated(event.on, settings?.repeatedCall?.withinMinutes ?: DEFAULT_MINUTES)
        is SafetyEvent.RepeatedMinutes -> repeated(enabled = true, minutes = event.minutes)
    }

    private fun repeated(enabled: Boolean, minutes: Int) =
        patch(SettingsPatch(repeatedCall = RepeatedCall(enabled, minutes, settings?.repeatedCall?.afterSeconds ?: DEFAULT_SECONDS)))

    private companion object {
        const val DEFAULT_MINUTES = 5
        const val DEFAULT_SECONDS = 30
    }
}
