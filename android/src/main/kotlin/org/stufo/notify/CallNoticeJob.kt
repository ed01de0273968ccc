package org.stufo.notify

import android.app.NotificationManager
import android.app.job.JobParameters
import android.app.job.JobService
import android.content.Context
import android.media.AudioManager
import org.stufo.core.Action
import org.stufo.core.Address
import org.stufo.core.Contact
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.core.call
import org.stufo.core.model.CallDetails
import org.stufo.core.model.CallRow
import org.stufo.core.model.CallerView
import org.stufo.core.model.Settings
import org.stufo.core.noteContact
import org.stufo.core.service
import org.stufo.core.settings
import org.stufo.screening.Contacts
import org.stufo.screening.Deadline
import org.stufo.screening.PhoneContacts

/** Tells of one call that was answered for, or asks how one that rang has ended. */
class CallNoticeJob : JobService() {
    override fun onStartJob(params: JobParameters): Boolean {
        val callId = params.extras.getLong(CallNotices.EXTRA_CALL)
        Thread({
            try {
                CallTeller(this, PhoneContacts(this, Deadline(CONTACTS_LIMIT_MILLIS))).tell(callId)
            } catch (fault: Throwable) {
                Log.warn("a call could not be told of", fault)
            }
            jobFinished(params, false)
        }, "stufo-notice").start()
        return true
    }

    /** Nothing to put off: what was not told now is in the record. */
    override fun onStopJob(params: JobParameters): Boolean = false

    private companion object {
        const val CONTACTS_LIMIT_MILLIS = 3_000L
    }
}

/** Decides, by the settings and the record, which notification a call gets. */
internal class CallTeller(private val context: Context, private val contacts: Contacts) {
    fun tell(callId: Long) {
        val core = CoreAccess.get(context)
        val settings = core.settings().settings
        val details = core.call(callId)
        val row = details.call
        when {
            row.action != Action.ALLOW -> if (settings.notifyBlocked) blocked(row, settings)
            row.caller.kind == CallerView.Kind.NUMBER -> letThrough(details, settings)
            row.caller.kind == CallerView.Kind.HIDDEN && settings.askOutcome -> askOnceOver(details, settings)
        }
    }

    /** The record learns whether the caller is a contact: nothing is ever claimed about one. */
    private fun letThrough(details: CallDetails, settings: Settings) {
        val row = details.call
        val contact = if (row.contact == Contact.UNDETERMINED) lookUp(row) else row.contact
        if (settings.askOutcome && contact != Contact.FOUND) askOnceOver(details, settings)
    }

    private fun lookUp(row: CallRow): Contact {
        val contact = contacts.lookUp(Address("tel", row.caller.number, SHOWN))
        if (contact != Contact.UNDETERMINED) CoreAccess.get(context).noteContact(row.id, contact)
        return contact
    }

    private fun blocked(row: CallRow, settings: Settings) {
        val manager = context.service<NotificationManager>()
        Channels.make(context)
        manager.notify(CALL_TAG, notificationId(row.id), CallNotification.blocked(context, row, settings.notifyOnLockScreen))
        manager.notify(CALL_TAG, GROUP_ID, CallNotification.group(context, settings.notifyOnLockScreen))
    }

    private fun askOnceOver(details: CallDetails, settings: Settings) {
        val row = details.call
        if (row.outcome != null) return
        // The one sign of a call that needs no permission.
        if (context.service<AudioManager>().mode != AudioManager.MODE_NORMAL) {
            CallNotices.schedule(context, row.id, CallNotices.RINGING_MILLIS)
            return
        }
        Channels.make(context)
        context.service<NotificationManager>()
            .notify(
                CALL_TAG,
                notificationId(row.id),
                CallNotification.howDidItEnd(context, row, details.flags.afterObjection, settings.notifyOnLockScreen),
            )
    }

    companion object {
        const val CALL_TAG = "call"
        const val GROUP_ID = 0
        private const val SHOWN = 1

        fun notificationId(callId: Long): Int = 1 + (callId % Int.MAX_VALUE).toInt()
    }
}
