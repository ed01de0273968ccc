/** What rows are made of. */
package org.stufo.ui.rows

import org.stufo.words.Text
import java.time.LocalDate

/** The tone of a row: its colour repeats what icon and words say, and never stands alone. */
enum class Tone { NEUTRAL, ACCENT, BLOCKED, SILENCED, PASSED, WARNING, BRAND }

/** An icon on its round ground. */
data class IconStyle(val icon: Int, val tone: Tone)

enum class ButtonStyle { PRIMARY, TONAL, OUTLINED, TEXT }

data class ButtonRow<out E>(val event: E, val text: Text, val style: ButtonStyle)

data class Option<out V>(val value: V, val text: Text)

/** Calls kept away on one day. */
data class DayBar(val date: LocalDate, val rejected: Int, val silenced: Int) {
    val all: Int get() = rejected + silenced
}

/** What is typed into a field. */
enum class Typed { TEXT, WORDS, LONG_TEXT, PATTERN, URL, KEY, NUMBER, PHONE, CODE, NAME, ADDRESS, POSTCODE, EMAIL, OWN_NUMBER }

fun <E> primary(event: E, text: Text) = ButtonRow(event, text, ButtonStyle.PRIMARY)

fun <E> tonal(event: E, text: Text) = ButtonRow(event, text, ButtonStyle.TONAL)

fun <E> outlined(event: E, text: Text) = ButtonRow(event, text, ButtonStyle.OUTLINED)

fun <E> textButton(event: E, text: Text) = ButtonRow(event, text, ButtonStyle.TEXT)
