package org.stufo.ui.settings

import org.stufo.R
import org.stufo.core.PhoneRegion
import org.stufo.core.model.Patch
import org.stufo.core.model.Settings
import org.stufo.core.model.SettingsPatch
import org.stufo.core.settings
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.item
import org.stufo.words.Text
import org.stufo.words.locale
import org.stufo.words.plain
import org.stufo.words.text
import java.text.Collator
import java.util.Locale

enum class CountriesFor { FOREIGN, HOME }

/** What the user chooses of the countries; codes are those of ISO 3166-1. */
sealed interface CountriesEvent {
    data class OnlyListed(val on: Boolean) : CountriesEvent

    data class Search(val text: String) : CountriesEvent

    data class Listed(val code: String, val on: Boolean) : CountriesEvent

    /** null: the phone's own. */
    data class Home(val code: String?) : CountriesEvent
}

/** A country by its name in the user's language. */
data class NamedCountry(val code: String, val name: String)

/** Choosing countries: those that calls may be stopped from, or the one whose numbering holds. */
class CountriesScreen(private val purpose: CountriesFor) : PatchScreen<CountriesEvent>() {
    private var search = ""

    @Transient
    private var settings: Settings? = null

    override val title: Text get() = text(if (purpose == CountriesFor.HOME) R.string.region_title else R.string.who_countries)

    override fun load() = onCore({ it.settings().settings }) {
        settings = it
        draw()
    }

    private fun draw() {
        val shown = settings ?: return
        val all = countries(context.locale)
        show(
            if (purpose ==
                CountriesFor.HOME
            ) {
                homeCountryRows(shown, PhoneRegion.of(context.createDeviceProtectedStorageContext()), search, all)
            } else {
                foreignRows(shown, search, all)
            },
        )
    }

    override fun onEvent(event: CountriesEvent) {
        when (event) {
            is CountriesEvent.Search -> search(event.text)
            is CountriesEvent.Listed -> list(event.code, event.on)
            is CountriesEvent.OnlyListed -> write(event.on, settings?.foreign?.countries.orEmpty())
            is CountriesEvent.Home -> patch(SettingsPatch(region = Patch(event.code)))
        }
    }

    private fun search(text: String) {
        if (text == search) return
        search = text
        draw()
    }

    private fun list(code: String, on: Boolean) {
        val foreign = settings?.foreign ?: return
        write(foreign.onlyListed, if (on) foreign.countries + code else foreign.countries - code)
    }

    private fun write(onlyListed: Boolean, countries: List<String>) {
        val foreign = settings?.foreign ?: return
        patch(SettingsPatch(foreign = foreign.copy(onlyListed = onlyListed, countries = countries)))
    }
}

internal fun countries(locale: Locale): List<NamedCountry> {
    val order = Collator.getInstance(locale)
    return Locale.getISOCountries().map { NamedCountry(it, Locale("", it).getDisplayCountry(locale)) }.sortedWith(compareBy(order) { it.name })
}

internal fun List<NamedCountry>.found(search: String): List<NamedCountry> = filter {
    it.name.contains(search.trim(), ignoreCase = true) || it.code.equals(search.trim(), ignoreCase = true)
}

private fun searchRow(title: Int, search: String) =
    Row.Field(CountriesEvent::Search, text(title), text(R.string.countries_search_hint), search, null, Typed.TEXT)

internal fun foreignRows(settings: Settings, search: String, all: List<NamedCountry>): List<Row<CountriesEvent>> = buildList {
    val chosen = settings.foreign.countries
    add(
        Row.Chips(
            CountriesEvent::OnlyListed,
            null,
            text(R.string.countries_words),
            listOf(Option(false, text(R.string.countries_all_but)), Option(true, text(R.string.countries_only_these))),
            settings.foreign.onlyListed,
        ),
    )
    add(searchRow(R.string.countries_search, search))
    add(Row.Gap)
    val (on, off) = all.partition { it.code in chosen }
    on.forEach { add(countryToggle(it, on = true)) }
    add(Row.Gap)
    if (search.isBlank()) {
        if (on.isEmpty()) add(Row.Note(text(R.string.countries_empty)))
    } else {
        off.found(search).take(MOST).forEach { add(countryToggle(it, on = false)) }
    }
}

private fun countryToggle(country: NamedCountry, on: Boolean) = Row.Toggle({ CountriesEvent.Listed(country.code, it) }, null, plain(country.name), null, on)

internal fun homeCountryRows(settings: Settings, ofSim: String, search: String, all: List<NamedCountry>): List<Row<CountriesEvent>> = buildList {
    val tick = { on: Boolean -> if (on) IconStyle(R.drawable.ic_check, Tone.ACCENT) else IconStyle(R.drawable.ic_globe, Tone.NEUTRAL) }
    add(Row.Note(text(R.string.region_words)))
    add(item(CountriesEvent.Home(null), tick(settings.region == null), text(R.string.region_phone), Text.Country(ofSim), opens = false))
    settings.region?.let { add(item(CountriesEvent.Home(it), tick(true), Text.Country(it), null, opens = false)) }
    add(Row.Gap)
    add(searchRow(R.string.region_search, search))
    if (search.isNotBlank()) {
        all.found(search).filter {
            it.code != settings.region
        }.take(MOST).forEach { add(item(CountriesEvent.Home(it.code), tick(false), plain(it.name), null, opens = false)) }
    }
}

private const val MOST = 12
