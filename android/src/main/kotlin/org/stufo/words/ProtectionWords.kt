/** What is really on, in words: of the first screen, of the levels, of the settings. Pure. */
package org.stufo.words

import org.stufo.R
import org.stufo.core.model.Level
import org.stufo.core.model.StageName
import org.stufo.core.model.Stop

internal fun levelText(level: Level): Text = text(
    when (level) {
        Level.CAUTIOUS -> R.string.level_cautious
        Level.BALANCED -> R.string.level_balanced
        Level.STRICT -> R.string.level_strict
    },
)

/** Who does not ring, one after the other; null: nobody is stopped. Without the address book, what asks it stops nobody. */
internal fun stopsText(stops: List<Stop>, contacts: Boolean): Text? =
    joined(", ", *stops.filter { contacts || it.stage !in ASK_CONTACTS }.map(::stopText).toTypedArray())

private val ASK_CONTACTS = setOf(StageName.NOT_IN_CONTACTS, StageName.QUIET_HOURS, StageName.BURST)

private fun stopText(stop: Stop): Text = when (stop.stage) {
    StageName.USER_BLOCK -> count(R.plurals.stop_rules, stop.count)
    StageName.PACK -> text(R.string.stop_pack)
    StageName.LISTS -> count(R.plurals.stop_lists, stop.count)
    StageName.LIST_NEIGHBOURS -> text(R.string.stop_list_neighbours)
    StageName.HIDDEN -> text(R.string.stop_hidden)
    StageName.UNIDENTIFIED -> text(R.string.stop_unidentified)
    StageName.OWN_NUMBER -> text(R.string.stop_own_number)
    StageName.UNASSIGNED -> text(R.string.stop_unassigned)
    StageName.FAILED_VERIFICATION -> text(R.string.stop_failed_verification)
    StageName.FOREIGN -> foreignText(stop)
    StageName.BURST -> text(R.string.stop_burst)
    StageName.NOT_IN_CONTACTS -> text(R.string.stop_not_in_contacts)
    StageName.QUIET_HOURS -> text(R.string.stop_quiet_hours)
    StageName.EMERGENCY_WINDOW, StageName.NEVER_BLOCK, StageName.USER_ALLOW, StageName.CONTACTS, StageName.DIALLED,
    StageName.WAITING, StageName.REPEATED_CALL,
    -> plain("")
}

private fun foreignText(stop: Stop): Text {
    val countries = joined(", ", *stop.countries.take(SHOWN_COUNTRIES).map { Text.Country(it) }.toTypedArray())
    return when {
        countries == null -> text(R.string.stop_foreign)
        stop.onlyListed -> text(R.string.stop_foreign_only, countries)
        else -> text(R.string.stop_foreign_but, countries)
    }
}

private const val SHOWN_COUNTRIES = 5
