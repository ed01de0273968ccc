package org.stufo.notify

import android.app.NotificationChannel
import android.app.NotificationManager
import android.content.Context
import org.stufo.R
import org.stufo.core.service

/** Notifications about calls: the tag they share, and the id of the heading above them. */
internal object CallTag {
    const val NAME = "call"

    /** What a button did, with the way back. */
    const val UNDO = "undo"
    const val GROUP_ID = 0
}

/** Of a call or a notice; never that of a heading. */
internal fun notificationId(id: Long): Int = 1 + (id % Int.MAX_VALUE).toInt()

/** The kinds of notification a user can switch apart. Made again each time, so that a change of language renames them. */
object Channels {
    const val BLOCKED = "blocked_calls"
    const val OUTCOME = "call_outcome"
    const val LISTS = "lists"
    const val OBJECTION = "objection"
    const val DIGEST = "digest"
    const val PROTECTION = "protection"

    fun make(context: Context) {
        val manager = context.service<NotificationManager>()
        manager.createNotificationChannels(
            listOf(
                channel(context, BLOCKED, R.string.channel_blocked, NotificationManager.IMPORTANCE_LOW),
                channel(context, OUTCOME, R.string.channel_outcome, NotificationManager.IMPORTANCE_LOW),
                channel(context, LISTS, R.string.channel_lists, NotificationManager.IMPORTANCE_DEFAULT),
                channel(context, OBJECTION, R.string.channel_objection, NotificationManager.IMPORTANCE_DEFAULT),
                channel(context, PROTECTION, R.string.channel_protection, NotificationManager.IMPORTANCE_HIGH),
                channel(context, DIGEST, R.string.channel_digest, NotificationManager.IMPORTANCE_LOW),
            ),
        )
    }

    private fun channel(context: Context, id: String, name: Int, importance: Int) =
        NotificationChannel(id, context.getString(name), importance).apply { setShowBadge(false) }
}
