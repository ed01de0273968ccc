package org.stufo.ui.settings

import org.stufo.R
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.item
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.locale
import org.stufo.words.plain
import org.stufo.words.text

/** A screen below that wants a country chosen. */
interface TakesCountry {
    fun takeCountry(code: String)
}

/** What the user looks for and chooses. */
sealed interface PickEvent {
    data class Search(val text: String) : PickEvent

    data class Country(val code: String) : PickEvent
}

/** One country of all, for the screen below. */
class CountryPickScreen(private val chosen: String) : RowsScreen<PickEvent>() {
    private var search = ""

    override val title: Text get() = text(R.string.region_title)

    override fun load() = show(countryPickRows(chosen, search, countries(context.locale)))

    override fun onEvent(event: PickEvent) = when (event) {
        is PickEvent.Search -> search(event.text)
        is PickEvent.Country -> give(event.code)
    }

    private fun search(text: String) {
        if (text == search) return
        search = text
        load()
    }

    private fun give(code: String) {
        (host.below as? TakesCountry)?.takeCountry(code)
        host.goBack()
    }
}

internal fun countryPickRows(chosen: String, search: String, all: List<NamedCountry>): List<Row<PickEvent>> = buildList {
    add(item(PickEvent.Country(chosen), IconStyle(R.drawable.ic_check, Tone.ACCENT), Text.Country(chosen), null, opens = false))
    add(Row.Gap)
    add(Row.Field(PickEvent::Search, text(R.string.region_search), text(R.string.countries_search_hint), search, null, Typed.TEXT))
    val others = all.filter { it.code != chosen }
    (if (search.isBlank()) others else others.found(search))
        .forEach { add(item(PickEvent.Country(it.code), null, plain(it.name), null, opens = false)) }
}
