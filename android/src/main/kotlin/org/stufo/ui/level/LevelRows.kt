/** The three levels of protection, and who does not ring with each. Pure. */
package org.stufo.ui.level

import org.stufo.R
import org.stufo.core.model.CountryRow
import org.stufo.core.model.Level
import org.stufo.core.model.LevelRow
import org.stufo.core.model.LevelsView
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.tonal
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.joined
import org.stufo.words.levelText
import org.stufo.words.stopsText
import org.stufo.words.text

/** What the user does on the screen of the levels. */
sealed interface LevelEvent {
    data class Chosen(val level: Level) : LevelEvent

    /** A country's callers ring, or do not. */
    data class Exempt(val region: String, val exempt: Boolean) : LevelEvent

    data class Stop(val region: String) : LevelEvent
}

enum class LevelKey : LevelEvent { OPTIONS, COUNTRIES }

internal fun levelRows(view: LevelsView, countries: List<CountryRow>, contacts: Boolean): List<Row<LevelEvent>> = buildList {
    add(Row.Note(text(R.string.level_words)))
    addAll(levelItems(view) { LevelEvent.Chosen(it) })
    val protection = view.protection
    if (protection.isChanged) {
        add(Row.Words(text(R.string.level_changed, levelText(protection.level))))
        add(Row.Buttons(listOf(tonal(LevelEvent.Chosen(protection.level), text(R.string.level_restore)))))
    }
    if (!contacts) add(Row.Note(text(R.string.level_no_contacts)))
    val exempt = countries.filter { it.isExceptionProposed }
    if (protection.level != Level.CAUTIOUS && exempt.isNotEmpty()) {
        add(Row.Section(text(R.string.level_exceptions)))
        add(Row.Words(text(R.string.level_exceptions_words)))
        exempt.forEach { country -> add(exemption(country)) }
    }
    countries.filter { it.isStopProposed }.takeIf { it.isNotEmpty() }?.let { proposed ->
        add(Row.Section(text(R.string.level_suggested)))
        for (country in proposed) {
            val name = Text.Country(country.region)
            add(item(null, IconStyle(R.drawable.ic_globe, Tone.SILENCED), name, count(R.plurals.level_unanswered, country.calls)))
            add(Row.Buttons(listOf(tonal(LevelEvent.Stop(country.region), text(R.string.level_silence_country)))))
        }
    }
    add(Row.Gap)
    add(item(LevelKey.OPTIONS, IconStyle(R.drawable.ic_settings, Tone.NEUTRAL), text(R.string.level_options), text(R.string.level_options_words)))
    add(item(LevelKey.COUNTRIES, IconStyle(R.drawable.ic_globe, Tone.NEUTRAL), text(R.string.who_countries), text(R.string.level_countries_words)))
}

/** A card a level: its name, and who does not ring. */
internal fun <E> levelItems(view: LevelsView, chosen: (Level) -> E): List<Row<E>> = buildList {
    for (row in view.levels) {
        val isOn = view.protection.isChosen && row.level == view.protection.level
        val icon = if (isOn) IconStyle(R.drawable.ic_check, Tone.PASSED) else IconStyle(R.drawable.ic_shield, Tone.NEUTRAL)
        add(item(chosen(row.level), icon, levelTitle(row.level), levelSummary(row), opens = false))
        add(Row.Gap)
    }
}

private fun levelTitle(level: Level): Text = if (level == Level.BALANCED) text(R.string.level_suggested_name, levelText(level)) else levelText(level)

/** A level tells more than its options: whom it lets through although they are strangers, or stops although they are wanted. */
private fun levelSummary(row: LevelRow): Text? = joined(
    "\n",
    stopsText(row.stops, contacts = true)?.let { text(R.string.level_stops, it) },
    when (row.level) {
        Level.CAUTIOUS -> text(R.string.level_cautious_words)
        Level.BALANCED -> text(R.string.level_balanced_words)
        Level.STRICT -> text(R.string.level_strict_words)
    },
)

private fun exemption(country: CountryRow): Row<LevelEvent> = Row.Toggle(
    { LevelEvent.Exempt(country.region, it) },
    null,
    Text.Country(country.region),
    joined(
        ", ",
        count(R.plurals.level_contacts, country.contacts).takeIf { country.contacts > 0 },
        count(R.plurals.level_dialled, country.dialled).takeIf { country.dialled > 0 },
    ),
    !country.isStopped,
)
