package org.stufo.sync

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.os.PersistableBundle
import org.stufo.core.service
import java.util.concurrent.TimeUnit

/** What runs by itself. Planned when the app is opened, after an update and after a restart; planning twice changes nothing. */
object Jobs {
    fun ensure(context: Context) {
        val scheduler = context.service<JobScheduler>()
        // Planning a job that waits for a network is refused to a package without the network.
        val jobs = if (context.mayUseNetwork()) listOf(daily(context), sync(context), syncFree(context)) else listOf(daily(context))
        for (job in jobs) {
            if (scheduler.getPendingJob(job.id) == null) scheduler.schedule(job)
        }
    }

    /**
     * "Sync now": as soon as there is a network of any kind. [listId] null: every list that is on. Each list has a job of its
     * own: planning it again ends the one that is running.
     */
    fun syncNow(context: Context, listId: Long? = null) {
        if (!context.mayUseNetwork()) return
        val job = SyncJob.builder(context, if (listId == null) SyncJob.SYNC_NOW else SyncJob.FIRST_LIST + (listId % SyncJob.LISTS).toInt())
            .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
            .setExtras(PersistableBundle().apply { putLong(SyncJob.EXTRA_LIST, listId ?: 0) })
            .build()
        context.service<JobScheduler>().schedule(job)
    }

    /** Whether what the user asked for waits for a network, or is under way. */
    fun isSyncingNow(context: Context): Boolean = context.service<JobScheduler>().allPendingJobs.any { SyncJob.isNow(it.id) }

    /** Ends what is being fetched, whoever asked for it; it is looked at again when it is due. */
    fun stopSync(context: Context) {
        val scheduler = context.service<JobScheduler>()
        scheduler.allPendingJobs.filter { SyncJob.isNow(it.id) }.forEach { scheduler.cancel(it.id) }
        CancellationToken.cancelAll()
    }

    private fun daily(context: Context): JobInfo = JobInfo.Builder(DAILY, ComponentName(context, DailyJob::class.java))
        .setPeriodic(TimeUnit.DAYS.toMillis(1))
        .setPersisted(true)
        .build()

    /** Which list is due, and what may go over a network that costs money, the core decides. */
    private fun sync(context: Context): JobInfo = regular(context, SyncJob.SYNC)
        .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
        .setRequiresBatteryNotLow(true)
        .build()

    /** Best of all: on the charger, over a network that costs nothing. Lists for Wi-Fi alone find one here. */
    private fun syncFree(context: Context): JobInfo = regular(context, SyncJob.SYNC_FREE)
        .setRequiredNetworkType(JobInfo.NETWORK_TYPE_UNMETERED)
        .setRequiresCharging(true)
        .build()

    private fun regular(context: Context, id: Int) = SyncJob.builder(context, id).setPeriodic(SyncJob.SYNC_MILLIS, SyncJob.SYNC_MILLIS / 2).setPersisted(true)

    /** Ids of [SyncJob] are from 2 on, of notifications about calls from 1000 on. */
    internal const val DAILY = 1
}
