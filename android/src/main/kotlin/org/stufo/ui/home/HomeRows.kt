/** What home shows, decided without Android. */
package org.stufo.ui.home

import org.stufo.R
import org.stufo.core.model.Notice
import java.util.Calendar
import java.util.TimeZone

/** The status card. */
internal data class StatusCard(
    val isProtected: Boolean,
    val asksContacts: Boolean,
    val card: Int,
    val icon: Int,
    val color: Int,
    val title: Int,
    val text: Int,
)

/** One thing at a time: contacts are asked for only once the role is held. */
internal fun homeStatus(holdsRole: Boolean, mayReadContacts: Boolean): StatusCard = if (holdsRole) {
    StatusCard(
        isProtected = true,
        asksContacts = !mayReadContacts,
        card = R.drawable.card_ok,
        icon = R.drawable.ic_shield,
        color = R.color.on_ok_card,
        title = R.string.home_protected_title,
        text = R.string.home_protected_text,
    )
} else {
    StatusCard(
        isProtected = false,
        asksContacts = false,
        card = R.drawable.card_warn,
        icon = R.drawable.ic_shield_off,
        color = R.color.on_warn_card,
        title = R.string.home_unprotected_title,
        text = R.string.home_unprotected_text,
    )
}

internal fun noticeText(kind: Notice.Kind): Int = when (kind) {
    Notice.Kind.DATABASE_RECOVERED -> R.string.notice_database_recovered
    Notice.Kind.LISTS_DROPPED -> R.string.notice_lists_dropped
    else -> R.string.notice_other
}

/** "Until tomorrow morning": 8 o'clock of the next day by the wall clock. */
internal fun tomorrowMorning(nowMillis: Long, zone: TimeZone): Long = Calendar.getInstance(zone).apply {
    timeInMillis = nowMillis
    add(Calendar.DAY_OF_MONTH, 1)
    set(Calendar.HOUR_OF_DAY, MORNING_HOUR)
    set(Calendar.MINUTE, 0)
    set(Calendar.SECOND, 0)
    set(Calendar.MILLISECOND, 0)
}.timeInMillis

private const val MORNING_HOUR = 8
