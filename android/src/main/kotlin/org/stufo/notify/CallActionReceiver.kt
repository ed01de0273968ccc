package org.stufo.notify

import android.app.NotificationManager
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import org.stufo.core.Core
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.core.callWanted
import org.stufo.core.model.Outcome
import org.stufo.core.noteCall
import org.stufo.core.service

/** A button of a notification was tapped. The notification goes when it is done, and stays when it could not be. */
class CallActionReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
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

    internal fun carryOut(context: Context, intent: Intent) {
        val callId = intent.getLongExtra(CallIntents.EXTRA_CALL_ID, 0)
        tell(CoreAccess.get(context), callId, intent)
        val manager = context.service<NotificationManager>()
        manager.cancel(CallTeller.CALL_TAG, CallTeller.notificationId(callId))
        closeGroup(manager)
    }

    /** The heading goes with the last call under it. */
    private fun closeGroup(manager: NotificationManager) {
        val calls = manager.activeNotifications.filter { it.tag == CallTeller.CALL_TAG && it.id != CallTeller.GROUP_ID }
        if (calls.none { it.notification.group != null }) manager.cancel(CallTeller.CALL_TAG, CallTeller.GROUP_ID)
    }

    private fun tell(core: Core, callId: Long, intent: Intent) {
        when (intent.action) {
            CallIntents.ACTION_WANTED -> core.callWanted(callId)
            CallIntents.ACTION_OUTCOME -> {
                val outcome = intent.getStringExtra(CallIntents.EXTRA_OUTCOME)?.let(Outcome::ofWire) ?: return
                core.noteCall(callId, outcome)
            }
        }
    }
}
