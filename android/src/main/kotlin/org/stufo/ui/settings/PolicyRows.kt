/** The policy's options in rows. Pure. */
package org.stufo.ui.settings

import org.stufo.R
import org.stufo.core.model.Settings
import org.stufo.core.model.SettingsView
import org.stufo.core.model.StageName
import org.stufo.core.model.Switch
import org.stufo.ui.calls.stageText
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.item
import org.stufo.ui.rules.Hours
import org.stufo.ui.rules.hoursRows
import org.stufo.words.Text
import org.stufo.words.joined
import org.stufo.words.text

/** An option of the policy. */
enum class PolicyKey {
    PACK,
    HIDDEN,
    UNIDENTIFIED,
    UNASSIGNED,
    OWN_NUMBER,
    OWN_HUNDRED,
    LIST_NEIGHBOURS,
    FAILED_VERIFICATION,
    FOREIGN,
    BURST,
    NOT_IN_CONTACTS,
}

/** What the user chooses of who is stopped. */
sealed interface WhoEvent {
    data class Option(val key: PolicyKey, val switch: Switch) : WhoEvent

    /** The phone's own numbers as typed, with commas between. */
    data class OwnNumbers(val text: String) : WhoEvent

    data class OnlyStarred(val on: Boolean) : WhoEvent

    /** When an option is in force. */
    data class Limits(val option: StageName) : WhoEvent
}

enum class WhoKey : WhoEvent { RANGES, COUNTRIES }

/** What the user chooses of the quiet hours. */
sealed interface QuietEvent {
    data class Chosen(val switch: Switch) : QuietEvent

    data class Open(val index: Int) : QuietEvent

    data object Add : QuietEvent
}

private fun <E> switchRow(title: Int, words: Text, chosen: Switch, event: (Switch) -> E) = switchRow(text(title), words, chosen, event)

/** Rings, is silenced, or is rejected. */
internal fun <E> switchRow(title: Text, words: Text?, chosen: Switch, event: (Switch) -> E) = Row.Chips(
    event,
    title,
    words,
    listOf(
        Option(Switch.OFF, text(R.string.action_off)),
        Option(Switch.SILENCE, text(R.string.action_silence)),
        Option(Switch.REJECT, text(R.string.action_reject)),
    ),
    chosen,
)

/** What an option's row is called; null for a stage that is no option here. */
internal fun optionTitle(stage: StageName): Text? = when (stage) {
    StageName.PACK -> text(R.string.who_pack)
    StageName.HIDDEN -> text(R.string.who_hidden)
    StageName.UNIDENTIFIED -> text(R.string.who_unidentified)
    StageName.FAILED_VERIFICATION -> text(R.string.who_false)
    StageName.FOREIGN -> text(R.string.who_foreign)
    StageName.NOT_IN_CONTACTS -> text(R.string.who_strangers)
    StageName.UNASSIGNED -> text(R.string.who_unassigned)
    StageName.OWN_NUMBER -> text(R.string.who_own_number)
    StageName.LIST_NEIGHBOURS -> text(R.string.who_neighbours)
    StageName.BURST -> text(R.string.who_burst)
    StageName.EMERGENCY_WINDOW, StageName.NEVER_BLOCK, StageName.USER_ALLOW, StageName.USER_BLOCK, StageName.CONTACTS,
    StageName.DIALLED, StageName.WAITING, StageName.REPEATED_CALL, StageName.LISTS, StageName.QUIET_HOURS,
    -> null
}

