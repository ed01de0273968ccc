/** The first screen: protected or not, and the one thing to do. Pure. */
package org.stufo.ui.home

import org.stufo.R
import org.stufo.core.model.CallCounts
import org.stufo.core.model.DayCounts
import org.stufo.core.model.HomeView
import org.stufo.core.model.Notice
import org.stufo.core.model.NoticeKind
import org.stufo.core.model.RegisterLine
import org.stufo.ui.calls.callItem
import org.stufo.ui.permissions.Grants
import org.stufo.ui.rows.ButtonRow
import org.stufo.ui.rows.DayBar
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.ui.rows.tonal
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.joined
import org.stufo.words.longDate
import org.stufo.words.plain
import org.stufo.words.text
import org.stufo.words.untilText
import java.time.LocalDate

/** What the user does on Home. */
sealed interface HomeEvent {
    data class Call(val id: Long) : HomeEvent
}

enum class HomeKey : HomeEvent { ROLE, CONTACTS, NOTIFICATIONS, STOP_WAITING, HISTORY, WHAT_IF, REGISTER }

/** How long everybody gets through. */
enum class Wait : HomeEvent { HOUR, FOUR_HOURS, TOMORROW }

/** A notice's button. */
data class NoticeKey(val notice: Notice, val dismiss: Boolean) : HomeEvent

internal fun homeRows(home: HomeView, grants: Grants, now: Now): List<Row<HomeEvent>> = buildList {
    val waitingUntil = home.waitingUntilMillis?.takeIf { it > now.millis }
    add(protection(home, grants))
    // While everybody gets through, that is seen at once.
    waitingUntil?.let { addAll(waitingOn(it, now)) }
    home.notices.mapTo(this) { noticeRow(it) }
    add(Row.Chart(kept(home.today), kept(home.week), home.days.map(::dayBar)))
    // Neither in force nor about to be: the register is not shown.
    home.register?.takeIf { it.inForce || it.daysLeft > 0 }?.let {
        add(registerItem(it, now))
        add(Row.Gap)
    }
    if (waitingUntil == null) addAll(waitingOff())
    add(Row.Section(text(R.string.home_recent)))
    if (home.recent.isEmpty()) {
        add(item(null, IconStyle(R.drawable.ic_history, Tone.NEUTRAL), text(R.string.home_no_calls), text(R.string.home_no_calls_words)))
    } else {
        home.recent.forEach { add(callItem(it, event = HomeEvent.Call(it.id), now = now)) }
        add(Row.Buttons(listOf(textButton(HomeKey.HISTORY, text(R.string.home_all_calls)))))
    }
    add(Row.Gap)
    add(item(HomeKey.WHAT_IF, IconStyle(R.drawable.ic_question, Tone.ACCENT), text(R.string.what_if_title), text(R.string.home_what_if_words)))
}

private fun registerItem(register: RegisterLine, now: Now): Row.Item<HomeEvent> {
    val short = plain(register.short)
    return if (register.inForce) {
        item(
            HomeKey.REGISTER,
            IconStyle(R.drawable.ic_flag, Tone.PASSED),
            text(R.string.home_register_since, short, longDate(LocalDate.parse(register.inForceOn), now)),
        )
    } else {
        item(HomeKey.REGISTER, IconStyle(R.drawable.ic_flag, Tone.NEUTRAL), count(R.plurals.home_register_in, register.daysLeft, short))
    }
}

private fun dayBar(day: DayCounts) = DayBar(LocalDate.parse(day.date), day.blocked, day.silenced)

private fun kept(counts: CallCounts) = counts.blocked + counts.silenced

/** One banner, the most pressing: without the role nothing else matters. */
private fun protection(home: HomeView, grants: Grants): Row.Banner<HomeEvent> = when {
    !grants.roleAvailable -> loud(R.string.home_no_role_title, R.string.home_no_role_words, emptyList())
    !grants.role -> loud(
        R.string.home_off_title,
        R.string.home_off_words,
        listOf(primary(HomeKey.ROLE, text(R.string.home_off_action))),
    )
    else -> Row.Banner(
        icon = IconStyle(R.drawable.ic_shield, Tone.PASSED),
        title = text(R.string.home_on_title),
        words = if (grants.contacts) protectedBy(home) else text(R.string.home_contacts_words),
        buttons = when {
            !grants.contacts -> listOf(tonal(HomeKey.CONTACTS, text(R.string.home_contacts_action)))
            !grants.notifications -> listOf(textButton(HomeKey.NOTIFICATIONS, text(R.string.home_notifications_action)))
            else -> emptyList()
        },
        loud = false,
    )
}

