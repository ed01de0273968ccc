/** Days, times and durations in words. Pure: tested without Android. */
package org.stufo.words

import org.stufo.R
import java.time.LocalDate

/** Minutes ago within the hour, the time today, "yesterday", then the date. */
internal fun whenText(millis: Long, now: Now): Text {
    val minutes = (now.millis - millis) / MINUTE_MILLIS
    val days = now.today.toEpochDay() - now.dayOf(millis).toEpochDay()
    return when {
        minutes in 0..0 -> text(R.string.when_now)
        minutes in 1..59 -> count(R.plurals.when_minutes_ago, minutes)
        days == 0L -> Text.Clock(millis)
        days == 1L -> text(R.string.when_yesterday)
        else -> dateText(millis, now)
    }
}

/** As [whenText], in a sentence's middle. */
internal fun whenInSentence(millis: Long, now: Now): Text =
    if (now.today.toEpochDay() - now.dayOf(millis).toEpochDay() == 1L) text(R.string.when_yesterday_in_sentence) else whenText(millis, now)

/** The full date and time, at the beginning of a line or in a sentence's middle. */
internal fun whenExactly(millis: Long, now: Now, begins: Boolean = false): Text =
    text(R.string.when_exactly, Text.LongDay(millis, now.dayOf(millis).year != now.today.year, begins), Text.Clock(millis))

/** Today, yesterday and tomorrow by their names, other days by date, with the time; in a sentence's middle. */
internal fun whenNear(millis: Long, now: Now): Text {
    val day = when (now.dayOf(millis).toEpochDay() - now.today.toEpochDay()) {
        -1L -> text(R.string.when_yesterday_in_sentence)
        0L -> text(R.string.when_today_in_sentence)
        1L -> text(R.string.when_tomorrow_in_sentence)
        else -> Text.LongDay(millis, now.dayOf(millis).year != now.today.year, begins = false)
    }
    return text(R.string.when_exactly, day, Text.Clock(millis))
}

internal fun dateText(millis: Long, now: Now): Text = Text.Day(millis, now.dayOf(millis).year != now.today.year)

/** The time alone where it is today's. */
internal fun untilText(until: Long, now: Now): Text = if (now.dayOf(until) == now.today) Text.Clock(until) else whenNear(until, now)

internal fun dayText(millis: Long, now: Now): Text {
    val day = now.dayOf(millis)
    return when (now.today.toEpochDay() - day.toEpochDay()) {
        0L -> text(R.string.when_today)
        1L -> text(R.string.when_yesterday)
        else -> Text.LongDay(millis, day.year != now.today.year, begins = true)
    }
}

/** Noon: a day has the same name in every zone the phone may be in meanwhile. */
private fun millisOf(day: LocalDate, now: Now): Long = day.atTime(NOON, 0).atZone(now.zone).toInstant().toEpochMilli()

/** Weekday, day and month: in Italian it follows "da" whatever its number is. */
internal fun longDate(day: LocalDate, now: Now, begins: Boolean = false): Text = Text.LongDay(millisOf(day, now), withYear = day.year != now.today.year, begins)

internal fun shortDate(day: LocalDate, now: Now): Text = Text.Day(millisOf(day, now), withYear = true)

/** In the largest unit of which there are at least two, rounded. */
internal fun durationText(minutes: Long): Text = when {
    minutes < 2 * HOUR -> count(R.plurals.duration_minutes, minutes)
    minutes < 2 * DAY -> count(R.plurals.duration_hours, (minutes + HOUR / 2) / HOUR)
    else -> count(R.plurals.duration_days, (minutes + DAY / 2) / DAY)
}

private const val MINUTE_MILLIS = 60_000L
private const val NOON = 12
private const val HOUR = 60L
private const val DAY = 24 * HOUR
