package org.stufo.ui.rows

import org.stufo.words.Text

/**
 * One row of a screen, ready to show. Neighbouring rows that are [inCard] share a card. [E] is what a use of the row tells its
 * screen: an event of the screen's own, made here, so that nobody has to guess what was tapped.
 */
sealed interface Row<out E> {
    val inCard: Boolean

    /** A heading between cards. */
    data class Section(val text: Text) : Row<Nothing> {
        override val inCard get() = false
    }

    /** Small print between cards. */
    data class Note(val text: Text) : Row<Nothing> {
        override val inCard get() = false
    }

    /** Begins a new card. */
    data object Gap : Row<Nothing> {
        override val inCard get() = false
    }

    /** A paragraph. */
    data class Words(val text: Text) : Row<Nothing> {
        override val inCard get() = true
    }

    /** [event] null: only to read. */
    data class Item<out E>(val event: E?, val icon: IconStyle?, val title: Text, val summary: Text?, val trailing: Text?, val opens: Boolean) : Row<E> {
        override val inCard get() = true
    }

    data class Toggle<out E>(val event: (on: Boolean) -> E, val icon: IconStyle?, val title: Text, val summary: Text?, val on: Boolean) : Row<E> {
        override val inCard get() = true
    }

    /** One of many to choose from. */
    data class Check<out E>(val event: (on: Boolean) -> E, val icon: IconStyle?, val title: Text, val summary: Text?, val on: Boolean) : Row<E> {
        override val inCard get() = true
    }

    /** A row that opens something, with a switch of its own at its end. */
    data class SwitchItem<out E>(val event: E, val switched: (on: Boolean) -> E, val icon: IconStyle?, val title: Text, val summary: Text?, val on: Boolean) :
        Row<E> {
        override val inCard get() = true
    }

    /** One of a few. */
    data class Chips<V, out E>(val event: (chosen: V) -> E, val title: Text?, val summary: Text?, val options: List<Option<V>>, val chosen: V?) : Row<E> {
        override val inCard get() = true
    }

    /** [value] is shown unless the user has typed something else meanwhile. Its [title] tells a field from the others of its screen. */
    data class Field<out E>(val event: (text: String) -> E, val title: Text, val hint: Text?, val value: String, val help: Text?, val typed: Typed) : Row<E> {
        override val inCard get() = true
    }

    /** Buttons that belong to the card they are in. */
    data class Buttons<out E>(val buttons: List<ButtonRow<E>>) : Row<E> {
        override val inCard get() = true
    }

    /** Buttons of the whole screen. */
    data class Actions<out E>(val buttons: List<ButtonRow<E>>) : Row<E> {
        override val inCard get() = false
    }

    /** A card of its own: what matters most on a screen. */
    data class Banner<out E>(val icon: IconStyle, val title: Text, val words: Text?, val buttons: List<ButtonRow<E>>, val loud: Boolean) : Row<E> {
        override val inCard get() = false
    }

    /** Nothing here yet, and what to do about it. */
    data class Empty(val icon: IconStyle, val title: Text, val words: Text) : Row<Nothing> {
        override val inCard get() = false
    }

    /** How far something has come: so many of [WHOLE]; null where that is not known. */
    data class Progress(val text: Text, val part: Int?) : Row<Nothing> {
        override val inCard get() = true

        companion object {
            const val WHOLE = 1_000L
        }
    }

    /** A small chart; [said] tells a screen reader what it shows. [from] and [to] stand under the first and the last bar. [event] null: only to look at. */
    data class Bars<out E>(val event: E?, val title: Text, val summary: Text?, val values: List<Int>, val from: Text?, val to: Text?, val said: Text) : Row<E> {
        override val inCard get() = true
    }

    /** The last seven days, today last. */
    data class Chart(val today: Int, val week: Int, val days: List<DayBar>) : Row<Nothing> {
        override val inCard get() = false
    }
}

fun <E> item(event: E?, icon: IconStyle?, title: Text, summary: Text? = null, trailing: Text? = null, opens: Boolean = event != null): Row.Item<E> =
    Row.Item(event, icon, title, summary, trailing, opens)
