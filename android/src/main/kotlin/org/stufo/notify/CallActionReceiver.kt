package org.stufo.notify

import android.app.KeyguardManager
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.widget.Toast
import org.stufo.R
import org.stufo.core.Core
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.core.call
import org.stufo.core.callWanted
import org.stufo.core.decideCallers
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.RuleKind
import org.stufo.core.noteCall
import org.stufo.core.service
import org.stufo.core.undo

/** A button of a notification was tapped. The notification goes when it is done, and stays when it could not be. */
class CallActionReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        if (mustUnlock(context)) {
            Toast.makeText(context, R.string.notify_unlock_first, Toast.LENGTH_LONG).show()
            return
        }
        val pending = goAsync()
        Thread({
            try {
                carryOut(context, intent)
            } catch (fault: Throwable) {
                Log.warn("a notification's button failed", fault)
            } finally {
                pending?.finish()
            }
        }, "stufo-action").start()
    }

    /** Before Android 12 a button does not ask for the unlock by itself. */
    private fun mustUnlock(context: Context) = Build.VERSION.SDK_INT < Build.VERSION_CODES.S && context.service<KeyguardManager>().isDeviceLocked

    internal fun carryOut(context: Context, intent: Intent) {
        val callId = intent.getLongExtra(EXTRA_CALL_ID, 0)
        val manager = context.service<NotificationManager>()
        if (intent.action == ACTION_UNDO) {
            manager.cancel(CallTag.UNDO, notificationId(callId))
            CoreAccess.get(context).undo(intent.getStringExtra(EXTRA_UNDO).orEmpty())
            return
        }
        val done = tell(CoreAccess.get(context), callId, intent)
        if (done != null) manager.notify(CallTag.UNDO, notificationId(callId), UndoNotification.of(context, done, undo(context, callId, done.undo)))
        manager.cancel(CallTag.NAME, notificationId(callId))
        closeGroup(manager)
    }

    private fun undo(context: Context, callId: Long, change: String): PendingIntent {
        val intent = Intent(ACTION_UNDO, Uri.parse("stufo:call/$callId/undo")).setClass(context, CallActionReceiver::class.java)
        val extras = intent.putExtra(EXTRA_CALL_ID, callId).putExtra(EXTRA_UNDO, change)
        return PendingIntent.getBroadcast(context, 0, extras, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT)
    }

    /** The heading goes with the last call under it. */
    private fun closeGroup(manager: NotificationManager) {
        val calls = manager.activeNotifications.filter { it.tag == CallTag.NAME && it.id != CallTag.GROUP_ID }
        if (calls.none { it.notification.group != null }) manager.cancel(CallTag.NAME, CallTag.GROUP_ID)
    }

    /** What was done about the caller; null for a note alone. */
    private fun tell(core: Core, callId: Long, intent: Intent): DecidedCaller? = when (intent.action) {
        ACTION_WANTED -> DecidedCaller(core.call(callId).call.caller, R.string.block_allowed, core.callWanted(callId))
        ACTION_BLOCK -> {
            val caller = core.call(callId).call.caller
            DecidedCaller(caller, R.string.block_done, core.decideCallers(RuleKind.BLOCK, listOfNotNull(caller.number)))
        }
        else -> {
            CallOutcome.entries.firstOrNull { nameOf(it) == intent.getStringExtra(EXTRA_OUTCOME) }?.let { core.noteCall(callId, it) }
            null
        }
    }

    internal companion object {
        /** What an intent calls an outcome. */
        fun nameOf(outcome: CallOutcome): String = outcome.name.lowercase()

        const val ACTION_WANTED = "org.stufo.CALL_WANTED"
        const val ACTION_BLOCK = "org.stufo.CALL_BLOCK"
        const val ACTION_UNDO = "org.stufo.CALL_UNDO"
        const val ACTION_OUTCOME = "org.stufo.CALL_OUTCOME"
        const val EXTRA_CALL_ID = "org.stufo.call_id"
        const val EXTRA_OUTCOME = "org.stufo.OUTCOME"
        const val EXTRA_UNDO = "org.stufo.UNDO"
    }
}
