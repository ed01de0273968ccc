/** The level of protection, foreign countries and the daily watch, as screens and jobs ask for them. Call them off the main thread. */
package org.stufo.core

import org.stufo.core.model.CountriesRequest
import org.stufo.core.model.CountryRow
import org.stufo.core.model.CountryStopRequest
import org.stufo.core.model.ForeignOption
import org.stufo.core.model.Level
import org.stufo.core.model.LevelsRequest
import org.stufo.core.model.LevelsView
import org.stufo.core.model.ListKeepRequest
import org.stufo.core.model.NextStep
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.StepDismissRequest
import org.stufo.core.model.Switch
import org.stufo.core.model.Watch
import org.stufo.core.model.WatchRequest

fun Core.levels(): LevelsView = ask(LevelsRequest)

/** Foreign countries this phone knows of; [contacts] are the numbers of the address book, of which nothing is kept. */
fun Core.countries(contacts: List<String>): List<CountryRow> = ask(CountriesRequest(contacts)).countries

/** Sets a level. Countries with contacts, or that were called, are exempt from the option for foreign callers. */
fun Core.chooseLevel(level: Level, contacts: List<String>) {
    val foreign = settings().settings.foreign
    val exempt = if (foreign.onlyListed) emptyList() else foreign.countries
    val proposed = countries(contacts).filter { it.isExceptionProposed }.map { it.region }
    val switch = if (level == Level.CAUTIOUS) Switch.OFF else Switch.SILENCE
    patchSettings(SettingsPatch(level = level, foreign = ForeignOption(switch, onlyListed = false, countries = (exempt + proposed).distinct())))
}

/** What [undo] takes. */
fun Core.stopCountry(region: String, stopped: Boolean): String = tell(CountryStopRequest(region, stopped)).undo

fun Core.dismissStep(step: NextStep) {
    tell(StepDismissRequest(step))
}

/** The numbers of a list whose new version shrank stay. */
fun Core.keepList(id: Long) {
    tell(ListKeepRequest(id))
}

/** Once a day: what was lost since the day before. */
fun Core.watch(roleHeld: Boolean, contactsGranted: Boolean): Watch = tell(WatchRequest(roleHeld, contactsGranted))