private fun loud(title: Int, words: Int, buttons: List<ButtonRow<HomeEvent>>) =
    Row.Banner(IconStyle(R.drawable.ic_shield_off, Tone.WARNING), text(title), text(words), buttons, loud = true)

private fun protectedBy(home: HomeView): Text = text(
    R.string.home_on_words,
    joined(
        ", ",
        text(R.string.home_by_pack, Text.Country(home.region)),
        count(R.plurals.home_by_rules, home.rules).takeIf { home.rules > 0 },
        count(R.plurals.home_by_lists, home.lists, Text.Number(home.numbers)).takeIf { home.lists > 0 },
    ) as Any,
)

private fun noticeRow(notice: Notice): Row<HomeEvent> {
    val (title, words) = when (notice.kind) {
        NoticeKind.DATABASE_RECOVERED -> R.string.notice_recovered to R.string.notify_database_recovered
        NoticeKind.CALLS_NOT_RECORDED -> R.string.notice_not_recorded to R.string.notice_not_recorded_words
        NoticeKind.SETTINGS_RESET -> R.string.notice_settings_reset to R.string.notice_settings_reset_words
        NoticeKind.RULES_SWITCHED_OFF -> R.string.notice_rules_switched_off to R.string.notice_rules_switched_off_words
        NoticeKind.LISTS_DROPPED -> R.string.notice_lists_dropped to R.string.notice_lists_dropped_words
        NoticeKind.LIST_HELD -> R.string.notice_list_held to R.string.notify_list_held
        NoticeKind.LIST_STALE -> R.string.notice_list_stale to R.string.notify_list_stale
        NoticeKind.LIST_UNTRUSTED -> R.string.notice_list_untrusted to R.string.notify_list_untrusted
        NoticeKind.RPO_IN_FORCE -> R.string.notice_rpo_in_force to R.string.notify_rpo_in_force
        NoticeKind.RPO_RENEWAL -> R.string.notice_rpo_renewal to R.string.notify_rpo_renewal
        NoticeKind.ANSWER_DUE -> R.string.notice_answer_due to R.string.notify_answer_due
    }
    return Row.Banner(
        icon = IconStyle(R.drawable.ic_info, Tone.ACCENT),
        title = text(title),
        words = notice.listName?.let { text(words, it) } ?: text(words),
        buttons = listOf(
            tonal(NoticeKey(notice, dismiss = false), text(R.string.action_look)),
            textButton(NoticeKey(notice, dismiss = true), text(R.string.action_dismiss)),
        ),
        loud = false,
    )
}

private fun waitingOn(until: Long, now: Now): List<Row<HomeEvent>> = listOf(
    item(null, IconStyle(R.drawable.ic_wait, Tone.SILENCED), text(R.string.home_waiting_on, untilText(until, now)), text(R.string.home_waiting_on_words)),
    Row.Buttons(listOf(outlined(HomeKey.STOP_WAITING, text(R.string.home_waiting_stop)))),
)

private fun waitingOff(): List<Row<HomeEvent>> = listOf(
    item(null, IconStyle(R.drawable.ic_wait, Tone.NEUTRAL), text(R.string.home_waiting), text(R.string.home_waiting_words)),
    Row.Buttons(
        listOf(
            outlined(Wait.HOUR, text(R.string.home_wait_hour)),
            outlined(Wait.FOUR_HOURS, text(R.string.home_wait_four_hours)),
            outlined(Wait.TOMORROW, text(R.string.home_wait_tomorrow)),
        ),
    ),
)

/** "Until tomorrow" ends with tomorrow's last minute: who waits for a call waits for it by daylight. */
internal fun waitUntilMillis(wait: Wait, now: Now): Long = when (wait) {
    Wait.HOUR -> now.millis + HOUR_MILLIS
    Wait.FOUR_HOURS -> now.millis + 4 * HOUR_MILLIS
    Wait.TOMORROW -> now.today.plusDays(1).atTime(23, 59).atZone(now.zone).toInstant().toEpochMilli()
}

private const val HOUR_MILLIS = 3_600_000L
