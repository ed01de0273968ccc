package org.stufo.words

/**
 * A text of a screen before the language is known: rows are made of these without Android, and tested so.
 * [TextOf] turns one into words.
 */
sealed interface Text {
    /** As the core or the user wrote it. */
    data class Plain(val text: String) : Text

    /** A caller: the contact's name where it is known, else [shown]. */
    data class Caller(val number: String, val shown: String) : Text

    /** [shown] where [Caller] shows a name instead; else nothing. */
    data class BehindName(val number: String, val shown: String) : Text

    /** As the core says it in its two languages. */
    data class Bilingual(val en: String, val it: String) : Text

    /** A string resource; arguments are texts or plain values. */
    data class Res(val id: Int, val args: List<Any>) : Text

    /** A plural resource, its number written by the language's own digits and separators. */
    data class Count(val id: Int, val count: Long, val args: List<Any>) : Text

    data class Joined(val parts: List<Text>, val separator: String) : Text

    /** A text of a sentence's middle as a heading: with a capital. */
    data class Heading(val text: Text) : Text

    /** A whole number with the language's separators. */
    data class Number(val number: Long) : Text

    /** ISO 3166-1. */
    data class Country(val code: String) : Text

    /** The time of the day. */
    data class Clock(val millis: Long) : Text

    /** Minutes from midnight, as the time of the day. */
    data class MinuteOfDay(val minute: Int) : Text

    /** Day and month, with the year only where it is not this one. */
    data class Day(val millis: Long, val withYear: Boolean) : Text

    /** Day of the week, day and month; [begins] a sentence or stands in its middle. */
    data class LongDay(val millis: Long, val withYear: Boolean, val begins: Boolean) : Text

    /** Bytes, as the phone writes file sizes. */
    data class Size(val bytes: Long) : Text

    /** A day's full name, Monday is 0. */
    data class Weekday(val day: Int) : Text

    /** The short names of days, Monday is bit 0. */
    data class Weekdays(val days: Int) : Text
}

fun text(id: Int, vararg args: Any): Text = Text.Res(id, args.toList())

fun plain(text: String): Text = Text.Plain(text)

fun count(id: Int, count: Long, vararg args: Any): Text = Text.Count(id, count, args.toList())

fun count(id: Int, count: Int, vararg args: Any): Text = Text.Count(id, count.toLong(), args.toList())

/** The parts that are there, with a middle dot between. */
fun dotted(vararg parts: Text?): Text? = joined(" · ", *parts)

fun joined(separator: String, vararg parts: Text?): Text? {
    val there = parts.filterNotNull()
    return if (there.size < 2) there.firstOrNull() else Text.Joined(there, separator)
}
