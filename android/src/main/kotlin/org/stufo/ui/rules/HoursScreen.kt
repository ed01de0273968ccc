package org.stufo.ui.rules

import android.app.Dialog
import org.stufo.R
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.timeDialog
import org.stufo.words.Text
import org.stufo.words.text
import java.io.Serializable

/** A screen below that wants the hours chosen. */
interface TakesHours {
    /** null: taken away. */
    fun takeHours(index: Int, hours: Hours?)
}

/** The hours with the one at [index] changed, added or taken away. */
internal fun List<Hours>.replaced(index: Int, hours: Hours?): List<Hours> = when {
    hours == null -> filterIndexed { each, _ -> each != index }
    index >= size -> this + hours
    else -> mapIndexed { each, old -> if (each == index) hours else old }
}

/** What the user chooses of a stretch of the week. */
sealed interface HoursEvent {
    data class Day(val day: Int, val on: Boolean) : HoursEvent
}

enum class HoursKey : HoursEvent { FROM, TO, SAVE, DELETE }

/** Days and times of one stretch of the week. */
class HoursScreen(private val index: Int, private var hours: Hours) : RowsScreen<HoursEvent>() {
    /** Where the hands of the open clock point. */
    private var turnedTo = 0

    override val title: Text get() = text(R.string.hours_title)

    override fun load() = show(hoursFormRows(hours))

    private fun turn(day: Int, on: Boolean) {
        val bit = 1 shl day
        hours = hours.copy(days = if (on) hours.days or bit else hours.days and bit.inv())
    }

    override fun onEvent(event: HoursEvent) {
        when (event) {
            is HoursEvent.Day -> turn(event.day, event.on)
            HoursKey.FROM -> choose(HoursKey.FROM, hours.fromMinute)
            HoursKey.TO -> choose(HoursKey.TO, hours.toMinute)
            HoursKey.SAVE -> if (hours.days == 0) host.say(text(R.string.hours_no_day)) else give(hours)
            HoursKey.DELETE -> give(null)
        }
    }

    private fun give(given: Hours?) {
        (host.below as? TakesHours)?.takeHours(index, given)
        host.goBack()
    }

    private fun choose(key: HoursKey, minute: Int) {
        turnedTo = minute
        openDialog(key)
    }

    override fun dialog(key: Serializable): Dialog = host.timeDialog(turnedTo, turned = { turnedTo = it }) {
        hours = if (key == HoursKey.FROM) hours.copy(fromMinute = it) else hours.copy(toMinute = it)
        load()
    }
}

internal fun hoursFormRows(hours: Hours): List<Row<HoursEvent>> = buildList {
    val clock = IconStyle(R.drawable.ic_clock, Tone.NEUTRAL)
    add(item(HoursKey.FROM, clock, text(R.string.hours_from), Text.MinuteOfDay(hours.fromMinute)))
    add(item(HoursKey.TO, clock, text(R.string.hours_to), Text.MinuteOfDay(hours.toMinute)))
    if (hours.toMinute <= hours.fromMinute) add(Row.Words(text(R.string.hours_over_midnight)))
    add(Row.Gap)
    for (day in 0..6) add(Row.Toggle({ HoursEvent.Day(day, it) }, null, Text.Weekday(day), null, hours.days shr day and 1 == 1))
    add(Row.Actions(listOf(primary(HoursKey.SAVE, text(R.string.action_done)), textButton(HoursKey.DELETE, text(R.string.action_remove)))))
}
