package org.stufo.notify

import android.app.NotificationManager
import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import android.media.AudioManager
import android.os.Build
import android.os.PersistableBundle
import org.stufo.core.Address
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.core.Verdict
import org.stufo.core.call
import org.stufo.core.model.Action
import org.stufo.core.model.CallDetails
import org.stufo.core.model.CallRow
import org.stufo.core.model.CallerKind
import org.stufo.core.model.Contact
import org.stufo.core.model.Reason
import org.stufo.core.model.Settings
import org.stufo.core.noteContact
import org.stufo.core.service
import org.stufo.core.settings
import org.stufo.screening.Contacts
import org.stufo.screening.Deadline
import org.stufo.screening.PhoneContacts
import org.stufo.words.ContactNames

/**
 * Plans what the user is told of a call, after it was answered for. A job does the telling: Telecom unbinds the
 * screening service at once, and a thread left behind may never run.
 */
object CallNotices {
    const val EXTRA_CALL = "call"

    /** The job reads the settings: the call must not wait for them. */
    fun plan(context: Context, verdict: Verdict) {
        if (!verdict.isRecorded) return
        when {
            verdict.action != Action.ALLOW -> schedule(context, verdict.callId, delayMillis = 0)
            // In an emergency nobody is asked anything; a contact, an allowed or a dialled number needs no question.
            verdict.reason == Reason.NOTHING_AGAINST -> schedule(context, verdict.callId, RINGING_MILLIS)
        }
    }

    /** The question how a call ended waits for its end: the job asks again after this time while it goes on. */
    internal fun schedule(context: Context, callId: Long, delayMillis: Long) {
        val job = JobInfo.Builder(jobId(callId), ComponentName(context, CallNoticeJob::class.java))
            .setExtras(PersistableBundle().apply { putLong(EXTRA_CALL, callId) })
        when {
            delayMillis > 0 -> job.setMinimumLatency(delayMillis).setOverrideDeadline(delayMillis * 2)
            Build.VERSION.SDK_INT >= Build.VERSION_CODES.S -> Api31.atOnce(job)
            else -> job.setOverrideDeadline(0)
        }
        context.service<JobScheduler>().schedule(job.build())
    }

    /** Job ids for up to a thousand waiting notifications; lower ids belong to other jobs. */
    private fun jobId(callId: Long) = FIRST_JOB + (callId % JOBS).toInt()

    internal const val RINGING_MILLIS = 60_000L
    private const val FIRST_JOB = 1_000
    private const val JOBS = 1_000
}

/** Shows the notification of one screened call, or asks how a call that rang has ended. */
class CallNoticeJob : JobService() {
    override fun onStartJob(params: JobParameters): Boolean {
        val callId = params.extras.getLong(CallNotices.EXTRA_CALL)
        Thread({
            try {
                CallNotifier(this, PhoneContacts(this, Deadline(CONTACTS_LIMIT_MILLIS))).tell(callId)
            } catch (fault: Throwable) {
                Log.warn("a call could not be told of", fault)
            }
            jobFinished(params, false)
        }, "stufo-notice").start()
        return true
    }

    /** Never rescheduled: what was not shown is in the history. */
    override fun onStopJob(params: JobParameters): Boolean = false

    private companion object {
        const val CONTACTS_LIMIT_MILLIS = 3_000L
    }
}

/** Decides, by the settings and the record, which notification a call gets. */
internal class CallNotifier(private val context: Context, private val contacts: Contacts) {
    fun tell(callId: Long) {
        val core = CoreAccess.get(context)
        val settings = core.settings().settings
        val details = core.call(callId)
        val row = details.call
        ContactNames.learn(context, listOf(row.caller.number))
        when {
            row.action != Action.ALLOW -> if (settings.notifyBlocked) blocked(row, settings)
            row.caller.kind == CallerKind.NUMBER -> letThrough(details, settings)
            row.caller.kind == CallerKind.HIDDEN && settings.askOutcome -> askOnceOver(details, settings)
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
        manager.notify(CallTag.NAME, notificationId(row.id), CallNotification.blocked(context, row, settings.notifyOnLockScreen))
        manager.notify(CallTag.NAME, CallTag.GROUP_ID, CallNotification.group(context, settings.notifyOnLockScreen))
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
                CallTag.NAME,
                notificationId(row.id),
                CallNotification.howDidItEnd(context, row, details.flags.afterObjection, settings.notifyOnLockScreen),
            )
    }

    private companion object {
        const val SHOWN = 1
    }
}
