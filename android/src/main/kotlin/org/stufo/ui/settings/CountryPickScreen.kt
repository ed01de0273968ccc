package org.stufo.ui.settings

import org.stufo.R
import org.stufo.ui.rows.Look
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

/** One country of all, for the screen below. */
class CountryPickScreen(private val chosen: String) : RowsScreen() {
    private var search = ""

    override val title: Text get() = text(R.string.region_title)

    override fun load() = show(countryPickRows(chosen, search, countries(context.locale)))

    override fun onField(key: Any, text: String) {
        if (text == search) return
        search = text
        load()
    }

    override fun onRow(key: Any) {
        (host.below as? TakesCountry)?.takeCountry((key as CountryKey).code)
        host.goBack()
    }
}

internal fun countryPickRows(chosen: String, search: String, all: List<NamedCountry>): List<Row> = buildList {
    add(item(CountryKey(chosen), Look(R.drawable.ic_check, Tone.ACCENT), Text.Country(chosen), null, opens = false))
    add(Row.Gap)
    add(Row.Field(CountriesKey.SEARCH, text(R.string.region_search), text(R.string.countries_search_hint), search, null, Typed.TEXT))
    val others = all.filter { it.code != chosen }
    (if (search.isBlank()) others else others.found(search))
        .forEach { add(item(CountryKey(it.code), null, plain(it.name), null, opens = false)) }
}
