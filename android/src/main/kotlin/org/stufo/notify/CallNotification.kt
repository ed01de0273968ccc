package org.stufo.notify

import android.app.Notification
import android.content.Context
import android.graphics.drawable.Icon
import android.os.Build
import org.stufo.R
import org.stufo.core.model.Action
import org.stufo.core.model.AfterObjection
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.CallRow
import org.stufo.core.model.CallerView
import org.stufo.words.ContactNames
import org.stufo.words.callerName
import org.stufo.words.hasNumber

/** The notifications about one call: that it was blocked, or the question how it ended. */
internal object CallNotification {
    private const val GROUP = "blocked"

    fun blocked(context: Context, row: CallRow, showOnLockScreen: Boolean): Notification {
        val done = if (row.action == Action.REJECT) R.string.notify_rejected else R.string.notify_silenced
        val title = context.getString(done, callerName(context, row.caller))
        val shown = base(context, Channels.BLOCKED, row, title, CallReason.of(context, row)).setGroup(GROUP)
        // A caller without a number cannot be let through by a rule.
        if (row.caller.hasNumber) shown.addAction(action(context, R.string.notify_wanted, CallIntents.wanted(context, row.id)))
        shown.addAction(action(context, R.string.notify_open, CallIntents.open(context, row.id), unlock = false))
        return locked(context, shown, R.string.notify_blocked_locked, showOnLockScreen)
    }

    /** Stands above the single calls once there are several. */
    fun group(context: Context, showOnLockScreen: Boolean): Notification {
        val summary = Notification.Builder(context, Channels.BLOCKED)
            .setSmallIcon(R.drawable.ic_notify)
            .setContentTitle(context.getString(R.string.notify_group))
            .setContentIntent(CallIntents.openApp(context))
            .setGroup(GROUP)
            .setGroupSummary(true)
            .setAutoCancel(true)
        return locked(context, summary, R.string.notify_blocked_locked, showOnLockScreen)
    }

    /** Three buttons are all that a phone shows: what to say opens with the notification itself. */
    fun howDidItEnd(context: Context, row: CallRow, after: AfterObjection?, showOnLockScreen: Boolean): Notification {
        val title = context.getString(R.string.notify_outcome_title, callerName(context, row.caller))
        val text = if (after == null) context.getString(R.string.notify_outcome_text) else context.getString(R.string.notify_outcome_after, after.count)
        val shown = base(context, Channels.OUTCOME, row, title, text).setContentIntent(CallIntents.say(context, row.id))
        if (row.caller.hasNumber) {
            shown.addAction(action(context, R.string.notify_block, CallIntents.block(context, row.id)))
        } else {
            // Whether it was silent counts most where there is no number to block.
            shown.addAction(action(context, R.string.notify_outcome_silent, CallIntents.outcome(context, row.id, CallOutcome.SILENT)))
        }
        shown.addAction(action(context, R.string.notify_objected, CallIntents.outcome(context, row.id, CallOutcome.OBJECTED)))
        shown.addAction(action(context, R.string.notify_other, CallIntents.open(context, row.id), unlock = false))
        return locked(context, shown, R.string.notify_outcome_locked, showOnLockScreen)
    }

    private fun base(context: Context, channel: String, row: CallRow, title: String, text: String) = Notification.Builder(context, channel)
        .setSmallIcon(R.drawable.ic_notify)
        .setContentTitle(title)
        .setContentText(text)
        .setStyle(Notification.BigTextStyle().bigText(text))
        .setCategory(Notification.CATEGORY_STATUS)
        .setContentIntent(CallIntents.open(context, row.id))
        .setWhen(row.at.utcMillis)
        .setShowWhen(true)
        .setAutoCancel(true)

    /** On a locked screen either all of it, or only that there was a call. */
    private fun locked(context: Context, shown: Notification.Builder, text: Int, show: Boolean): Notification {
        if (show) return shown.setVisibility(Notification.VISIBILITY_PUBLIC).build()
        val public = Notification.Builder(context, Channels.BLOCKED)
            .setSmallIcon(R.drawable.ic_notify)
            .setContentTitle(context.getString(text))
            .build()
        return shown.setVisibility(Notification.VISIBILITY_PRIVATE).setPublicVersion(public).build()
    }

    private fun action(context: Context, label: Int, does: android.app.PendingIntent, unlock: Boolean = true): Notification.Action {
        val icon = Icon.createWithResource(context, R.drawable.ic_notify)
        val action = Notification.Action.Builder(icon, context.getString(label), does)
        // Whoever finds the phone must not change who gets through.
        if (unlock && Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) Api31.afterUnlock(action)
        return action.build()
    }

    private fun callerName(context: Context, caller: CallerView): String =
        caller.number?.let(ContactNames::of) ?: callerName(caller) ?: context.getString(R.string.notify_hidden_caller)
}
