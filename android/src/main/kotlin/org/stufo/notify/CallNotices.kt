package org.stufo.notify

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.os.Build
import android.os.PersistableBundle
import org.stufo.core.Action
import org.stufo.core.Reason
import org.stufo.core.Verdict
import org.stufo.core.service

/**
 * Plans what the person is told of a call, after it was answered for. A job does the telling: Telecom unbinds the
 * screening service at once, and a thread left behind may never run.
 */
object CallNotices {
    const val EXTRA_CALL = "call"

    /** Whether the settings want it told is asked by the job: the call must not wait for that. */
    fun plan(context: Context, verdict: Verdict) {
        if (verdict.callId <= 0) return
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
            Build.VERSION.SDK_INT >= Build.VERSION_CODES.S -> Api31Jobs.atOnce(job)
            else -> job.setOverrideDeadline(0)
        }
        context.service<JobScheduler>().schedule(job.build())
    }

    /** A thousand calls may wait to be told of; job ids below are other jobs'. */
    private fun jobId(callId: Long) = FIRST_JOB + (callId % JOBS).toInt()

    internal const val RINGING_MILLIS = 60_000L
    private const val FIRST_JOB = 1_000
    private const val JOBS = 1_000
}
