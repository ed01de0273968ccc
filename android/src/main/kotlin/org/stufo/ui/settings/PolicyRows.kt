/** The policy's options in rows. Pure. */
package org.stufo.ui.settings

import org.stufo.R
import org.stufo.core.model.PackRow
import org.stufo.core.model.Settings
import org.stufo.core.model.SettingsView
import org.stufo.core.model.Switch
import org.stufo.ui.rows.Look
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rules.Hours
import org.stufo.ui.rules.hoursRows
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.joined
import org.stufo.words.plain
import org.stufo.words.text

/** An option of the policy with the name it has at the boundary. */
enum class PolicyKey(val wire: String) {
    PACK("pack"),
    HIDDEN("hidden"),
    FAILED_VERIFICATION("failed_verification"),
    FOREIGN("foreign"),
    NOT_IN_CONTACTS("not_in_contacts"),
    QUIET("quiet_hours"),
}

enum class WhoKey { RANGES, COUNTRIES }

enum class SafetyKey { REPEATED, REPEATED_MINUTES, EMERGENCY_MINUTES, DIALLED_DAYS }

data class PackKey(val id: String)

private fun switchRow(key: PolicyKey, title: Int, summary: Text, chosen: Switch) = Row.Chips(
    key,
    text(title),
    summary,
    listOf(
        Option(Switch.OFF, text(R.string.action_off)),
        Option(Switch.SILENCE, text(R.string.action_silence)),
        Option(Switch.REJECT, text(R.string.action_reject)),
    ),
    chosen,
)

internal fun whoRows(view: SettingsView): List<Row> = buildList {
    val settings = view.settings
    add(Row.Note(text(R.string.who_words)))
    add(switchRow(PolicyKey.PACK, R.string.who_pack, text(R.string.who_pack_words, Text.Country(view.region)), settings.pack))
    if (settings.pack != Switch.OFF) {
        add(item(WhoKey.RANGES, Look(R.drawable.ic_range, Tone.NEUTRAL), text(R.string.who_ranges), null))
    }
    add(Row.Gap)
    add(switchRow(PolicyKey.HIDDEN, R.string.who_hidden, text(R.string.who_hidden_words), settings.hidden))
    add(Row.Gap)
    add(switchRow(PolicyKey.FAILED_VERIFICATION, R.string.who_false, text(R.string.who_false_words), settings.failedVerification))
    add(Row.Gap)
    add(switchRow(PolicyKey.FOREIGN, R.string.who_foreign, text(R.string.who_foreign_words), settings.foreign.switch))
    if (settings.foreign.switch != Switch.OFF) {
        add(item(WhoKey.COUNTRIES, Look(R.drawable.ic_globe, Tone.NEUTRAL), text(R.string.who_countries), countriesSummary(settings)))
    }
    add(Row.Gap)
    add(switchRow(PolicyKey.NOT_IN_CONTACTS, R.string.who_strangers, text(R.string.who_strangers_words), settings.notInContacts))
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

internal fun packRows(packs: List<PackRow>, region: String): List<Row> = buildList {
    add(Row.Note(text(R.string.ranges_words)))
    val (home, others) = packs.partition { it.region == region }
    packSection(Text.Country(region), home)
    others.groupBy { it.region }.forEach { (its, rows) -> packSection(Text.Country(its), rows) }
}

private fun MutableList<Row>.packSection(title: Text, packs: List<PackRow>) {
    if (packs.isEmpty()) return
    add(Row.Section(title))
    for (pack in packs) {
        val certainty = if (pack.certain) null else text(R.string.ranges_uncertain)
        add(
            Row.Toggle(
                PackKey(pack.id), null, plain(pack.display),
                joined("\n", Text.Bilingual(pack.labelEn, pack.labelIt), certainty, text(R.string.ranges_source, Text.Bilingual(pack.sourceEn, pack.sourceIt))),
                pack.enabled,
            ),
        )
    }
}

internal fun quietRows(settings: Settings): List<Row> = buildList {
    add(switchRow(PolicyKey.QUIET, R.string.quiet_others, text(R.string.quiet_words), settings.quietHours.switch))
    if (settings.quietHours.switch != Switch.OFF) addAll(hoursRows(settings.quietHours.schedule.map(Hours::of)))
}

internal fun safetyRows(settings: Settings): List<Row> = buildList {
    add(Row.Note(text(R.string.safety_words)))
    val minutes = { value: Int -> Option(value, lasting(value)) }
    add(
        Row.Chips(
            SafetyKey.EMERGENCY_MINUTES, text(R.string.safety_emergency), text(R.string.safety_emergency_words),
            withChosen(listOf(30, 60, 120, 240), settings.emergencyWindowMinutes).map(minutes), settings.emergencyWindowMinutes,
        ),
    )
    add(Row.Gap)
    add(
        Row.Chips(
            SafetyKey.DIALLED_DAYS, text(R.string.safety_dialled), text(R.string.safety_dialled_words),
            withChosen(listOf(0, 90, 365, 730), settings.dialledDays).map { Option(it, if (it == 0) text(R.string.never) else daysText(it)) },
            settings.dialledDays,
        ),
    )
    add(Row.Gap)
    add(Row.Toggle(SafetyKey.REPEATED, null, text(R.string.safety_repeated), text(R.string.safety_repeated_words), settings.repeatedCall.enabled))
    if (settings.repeatedCall.enabled) {
        add(
            Row.Chips(
                SafetyKey.REPEATED_MINUTES, null, text(R.string.safety_repeated_within),
                withChosen(listOf(3, 5, 10, 15), settings.repeatedCall.withinMinutes).map(minutes), settings.repeatedCall.withinMinutes,
            ),
        )
    }
}

/** Whole hours as hours. */
private fun lasting(minutes: Int): Text =
    if (minutes > 0 && minutes % MINUTES_IN_HOUR == 0) count(R.plurals.hours, minutes / MINUTES_IN_HOUR) else count(R.plurals.minutes, minutes)

/** What another version or a backup chose is offered too. */
private fun withChosen(offered: List<Int>, chosen: Int): List<Int> = (offered + chosen).distinct().sorted()

private const val SHOWN_COUNTRIES = 5
private const val MINUTES_IN_HOUR = 60
