package org.stufo.core

import java.util.TimeZone
import org.json.JSONObject

/** An instant: UTC time and the wall clock's distance from it. */
data class Moment(val utcMillis: Long, val offsetMinutes: Int) {
    fun toJson(): JSONObject = JSONObject().put("utc_millis", utcMillis).put("offset_minutes", offsetMinutes)

    companion object {
        fun at(utcMillis: Long, zone: TimeZone): Moment =
            Moment(utcMillis, zone.getOffset(utcMillis) / MILLIS_PER_MINUTE)

        fun now(): Moment = at(System.currentTimeMillis(), TimeZone.getDefault())

        fun from(json: JSONObject): Moment = Moment(json.getLong("utc_millis"), json.getInt("offset_minutes"))

        private const val MILLIS_PER_MINUTE = 60_000
    }
}
