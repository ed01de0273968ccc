package org.stufo.notify

import android.Manifest
import android.app.Notification
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.pm.PackageManager
import org.stufo.R
import org.stufo.core.Core
import org.stufo.core.home
import org.stufo.core.model.CallCounts
import org.stufo.core.model.Notice
import org.stufo.core.model.NoticeKind
import org.stufo.core.model.WatchAlert
import org.stufo.core.service
import org.stufo.core.settings
import org.stufo.core.watch
import org.stufo.screening.Role
import java.util.concurrent.TimeUnit

/** Notices of the core that need the user, and the weekly digest. Each is told once: [ShownNotices] remembers. */
internal class CoreNotices(private val context: Context, private val shown: ShownNotices) {
    private val manager = context.service<NotificationManager>()

    fun tell(notices: List<Notice>) {
        shown.keepOnly(notices.map { it.id })
        for (notice in notices.filterNot { shown.knows(it.id) }) {
            val (channel, text) = wording(notice.kind) ?: continue
            Channels.make(context)
            val words = notice.listName?.let { context.getString(text, it) } ?: context.getString(text)
            val open = when {
                notice.kind == NoticeKind.ANSWER_DUE -> CallIntents.reports(context, notice.reportId)
                channel == Channels.OBJECTION -> CallIntents.register(context)
                else -> notice.listId?.let { CallIntents.openList(context, it) } ?: CallIntents.openApp(context)
            }
            manager.notify(TAG, notificationId(notice.id), simple(channel, R.string.app_name, words, open))
            shown.add(notice.id)
        }
    }

    /** Protection that ended without the user: told the same day. */
    fun alert(alert: WatchAlert) {
        val (title, text) = when (alert) {
            WatchAlert.ROLE_LOST -> R.string.alert_role_lost_title to R.string.alert_role_lost
            WatchAlert.CONTACTS_LOST -> R.string.alert_contacts_lost_title to R.string.alert_contacts_lost
            WatchAlert.NO_CALLS -> R.string.alert_no_calls_title to R.string.alert_no_calls
        }
        val open = if (alert == WatchAlert.NO_CALLS) CallIntents.diagnosis(context) else CallIntents.openApp(context)
        Channels.make(context)
        manager.notify(ALERT_TAG, alert.ordinal, simple(Channels.PROTECTION, title, context.getString(text), open))
    }

    /** The core could not do its daily work. Told on each day that it fails, in place of the day before's. */
    fun coreFailed() {
        Channels.make(context)
        val text = context.getString(R.string.alert_core_failed)
        manager.notify(ALERT_TAG, CORE_FAILED_ID, simple(Channels.PROTECTION, R.string.alert_core_failed_title, text, CallIntents.diagnosis(context)))
    }

    fun coreWorks() = manager.cancel(ALERT_TAG, CORE_FAILED_ID)

    fun digest(week: CallCounts) {
        val blocked = week.blocked + week.silenced
        val text = context.resources.getQuantityString(R.plurals.notify_digest, blocked, blocked)
        Channels.make(context)
        manager.notify(TAG, DIGEST_ID, simple(Channels.DIGEST, R.string.notify_digest_title, text, CallIntents.openApp(context)))
    }

    private fun simple(channel: String, title: Int, text: String, open: PendingIntent): Notification = Notification.Builder(context, channel)
        .setSmallIcon(R.drawable.ic_notify)
        .setContentTitle(context.getString(title))
        .setContentText(text)
        .setStyle(Notification.BigTextStyle().bigText(text))
        .setContentIntent(open)
        .setVisibility(Notification.VISIBILITY_PRIVATE)
        .setAutoCancel(true)
        .build()

    /** Null for what the app shows by itself when it is opened. */
    private fun wording(kind: NoticeKind): Pair<String, Int>? = when (kind) {
        NoticeKind.DATABASE_RECOVERED -> Channels.LISTS to R.string.notify_database_recovered
        NoticeKind.LIST_HELD -> Channels.LISTS to R.string.notify_list_held
        NoticeKind.LIST_STALE -> Channels.LISTS to R.string.notify_list_stale
        NoticeKind.LIST_UNTRUSTED -> Channels.LISTS to R.string.notify_list_untrusted
        NoticeKind.RPO_IN_FORCE -> Channels.OBJECTION to R.string.notify_rpo_in_force
        NoticeKind.RPO_RENEWAL -> Channels.OBJECTION to R.string.notify_rpo_renewal
        NoticeKind.ANSWER_DUE -> Channels.OBJECTION to R.string.notify_answer_due
        NoticeKind.LISTS_DROPPED, NoticeKind.CALLS_NOT_RECORDED, NoticeKind.SETTINGS_RESET, NoticeKind.RULES_SWITCHED_OFF -> null
    }

    /** What the core says after a sync and once a day, as notifications. */
    object Announcer : org.stufo.sync.Announcer {
        override fun afterSync(context: Context, core: Core) = CoreNotices(context, ShownNotices(context)).tell(core.home().notices)

        override fun daily(context: Context, core: Core) {
            val contacts = context.checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED
            val watch = core.watch(Role.isHeld(context), contacts)
            val home = core.home()
            val shown = ShownNotices(context)
            val notices = CoreNotices(context, shown)
            watch.alerts.forEach(notices::alert)
            notices.tell(home.notices)
            notices.coreWorks()
            if (core.settings().settings.weeklyDigest && isWeekOver(shown, core.now().utcMillis)) notices.digest(home.week)
        }

        override fun failed(context: Context) = CoreNotices(context, ShownNotices(context)).coreFailed()

        /** The first digest comes a week after it was switched on. */
        private fun isWeekOver(shown: ShownNotices, nowMillis: Long): Boolean {
            val last = shown.lastDigestMillis
            val over = last != 0L && nowMillis - last >= WEEK_MILLIS
            if (last == 0L || over) shown.lastDigestMillis = nowMillis
            return over
        }
    }

    private companion object {
        val WEEK_MILLIS = TimeUnit.DAYS.toMillis(7)
        const val TAG = "notice"
        const val ALERT_TAG = "alert"
        const val DIGEST_ID = 0

        /** Beside the places of [WatchAlert]. */
        const val CORE_FAILED_ID = 100
    }
}
