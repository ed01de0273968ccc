package org.stufo.sync

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import java.util.concurrent.TimeUnit
import org.stufo.core.service

/** What runs by itself. Planned when the app is opened, after an update and after a restart; planning twice changes nothing. */
object Jobs {
    fun ensure(context: Context) {
        val scheduler = context.service<JobScheduler>()
        if (scheduler.getPendingJob(DAILY) == null) scheduler.schedule(daily(context))
    }

    private fun daily(context: Context): JobInfo = JobInfo.Builder(DAILY, ComponentName(context, DailyJob::class.java))
        .setPeriodic(TimeUnit.DAYS.toMillis(1))
        .setPersisted(true)
        .build()

    /** Ids from 1000 on are those of notifications about calls. */
    internal const val DAILY = 1
    internal const val SYNC = 2
    internal const val SYNC_NOW = 3
}
