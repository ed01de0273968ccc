/** Everybody gets through for a while: on Home, off and on. Pure. */
package org.stufo.ui.home

import org.stufo.R
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.words.Now
import org.stufo.words.text
import org.stufo.words.untilText

internal fun waitingOn(until: Long, now: Now): List<Row<HomeEvent>> = listOf(
    item(null, IconStyle(R.drawable.ic_wait, Tone.SILENCED), text(R.string.home_waiting_on, untilText(until, now)), text(R.string.home_waiting_on_words)),
    Row.Buttons(listOf(outlined(HomeKey.STOP_WAITING, text(R.string.home_waiting_stop)))),
)

internal fun waitingOff(): List<Row<HomeEvent>> = listOf(
    item(null, IconStyle(R.drawable.ic_wait, Tone.NEUTRAL), text(R.string.home_waiting), text(R.string.home_waiting_words)),
    Row.Buttons(
        listOf(
            outlined(Wait.HOUR, text(R.string.home_wait_hour)),
            outlined(Wait.FOUR_HOURS, text(R.string.home_wait_four_hours)),
            outlined(Wait.TOMORROW, text(R.string.home_wait_tomorrow)),
        ),
    ),
)

/** "Until tomorrow" ends with tomorrow's last minute: who waits for a call waits for it by daylight. */
internal fun waitUntilMillis(wait: Wait, now: Now): Long = when (wait) {
    Wait.HOUR -> now.millis + HOUR_MILLIS
    Wait.FOUR_HOURS -> now.millis + 4 * HOUR_MILLIS
    Wait.TOMORROW -> now.today.plusDays(1).atTime(23, 59).atZone(now.zone).toInstant().toEpochMilli()
}

private const val HOUR_MILLIS = 3_600_000L
