package org.stufo.notify

import android.app.Notification
import android.app.PendingIntent
import android.content.Context
import android.graphics.drawable.Icon
import android.os.Build
import org.stufo.R
import org.stufo.core.model.CallerView
import org.stufo.words.ContactNames
import org.stufo.words.callerName

/** A caller about whom a button decided: [done] says it, [undo] is what the core takes to lead back. */
internal class DecidedCaller(val caller: CallerView, val done: Int, val undo: String)

/** What a button of a notification did, and the way back while it is shown. */
internal object UndoNotification {
    fun of(context: Context, decided: DecidedCaller, undo: PendingIntent): Notification {
        val name = decided.caller.number?.let(ContactNames::of) ?: callerName(decided.caller).orEmpty()
        val icon = Icon.createWithResource(context, R.drawable.ic_notify)
        val action = Notification.Action.Builder(icon, context.getString(R.string.action_undo), undo)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) Api31.afterUnlock(action)
        return Notification.Builder(context, Channels.OUTCOME)
            .setSmallIcon(R.drawable.ic_notify)
            .setContentTitle(context.getString(decided.done, name))
            .addAction(action.build())
            .setVisibility(Notification.VISIBILITY_SECRET)
            .setTimeoutAfter(SHOWN_MILLIS)
            .setAutoCancel(true)
            .build()
    }

    private const val SHOWN_MILLIS = 60_000L
}