/** [own]: the phone's own numbers as they are being typed. */
internal fun whoRows(view: SettingsView, own: String): List<Row<WhoEvent>> = buildList {
    val settings = view.settings
    add(Row.Note(text(R.string.who_words)))
    add(switchRow(R.string.who_pack, text(R.string.who_pack_words, Text.Country(view.region)), settings.pack) { WhoEvent.Option(PolicyKey.PACK, it) })
    if (settings.pack != Switch.OFF) {
        add(item(WhoKey.RANGES, IconStyle(R.drawable.ic_range, Tone.NEUTRAL), text(R.string.who_ranges), null))
    }
    add(Row.Gap)
    add(switchRow(R.string.who_hidden, text(R.string.who_hidden_words), settings.hidden) { WhoEvent.Option(PolicyKey.HIDDEN, it) })
    add(Row.Gap)
    add(switchRow(R.string.who_unidentified, text(R.string.who_unidentified_words), settings.unidentified) { WhoEvent.Option(PolicyKey.UNIDENTIFIED, it) })
    add(Row.Gap)
    add(switchRow(R.string.who_false, text(R.string.who_false_words), settings.failedVerification) { WhoEvent.Option(PolicyKey.FAILED_VERIFICATION, it) })
    add(Row.Gap)
    add(switchRow(R.string.who_foreign, text(R.string.who_foreign_words), settings.foreign.switch) { WhoEvent.Option(PolicyKey.FOREIGN, it) })
    if (settings.foreign.switch != Switch.OFF) {
        add(item(WhoKey.COUNTRIES, IconStyle(R.drawable.ic_globe, Tone.NEUTRAL), text(R.string.who_countries), countriesSummary(settings)))
    }
    add(Row.Gap)
    add(switchRow(R.string.who_strangers, text(R.string.who_strangers_words), settings.notInContacts) { WhoEvent.Option(PolicyKey.NOT_IN_CONTACTS, it) })
    add(Row.Toggle(WhoEvent::OnlyStarred, null, text(R.string.who_starred), text(R.string.who_starred_words), settings.onlyStarred))
    add(Row.Section(text(R.string.who_forged)))
    add(switchRow(R.string.who_unassigned, text(R.string.who_unassigned_words), settings.unassigned) { WhoEvent.Option(PolicyKey.UNASSIGNED, it) })
    add(Row.Gap)
    addAll(ownNumberRows(settings, own))
    add(Row.Section(text(R.string.who_series)))
    add(switchRow(R.string.who_neighbours, text(R.string.who_neighbours_words), settings.listNeighbours) { WhoEvent.Option(PolicyKey.LIST_NEIGHBOURS, it) })
    add(Row.Gap)
    add(switchRow(R.string.who_burst, text(R.string.who_burst_words), settings.burst.switch) { WhoEvent.Option(PolicyKey.BURST, it) })
    addAll(limitRows(settings))
}

/** Without a number of one's own there is nothing to compare with. */
private fun ownNumberRows(settings: Settings, own: String): List<Row<WhoEvent>> = buildList {
    add(Row.Field(WhoEvent::OwnNumbers, text(R.string.who_own), text(R.string.who_own_hint), own, text(R.string.who_own_words), Typed.OWN_NUMBER))
    if (settings.ownNumber.numbers.isEmpty()) return@buildList
    add(switchRow(R.string.who_own_number, text(R.string.who_own_number_words), settings.ownNumber.switch) { WhoEvent.Option(PolicyKey.OWN_NUMBER, it) })
    add(switchRow(R.string.who_own_hundred, text(R.string.who_own_hundred_words), settings.ownNumber.hundred) { WhoEvent.Option(PolicyKey.OWN_HUNDRED, it) })
}

/** Each option that is on can be limited to some hours or to one SIM. */
private fun limitRows(settings: Settings): List<Row<WhoEvent>> = buildList {
    val on = listOf(
        StageName.PACK to settings.pack,
        StageName.LIST_NEIGHBOURS to settings.listNeighbours,
        StageName.HIDDEN to settings.hidden,
        StageName.UNIDENTIFIED to settings.unidentified,
        StageName.OWN_NUMBER to settings.ownNumber.switch,
        StageName.UNASSIGNED to settings.unassigned,
        StageName.FAILED_VERIFICATION to settings.failedVerification,
        StageName.FOREIGN to settings.foreign.switch,
        StageName.BURST to settings.burst.switch,
        StageName.NOT_IN_CONTACTS to settings.notInContacts,
    ).filter { it.second != Switch.OFF }.map { it.first }
    if (on.isEmpty()) return@buildList
    add(Row.Section(text(R.string.who_when)))
    for (option in on) {
        val isLimited = settings.limits.any { it.option == option }
        val summary = text(if (isLimited) R.string.who_when_limited else R.string.rule_always)
        add(item(WhoEvent.Limits(option), IconStyle(R.drawable.ic_clock, Tone.NEUTRAL), stageText(option), summary))
    }
}

private fun countriesSummary(settings: Settings): Text {
    val listed = settings.foreign.countries
    val shown = joined(", ", *listed.take(SHOWN_COUNTRIES).map { Text.Country(it) }.toTypedArray())
    return when {
        settings.foreign.onlyListed && shown != null -> text(R.string.countries_only, shown)
        settings.foreign.onlyListed -> text(R.string.countries_none)
        shown != null -> text(R.string.countries_but, shown)
        else -> text(R.string.countries_all)
    }
}

internal fun quietRows(settings: Settings): List<Row<QuietEvent>> = buildList {
    add(switchRow(R.string.quiet_others, text(R.string.quiet_words), settings.quietHours.switch, QuietEvent::Chosen))
    if (settings.quietHours.switch != Switch.OFF) addAll(hoursRows(settings.quietHours.schedule.map(Hours::of), QuietEvent::Open, QuietEvent.Add))
}

private const val SHOWN_COUNTRIES = 5
