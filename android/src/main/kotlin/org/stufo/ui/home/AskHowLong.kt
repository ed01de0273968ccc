package org.stufo.ui.home

import android.app.AlertDialog
import java.util.TimeZone
import org.stufo.R
import org.stufo.ui.Ui
import org.stufo.ui.resources

/** How long to wait for a call. */
internal fun askHowLong(ui: Ui, cancelled: () -> Unit) {
    val now = System.currentTimeMillis()
    val ends = listOf(now + HOUR_MILLIS, now + HOURS * HOUR_MILLIS, tomorrowMorning(now, TimeZone.getDefault()))
    val names = listOf(R.string.home_waiting_hour, R.string.home_waiting_hours, R.string.home_waiting_tomorrow)
    AlertDialog.Builder(ui.activity)
        .setTitle(R.string.home_waiting_title)
        .setItems(names.map(ui.resources::getString).toTypedArray()) { _, index -> wait(ui, ends[index]) }
        .setNegativeButton(R.string.action_cancel) { _, _ -> cancelled() }
        .setOnCancelListener { cancelled() }
        .show()
}

private const val HOUR_MILLIS = 3_600_000L
private const val HOURS = 4
