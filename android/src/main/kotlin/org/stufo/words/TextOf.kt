package org.stufo.words

import android.content.Context
import android.text.format.DateFormat
import android.text.format.Formatter
import java.text.NumberFormat
import java.text.SimpleDateFormat
import java.time.DayOfWeek
import java.time.format.TextStyle
import java.util.Calendar
import java.util.Date
import java.util.Locale

/** A text in the language of [context]. */
fun Text.of(context: Context): String = when (this) {
    is Text.Plain -> text
    is Text.Caller -> ContactNames.of(number) ?: shown
    is Text.BehindName -> if (ContactNames.of(number) == null) "" else shown
    is Text.Bilingual -> if (context.locale.language == "it") it else en
    is Text.Res -> if (args.isEmpty()) context.getString(id) else context.getString(id, *resolved(args, context))
    is Text.Count -> context.resources.getQuantityString(
        id,
        count.coerceIn(0, Int.MAX_VALUE.toLong()).toInt(),
        NumberFormat.getIntegerInstance(context.locale).format(count),
        *resolved(args, context),
    )
    is Text.Joined -> parts.map { it.of(context) }.filter { it.isNotEmpty() }.joinToString(separator)
    is Text.Heading -> text.of(context).replaceFirstChar { it.titlecase(context.locale) }
    is Text.Number -> NumberFormat.getIntegerInstance(context.locale).format(number)
    is Text.Country -> Locale("", code).getDisplayCountry(context.locale)
    is Text.Clock -> DateFormat.getTimeFormat(context).format(Date(millis))
    is Text.MinuteOfDay -> DateFormat.getTimeFormat(context).format(dayTime(minute))
    is Text.Day -> date(context, if (withYear) "dMMMy" else "dMMM", millis)
    is Text.LongDay -> date(context, if (withYear) "EEEEdMMMMy" else "EEEEdMMMM", millis).let { day ->
        if (begins) day.replaceFirstChar { it.titlecase(context.locale) } else day
    }
    is Text.Size -> Formatter.formatShortFileSize(context, bytes)
    is Text.Weekday -> DayOfWeek.of(day + 1).getDisplayName(TextStyle.FULL, context.locale)
        .replaceFirstChar { it.titlecase(context.locale) }
    is Text.Weekdays -> DayOfWeek.entries.filter { days shr it.ordinal and 1 == 1 }
        .joinToString(", ") { it.getDisplayName(TextStyle.SHORT, context.locale) }
}

val Context.locale: Locale get() = resources.configuration.locales[0]

private fun resolved(args: List<Any>, context: Context): Array<Any> = args.map { if (it is Text) it.of(context) else it }.toTypedArray()

/** A date by the parts it shows, in the order of the app's own language. */
private fun date(context: Context, parts: String, millis: Long): String =
    SimpleDateFormat(DateFormat.getBestDateTimePattern(context.locale, parts), context.locale).format(Date(millis))

private fun dayTime(minute: Int): Date = Calendar.getInstance().apply {
    set(Calendar.HOUR_OF_DAY, minute / 60 % 24)
    set(Calendar.MINUTE, minute % 60)
}.time
