/** What one chooses of a list, when it is added and later. Pure. */
package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.model.Action
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.text

/** Hours between two looks at a list. */
internal val INTERVALS = listOf(6, 12, 24, 72, 168)

internal fun <E> actionRow(chosen: Action, event: (Action) -> E) = Row.Chips(
    event,
    text(R.string.list_action),
    null,
    listOf(Option(Action.REJECT, text(R.string.action_reject)), Option(Action.SILENCE, text(R.string.action_silence))),
    chosen,
)

internal fun <E> regionRow(region: String, event: E) =
    item(event, IconStyle(R.drawable.ic_globe, Tone.NEUTRAL), text(R.string.list_region), Text.Country(region))

/** When and over which network it is fetched. What another version chose is offered too. */
internal fun <E> fetchRows(intervalHours: Int, wifiOnly: Boolean, interval: (hours: Int) -> E, wifi: (on: Boolean) -> E): List<Row<E>> = listOf(
    Row.Chips(
        interval,
        text(R.string.list_interval),
        text(R.string.list_interval_words),
        (INTERVALS + intervalHours).distinct().sorted().map { Option(it, intervalText(it)) },
        intervalHours,
    ),
    Row.Toggle(wifi, null, text(R.string.list_wifi), text(R.string.list_wifi_words), wifiOnly),
)

internal fun intervalText(hours: Int): Text = if (hours % HOURS_IN_DAY == 0) count(R.plurals.days, hours / HOURS_IN_DAY) else count(R.plurals.hours, hours)

private const val HOURS_IN_DAY = 24

/** How often a new list is looked at. */
internal const val DAILY_HOURS = 24
