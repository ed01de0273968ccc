package org.stufo.sync

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.os.PersistableBundle
import java.util.concurrent.TimeUnit
import org.stufo.core.service

/** What runs by itself. Planned when the app is opened, after an update and after a restart; planning twice changes nothing. */
object Jobs {
    fun ensure(context: Context) {
        val scheduler = context.service<JobScheduler>()
        for (job in listOf(daily(context), sync(context))) {
            if (scheduler.getPendingJob(job.id) == null) scheduler.schedule(job)
        }
    }

    /** "Sync now": as soon as there is a network of any kind. [listId] null: every list that is on. */
    fun syncNow(context: Context, listId: Long? = null) {
        val job = JobInfo.Builder(SYNC_NOW, ComponentName(context, SyncJob::class.java))
            .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
            .setExtras(PersistableBundle().apply { putLong(EXTRA_LIST, listId ?: 0) })
            .build()
        context.service<JobScheduler>().schedule(job)
    }

    private fun daily(context: Context): JobInfo = JobInfo.Builder(DAILY, ComponentName(context, DailyJob::class.java))
        .setPeriodic(TimeUnit.DAYS.toMillis(1))
        .setPersisted(true)
        .build()

    /** Which list is due, and what may go over a network that costs money, the core decides. */
    private fun sync(context: Context): JobInfo = JobInfo.Builder(SYNC, ComponentName(context, SyncJob::class.java))
        .setPeriodic(TimeUnit.HOURS.toMillis(SYNC_HOURS), TimeUnit.HOURS.toMillis(SYNC_HOURS / 2))
        .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
        .setRequiresBatteryNotLow(true)
        .setPersisted(true)
        .build()

    internal const val EXTRA_LIST = "list"

    /** Ids from 1000 on are those of notifications about calls. */
    internal const val DAILY = 1
    internal const val SYNC = 2
    internal const val SYNC_NOW = 3
    private const val SYNC_HOURS = 6L
}
