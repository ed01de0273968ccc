package org.stufo.ui.level

import org.stufo.R
import org.stufo.core.chooseLevel
import org.stufo.core.countries
import org.stufo.core.levels
import org.stufo.core.stopCountry
import org.stufo.screening.ContactNumbers
import org.stufo.ui.permissions.Phone
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.text

/** How much is kept from ringing: one of three levels, and the countries that are exempt. */
class LevelScreen : RowsScreen<LevelEvent>() {
    override val title: Text get() = text(R.string.level_title)

    override fun load() {
        val app = context.applicationContext
        onCore({ it.levels() to it.countries(ContactNumbers.all(app)) }) { (view, countries) ->
            show(levelRows(view, countries, Phone.grants(context).contacts))
        }
    }

    override fun onEvent(event: LevelEvent) {
        val app = context.applicationContext
        when (event) {
            is LevelEvent.Chosen -> onCore({ it.chooseLevel(event.level, ContactNumbers.all(app)) }) { load() }
            is LevelEvent.Exempt -> onCore({ it.stopCountry(event.region, stopped = !event.exempt) }) { load() }
            is LevelEvent.Stop -> onCore({ it.stopCountry(event.region, stopped = true) }) { load() }
            LevelKey.OPTIONS -> host.go(Route.Who)
            LevelKey.COUNTRIES -> host.go(Route.Countries)
        }
    }
}
