/** Moments of the phone's clock. */
package org.stufo.core

import org.stufo.core.model.Moment
import java.util.TimeZone

/** An instant as a wall clock of [zone] shows it. */
fun momentAt(utcMillis: Long, zone: TimeZone): Moment = Moment(utcMillis, zone.getOffset(utcMillis) / MILLIS_PER_MINUTE)

fun momentNow(): Moment = momentAt(System.currentTimeMillis(), TimeZone.getDefault())

private const val MILLIS_PER_MINUTE = 60_000
