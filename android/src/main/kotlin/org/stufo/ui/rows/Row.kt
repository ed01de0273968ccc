package org.stufo.ui.rows

import java.time.LocalDate
import org.stufo.words.Text

/** What colour speaks along with an icon and words, never alone. */
enum class Tone { NEUTRAL, ACCENT, BLOCKED, SILENCED, PASSED, WARNING }

/** An icon on its round ground. */
data class Look(val icon: Int, val tone: Tone)

enum class ButtonStyle { PRIMARY, TONAL, OUTLINED, TEXT }

data class ButtonRow(val key: Any, val text: Text, val style: ButtonStyle)

data class Option(val key: Any, val text: Text)

/** Calls kept away on one day. */
data class DayBar(val date: LocalDate, val rejected: Int, val silenced: Int) {
    val all: Int get() = rejected + silenced
}

/** What is typed into a field. */
enum class Typed { TEXT, PHONE, URL, KEY, NUMBER, LONG_TEXT }

/**
 * One row of a screen, ready to show. Neighbouring rows that are [inCard] share a card. [key] is handed back when the
 * row is used.
 */
sealed interface Row {
    val inCard: Boolean

    /** A heading between cards. */
    data class Section(val text: Text) : Row {
        override val inCard get() = false
    }

    /** Small print between cards. */
    data class Note(val text: Text) : Row {
        override val inCard get() = false
    }

    /** Begins a new card. */
    data object Gap : Row {
        override val inCard get() = false
    }

    /** A paragraph. */
    data class Words(val text: Text) : Row {
        override val inCard get() = true
    }

    /** [key] null: only to read. */
    data class Item(
        val key: Any?,
        val look: Look?,
        val title: Text,
        val summary: Text?,
        val trailing: Text?,
        val opens: Boolean,
    ) : Row {
        override val inCard get() = true
    }

    data class Toggle(val key: Any, val look: Look?, val title: Text, val summary: Text?, val on: Boolean) : Row {
        override val inCard get() = true
    }

    /** One of many to choose from. */
    data class Check(val key: Any, val look: Look?, val title: Text, val summary: Text?, val on: Boolean) : Row {
        override val inCard get() = true
    }

    /** A row that opens something, with a switch of its own at its end. */
    data class SwitchItem(
        val key: Any,
        val switchKey: Any,
        val look: Look?,
        val title: Text,
        val summary: Text?,
        val on: Boolean,
    ) : Row {
        override val inCard get() = true
    }

    /** One of a few. */
    data class Chips(
        val key: Any,
        val title: Text?,
        val summary: Text?,
        val options: List<Option>,
        val chosen: Any?,
    ) : Row {
        override val inCard get() = true
    }

    /** [value] is shown unless the person has typed something else meanwhile. */
    data class Field(
        val key: Any,
        val title: Text,
        val hint: Text?,
        val value: String,
        val help: Text?,
        val typed: Typed,
    ) : Row {
        override val inCard get() = true
    }

    /** Buttons that belong to the card they are in. */
    data class Buttons(val buttons: List<ButtonRow>) : Row {
        override val inCard get() = true
    }

    /** Buttons of the whole screen. */
    data class Actions(val buttons: List<ButtonRow>) : Row {
        override val inCard get() = false
    }

    /** A card of its own: what matters most on a screen. */
    data class Banner(
        val look: Look,
        val title: Text,
        val words: Text?,
        val buttons: List<ButtonRow>,
        val loud: Boolean,
    ) : Row {
        override val inCard get() = false
    }

    /** Nothing here yet, and what to do about it. */
    data class Empty(val look: Look, val title: Text, val words: Text) : Row {
        override val inCard get() = false
    }

    /** How far something has come: so many of [WHOLE]; null where that is not known. */
    data class Progress(val text: Text, val part: Int?) : Row {
        override val inCard get() = true

        companion object {
            const val WHOLE = 1_000L
        }
    }

    /** A small chart; [said] tells a screen reader what it shows. [key] null: only to look at. */
    data class Bars(val key: Any?, val title: Text, val summary: Text?, val values: List<Int>, val said: Text) : Row {
        override val inCard get() = true
    }

    /** The last seven days, today last. */
    data class Chart(val today: Int, val week: Int, val days: List<DayBar>) : Row {
        override val inCard get() = false
    }
}

fun item(
    key: Any?,
    look: Look?,
    title: Text,
    summary: Text? = null,
    trailing: Text? = null,
    opens: Boolean = key != null,
): Row.Item = Row.Item(key, look, title, summary, trailing, opens)

fun primary(key: Any, text: Text) = ButtonRow(key, text, ButtonStyle.PRIMARY)

fun tonal(key: Any, text: Text) = ButtonRow(key, text, ButtonStyle.TONAL)

fun outlined(key: Any, text: Text) = ButtonRow(key, text, ButtonStyle.OUTLINED)

fun textButton(key: Any, text: Text) = ButtonRow(key, text, ButtonStyle.TEXT)
