package org.stufo.words

import org.stufo.core.CoreAccess
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId

/** What time it is and where: rows never ask the clock. */
data class Now(val millis: Long, val zone: ZoneId) {
    val today: LocalDate get() = dayOf(millis)

    fun dayOf(other: Long): LocalDate = Instant.ofEpochMilli(other).atZone(zone).toLocalDate()
}

/** The phone's clock, read once per drawing. */
fun now(): Now = Now(CoreAccess.now().utcMillis, ZoneId.systemDefault())
