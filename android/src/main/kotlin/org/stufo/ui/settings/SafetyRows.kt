/** What keeps a wanted call from being lost, in rows. Pure. */
package org.stufo.ui.settings

import org.stufo.R
import org.stufo.core.model.Settings
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.text

/** What the user chooses so that no wanted call is lost. */
sealed interface SafetyEvent {
    data class EmergencyMinutes(val minutes: Int) : SafetyEvent

    data class DialledDays(val days: Int) : SafetyEvent

    data class Repeated(val on: Boolean) : SafetyEvent

    data class RepeatedMinutes(val minutes: Int) : SafetyEvent
}

internal fun safetyRows(settings: Settings): List<Row<SafetyEvent>> = buildList {
    add(Row.Note(text(R.string.safety_words)))
    val minutes = { value: Int -> Option(value, lasting(value)) }
    add(
        Row.Chips(
            SafetyEvent::EmergencyMinutes,
            text(R.string.safety_emergency),
            text(R.string.safety_emergency_words),
            withChosen(listOf(30, 60, 120, 240), settings.emergencyWindowMinutes).map(minutes),
            settings.emergencyWindowMinutes,
        ),
    )
    add(Row.Gap)
    add(
        Row.Chips(
            SafetyEvent::DialledDays,
            text(R.string.safety_dialled),
            text(R.string.safety_dialled_words),
            withChosen(listOf(0, 90, 365, 730), settings.dialledDays).map { Option(it, if (it == 0) text(R.string.never) else daysText(it)) },
            settings.dialledDays,
        ),
    )
    add(Row.Gap)
    add(Row.Toggle(SafetyEvent::Repeated, null, text(R.string.safety_repeated), text(R.string.safety_repeated_words), settings.repeatedCall.enabled))
    if (settings.repeatedCall.enabled) {
        add(
            Row.Chips(
                SafetyEvent::RepeatedMinutes,
                null,
                text(R.string.safety_repeated_within),
                withChosen(listOf(3, 5, 10, 15), settings.repeatedCall.withinMinutes).map(minutes),
                settings.repeatedCall.withinMinutes,
            ),
        )
    }
}

/** Whole hours as hours. */
private fun lasting(minutes: Int): Text =
    if (minutes > 0 && minutes % MINUTES_IN_HOUR == 0) count(R.plurals.hours, minutes / MINUTES_IN_HOUR) else count(R.plurals.minutes, minutes)

/** What another version or a backup chose is offered too. */
private fun withChosen(offered: List<Int>, chosen: Int): List<Int> = (offered + chosen).distinct().sorted()

private const val MINUTES_IN_HOUR = 60
