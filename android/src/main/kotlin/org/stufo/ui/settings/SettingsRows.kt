/** The settings in rows. Pure. */
package org.stufo.ui.settings

import org.stufo.R
import org.stufo.core.model.Protection
import org.stufo.core.model.Settings
import org.stufo.core.model.SettingsView
import org.stufo.core.model.StageName
import org.stufo.core.model.Stop
import org.stufo.core.model.Switch
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.levelText
import org.stufo.words.stopsText
import org.stufo.words.text

enum class SettingsKey { LEVEL, WHO, QUIET, SAFETY, NOTIFICATIONS, KEEPING, BACKUP, REGION, PHONE_LIST, DIAGNOSIS, LANGUAGE, PRIVACY, LICENCES, ABOUT }

/** What the user chooses of the notifications. */
sealed interface NotificationEvent {
    data class Switch(val key: NotificationKey, val on: Boolean) : NotificationEvent

    data object System : NotificationEvent
}

/** A switch of the notifications. */
enum class NotificationKey { BLOCKED, LOCK_SCREEN, OUTCOME, DIGEST }

/** What the user chooses of what is kept. */
sealed interface KeepingEvent {
    data class Days(val days: Int) : KeepingEvent

    data class Calls(val calls: Int) : KeepingEvent
}

enum class KeepingKey : KeepingEvent { EXPORT, SHARE, CLEAR }

internal fun settingsRows(view: SettingsView, on: Protection, contacts: Boolean, version: String, hasLanguage: Boolean): List<Row<SettingsKey>> = buildList {
    val settings = view.settings
    add(Row.Section(text(R.string.settings_calls)))
    add(door(SettingsKey.LEVEL, R.drawable.ic_shield, R.string.level_title, levelText(on.level)))
    add(door(SettingsKey.WHO, R.drawable.ic_block, R.string.who_title, whoSummary(on.stops, contacts)))
    add(door(SettingsKey.QUIET, R.drawable.ic_moon, R.string.quiet_title, text(quietWord(settings.quietHours.switch))))
    add(door(SettingsKey.SAFETY, R.drawable.ic_allow, R.string.safety_title, text(R.string.safety_summary)))
    add(door(SettingsKey.REGION, R.drawable.ic_globe, R.string.region_title, Text.Country(view.region)))
    add(door(SettingsKey.PHONE_LIST, R.drawable.ic_phone, R.string.phone_list_title, text(R.string.phone_list_summary)))
    add(Row.Section(text(R.string.settings_data)))
    add(door(SettingsKey.KEEPING, R.drawable.ic_history, R.string.keeping_title, keptFor(settings.keepDays)))
    add(door(SettingsKey.BACKUP, R.drawable.ic_save, R.string.backup_title, text(R.string.backup_summary)))
    add(Row.Section(text(R.string.settings_app)))
    add(door(SettingsKey.NOTIFICATIONS, R.drawable.ic_bell, R.string.notifications_title, notificationsOn(settings)))
    if (hasLanguage) add(door(SettingsKey.LANGUAGE, R.drawable.ic_language, R.string.language_title, text(R.string.language_now)))
    add(door(SettingsKey.DIAGNOSIS, R.drawable.ic_check, R.string.diagnosis_title, text(R.string.diagnosis_summary)))
    add(door(SettingsKey.PRIVACY, R.drawable.ic_lock, R.string.privacy_title, text(R.string.privacy_summary)))
    add(door(SettingsKey.LICENCES, R.drawable.ic_doc, R.string.licences_title, text(R.string.licences_summary)))
    add(door(SettingsKey.ABOUT, R.drawable.ic_info, R.string.about_title, text(R.string.about_version, version)))
}

private fun door(key: SettingsKey, icon: Int, title: Int, summary: Text?) = item(key, IconStyle(icon, Tone.ACCENT), text(title), summary)

/** Whoever does not ring, but for what has a row or a tab of its own: rules, lists, quiet hours. */
private fun whoSummary(stops: List<Stop>, contacts: Boolean): Text =
    stopsText(stops.filter { it.stage !in ELSEWHERE }, contacts)?.let { text(R.string.who_short, it) } ?: text(R.string.who_nobody)

private val ELSEWHERE = setOf(StageName.USER_BLOCK, StageName.LISTS, StageName.QUIET_HOURS)

private fun notificationsOn(settings: Settings): Text {
    val on = listOf(settings.notifyBlocked, settings.askOutcome, settings.weeklyDigest).count { it }
    return if (on == 0) text(R.string.notifications_off) else count(R.plurals.notifications_on, on)
}

private fun quietWord(switch: Switch): Int = when (switch) {
    Switch.OFF -> R.string.quiet_off
    Switch.SILENCE -> R.string.switch_silence
    Switch.REJECT -> R.string.switch_reject
}

internal fun notificationRows(settings: Settings): List<Row<NotificationEvent>> = buildList {
    val toggle = { key: NotificationKey, title: Int, words: Int, on: Boolean ->
        Row.Toggle({ NotificationEvent.Switch(key, it) }, null, text(title), text(words), on)
    }
    add(toggle(NotificationKey.BLOCKED, R.string.notifications_blocked, R.string.notifications_blocked_words, settings.notifyBlocked))
    add(toggle(NotificationKey.LOCK_SCREEN, R.string.notifications_lock, R.string.notifications_lock_words, settings.notifyOnLockScreen))
    add(toggle(NotificationKey.OUTCOME, R.string.notifications_outcome, R.string.notifications_outcome_words, settings.askOutcome))
    add(toggle(NotificationKey.DIGEST, R.string.notifications_digest, R.string.notifications_digest_words, settings.weeklyDigest))
    add(Row.Gap)
    add(
        item(
            NotificationEvent.System,
            IconStyle(R.drawable.ic_bell, Tone.NEUTRAL),
            text(R.string.notifications_system),
            text(R.string.notifications_system_words),
        ),
    )
}

internal fun keepingRows(settings: Settings): List<Row<KeepingEvent>> = buildList {
    add(
        Row.Chips(
            KeepingEvent::Days,
            text(R.string.keeping_days),
            text(R.string.keeping_days_words),
            (listOf(90, 365, 730, 0) + settings.keepDays).distinct().map { Option(it, keptFor(it)) },
            settings.keepDays,
        ),
    )
    add(
        Row.Chips(
            KeepingEvent::Calls,
            text(R.string.keeping_calls),
            null,
            (listOf(10_000, 100_000, 0) + settings.keepCalls).distinct().map { Option(it, if (it == 0) text(R.string.no_limit) else Text.Number(it.toLong())) },
            settings.keepCalls,
        ),
    )
    add(Row.Gap)
    add(item(KeepingKey.EXPORT, IconStyle(R.drawable.ic_save, Tone.NEUTRAL), text(R.string.keeping_export), text(R.string.keeping_export_words), opens = false))
    add(item(KeepingKey.SHARE, IconStyle(R.drawable.ic_share, Tone.NEUTRAL), text(R.string.keeping_share), text(R.string.keeping_share_words), opens = false))
    add(item(KeepingKey.CLEAR, IconStyle(R.drawable.ic_delete, Tone.NEUTRAL), text(R.string.keeping_clear), text(R.string.keeping_clear_words), opens = false))
}

private fun keptFor(days: Int): Text = if (days == 0) text(R.string.for_ever) else daysText(days)

/** Whole years as years. */
internal fun daysText(days: Int): Text = if (days > 0 && days % DAYS_IN_YEAR == 0) count(R.plurals.years, days / DAYS_IN_YEAR) else count(R.plurals.days, days)

private const val DAYS_IN_YEAR = 365
