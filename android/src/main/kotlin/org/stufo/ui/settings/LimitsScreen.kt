package org.stufo.ui.settings

import android.Manifest
import org.stufo.R
import org.stufo.core.model.OptionLimits
import org.stufo.core.model.Settings
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.StageName
import org.stufo.core.settings
import org.stufo.ui.calls.stageText
import org.stufo.ui.permissions.ASK_PHONE_STATE
import org.stufo.ui.permissions.Phone
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rules.Hours
import org.stufo.ui.rules.HoursScreen
import org.stufo.ui.rules.TakesHours
import org.stufo.ui.rules.hoursRows
import org.stufo.ui.rules.replaced
import org.stufo.words.Text
import org.stufo.words.text

/** What the user chooses of when an option is in force. */
sealed interface LimitsEvent {
    data class AtHours(val on: Boolean) : LimitsEvent

    data class Open(val index: Int) : LimitsEvent

    data class Sim(val slot: Int) : LimitsEvent

    data object Add : LimitsEvent
}

/** When and for which SIM an option is in force, as a rule has it. */
class LimitsScreen(private val option: StageName) :
    PatchScreen<LimitsEvent>(),
    TakesHours {
    private var hours: ArrayList<Hours> = ArrayList()
    private var sim = 0
    private var pending = false

    @Transient
    private var settings: Settings? = null

    override val title: Text get() = stageText(option)

    override fun load() = onCore({ it.settings().settings }) {
        settings = it
        if (pending) return@onCore write()
        val limits = it.limits.firstOrNull { limits -> limits.option == option }
        hours = ArrayList(limits?.schedule.orEmpty().map(Hours::of))
        sim = limits?.sim ?: 0
        show(limitsRows(hours, sim))
    }

    override fun onEvent(event: LimitsEvent) {
        when (event) {
            is LimitsEvent.AtHours -> {
                hours = if (event.on) arrayListOf(Hours.WORKING) else ArrayList()
                write()
            }
            is LimitsEvent.Open -> host.go(HoursScreen(event.index, hours[event.index]))
            is LimitsEvent.Sim -> choose(event.slot)
            LimitsEvent.Add -> host.go(HoursScreen(hours.size, Hours.WORKING))
        }
    }

    private fun choose(slot: Int) {
        sim = slot
        // Which SIM rings can only be told with this permission; without it such an option waits.
        if (slot > 0 && !Phone.isGranted(context, Manifest.permission.READ_PHONE_STATE)) {
            host.askPermission(Manifest.permission.READ_PHONE_STATE, ASK_PHONE_STATE)
        }
        write()
    }

    override fun takeHours(index: Int, hours: Hours?) {
        this.hours = ArrayList(this.hours.replaced(index, hours))
        pending = true
    }

    private fun write() {
        pending = false
        val others = settings?.limits.orEmpty().filter { it.option != option }
        val schedule = hours.map(Hours::toWindow).takeIf { it.isNotEmpty() }
        val own = OptionLimits(option, schedule, sim.takeIf { it > 0 }).takeIf { schedule != null || sim > 0 }
        patch(SettingsPatch(limits = others + listOfNotNull(own)))
    }
}

internal fun limitsRows(hours: List<Hours>, sim: Int): List<Row<LimitsEvent>> = buildList {
    add(
        Row.Chips(
            LimitsEvent::AtHours,
            text(R.string.rule_when),
            null,
            listOf(Option(false, text(R.string.rule_always)), Option(true, text(R.string.rule_at_hours))),
            hours.isNotEmpty(),
        ),
    )
    addAll(hoursRows(hours, LimitsEvent::Open, LimitsEvent.Add))
    add(
        Row.Chips(
            LimitsEvent::Sim,
            text(R.string.rule_sim),
            text(R.string.rule_sim_words),
            listOf(Option(0, text(R.string.rule_sim_any)), Option(1, text(R.string.rule_sim_n, 1)), Option(2, text(R.string.rule_sim_n, 2))),
            sim,
        ),
    )
}
