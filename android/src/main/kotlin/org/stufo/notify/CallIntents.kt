package org.stufo.notify

import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.net.Uri
import org.stufo.core.model.CallOutcome

/** What a notification's buttons do. The call's id is part of the address: intents that differ in extras only are one. */
object CallIntents {
    /** The app opens this call's details. */
    const val EXTRA_CALL_ID = CallActionReceiver.EXTRA_CALL_ID

    /** The app opens this list. */
    const val EXTRA_LIST_ID = "org.stufo.list_id"

    /** With a call: what to say when such callers call, above its details. */
    const val EXTRA_SAY = "org.stufo.say"

    /** The app opens the opposition register. */
    const val EXTRA_REGISTER = "org.stufo.register"

    /** The app opens the diagnosis. */
    const val EXTRA_DIAGNOSIS = "org.stufo.diagnosis"

    /** The app opens this report; 0: all of them. */
    const val EXTRA_REPORT_ID = "org.stufo.report_id"

    internal fun diagnosis(context: Context): PendingIntent = activity(context, view(context, Uri.parse("stufo:diagnosis")).putExtra(EXTRA_DIAGNOSIS, true))

    internal fun open(context: Context, callId: Long): PendingIntent = activity(context, call(context, callId, "open"))

    /** Its details, and above them what to say. */
    internal fun say(context: Context, callId: Long): PendingIntent = activity(context, call(context, callId, "say").putExtra(EXTRA_SAY, true))

    internal fun openApp(context: Context): PendingIntent =
        PendingIntent.getActivity(context, 0, Intent(Intent.ACTION_MAIN).addCategory(Intent.CATEGORY_LAUNCHER).setPackage(context.packageName), FLAGS)

    /** A notice about a list leads to the list. */
    internal fun openList(context: Context, listId: Long): PendingIntent =
        activity(context, view(context, Uri.parse("stufo:list/$listId")).putExtra(EXTRA_LIST_ID, listId))

    internal fun register(context: Context): PendingIntent = activity(context, view(context, Uri.parse("stufo:register")).putExtra(EXTRA_REGISTER, true))

    /** The report whose answer is due; [id] null: all of them, with the overdue ones marked. */
    internal fun reports(context: Context, id: Long?): PendingIntent =
        activity(context, view(context, Uri.parse("stufo:report/${id ?: 0}")).putExtra(EXTRA_REPORT_ID, id ?: 0L))

    private fun call(context: Context, callId: Long, what: String): Intent = view(context, address(callId, what)).putExtra(EXTRA_CALL_ID, callId)

    /** One of the app's own addresses: its window shows it, whatever the window's class is called. */
    private fun view(context: Context, address: Uri): Intent = Intent(Intent.ACTION_VIEW, address).setPackage(context.packageName).addFlags(ABOVE)

    private fun activity(context: Context, intent: Intent): PendingIntent = PendingIntent.getActivity(context, 0, intent, FLAGS)

    internal fun wanted(context: Context, callId: Long): PendingIntent =
        broadcast(context, Intent(CallActionReceiver.ACTION_WANTED, address(callId, "wanted")), callId)

    internal fun block(context: Context, callId: Long): PendingIntent =
        broadcast(context, Intent(CallActionReceiver.ACTION_BLOCK, address(callId, "block")), callId)

    internal fun outcome(context: Context, callId: Long, outcome: CallOutcome): PendingIntent = broadcast(
        context,
        Intent(
            CallActionReceiver.ACTION_OUTCOME,
            address(callId, CallActionReceiver.nameOf(outcome)),
        ).putExtra(CallActionReceiver.EXTRA_OUTCOME, CallActionReceiver.nameOf(outcome)),
        callId,
    )

    private fun broadcast(context: Context, intent: Intent, callId: Long): PendingIntent = PendingIntent.getBroadcast(
        context,
        0,
        intent.setClass(context, CallActionReceiver::class.java).putExtra(CallActionReceiver.EXTRA_CALL_ID, callId),
        FLAGS,
    )

    private fun address(callId: Long, what: String): Uri = Uri.parse("stufo:call/$callId/$what")

    private const val ABOVE = Intent.FLAG_ACTIVITY_NEW_TASK or Intent.FLAG_ACTIVITY_CLEAR_TOP
    private const val FLAGS = PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT
}
