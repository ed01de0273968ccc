package org.stufo.notify

import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.net.Uri
import org.stufo.core.model.Outcome
import org.stufo.ui.MainActivity

/** What a notification's buttons do. The call's id is part of the address: intents that differ in extras only are one. */
object CallIntents {
    /** [MainActivity] opens this call's details. */
    const val EXTRA_CALL_ID = "org.stufo.call_id"

    /** [MainActivity] opens this list. */
    const val EXTRA_LIST_ID = "org.stufo.list_id"

    /** With a call: what to say when such callers call, above its details. */
    const val EXTRA_SAY = "org.stufo.say"

    /** [MainActivity] opens the opposition register. */
    const val EXTRA_REGISTER = "org.stufo.register"

    internal const val ACTION_WANTED = "org.stufo.CALL_WANTED"
    internal const val ACTION_OUTCOME = "org.stufo.CALL_OUTCOME"
    internal const val EXTRA_OUTCOME = "org.stufo.OUTCOME"

    internal fun open(context: Context, callId: Long): PendingIntent = activity(context, call(context, callId, "open"))

    /** Its details, and above them what to say. */
    internal fun say(context: Context, callId: Long): PendingIntent =
        activity(context, call(context, callId, "say").putExtra(EXTRA_SAY, true))

    internal fun openApp(context: Context): PendingIntent = activity(context, Intent(context, MainActivity::class.java))

    /** A notice about a list leads to the list. */
    internal fun openList(context: Context, listId: Long): PendingIntent = activity(
        context,
        Intent(context, MainActivity::class.java).setData(Uri.parse("stufo:list/$listId")).putExtra(EXTRA_LIST_ID, listId).addFlags(ABOVE),
    )

    internal fun register(context: Context): PendingIntent =
        activity(context, Intent(context, MainActivity::class.java).setData(Uri.parse("stufo:register")).putExtra(EXTRA_REGISTER, true).addFlags(ABOVE))

    private fun call(context: Context, callId: Long, what: String): Intent =
        Intent(context, MainActivity::class.java).setData(address(callId, what)).putExtra(EXTRA_CALL_ID, callId).addFlags(ABOVE)

    private fun activity(context: Context, intent: Intent): PendingIntent = PendingIntent.getActivity(context, 0, intent, FLAGS)

    internal fun wanted(context: Context, callId: Long): PendingIntent =
        broadcast(context, Intent(ACTION_WANTED, address(callId, "wanted")), callId)

    internal fun outcome(context: Context, callId: Long, outcome: Outcome): PendingIntent =
        broadcast(context, Intent(ACTION_OUTCOME, address(callId, outcome.wire)).putExtra(EXTRA_OUTCOME, outcome.wire), callId)

    private fun broadcast(context: Context, intent: Intent, callId: Long): PendingIntent =
        PendingIntent.getBroadcast(
            context,
            0,
            intent.setClass(context, CallActionReceiver::class.java).putExtra(EXTRA_CALL_ID, callId),
            FLAGS,
        )

    private fun address(callId: Long, what: String): Uri = Uri.parse("stufo:call/$callId/$what")

    private const val ABOVE = Intent.FLAG_ACTIVITY_NEW_TASK or Intent.FLAG_ACTIVITY_CLEAR_TOP
    private const val FLAGS = PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT
}
