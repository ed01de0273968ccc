package org.stufo.sync

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.os.PersistableBundle
import java.util.concurrent.TimeUnit
import org.stufo.core.model.ListRow
import org.stufo.core.service

/** What runs by itself. Planned when the app is opened, after an update and after a restart; planning twice changes nothing. */
object Jobs {
    fun ensure(context: Context) {
        val scheduler = context.service<JobScheduler>()
        for (job in listOf(daily(context), sync(context), syncFree(context))) {
            if (scheduler.getPendingJob(job.id) == null) scheduler.schedule(job)
        }
    }

    /**
     * "Sync now": as soon as there is a network of any kind. [listId] null: every list that is on. Each list has a job of its
     * own: planning one anew ends it where it goes on.
     */
    fun syncNow(context: Context, listId: Long? = null) {
        val job = of(context, if (listId == null) SYNC_NOW else FIRST_LIST + (listId % LISTS).toInt())
            .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
            .setExtras(PersistableBundle().apply { putLong(EXTRA_LIST, listId ?: 0) })
            .build()
        context.service<JobScheduler>().schedule(job)
    }

    /** Whether what the person asked for waits for a network, or is under way. */
    fun isSyncingNow(context: Context): Boolean = context.service<JobScheduler>().allPendingJobs.any { isNow(it.id) }

    /** Ends what is being fetched, whoever asked for it; it is looked at again when it is due. */
    fun stopSync(context: Context) {
        val scheduler = context.service<JobScheduler>()
        scheduler.allPendingJobs.filter { isNow(it.id) }.forEach { scheduler.cancel(it.id) }
        Stop.askAll()
    }

    /** Whether the person asked for it. */
    internal fun isNow(jobId: Int): Boolean = jobId == SYNC_NOW || jobId in FIRST_LIST until FIRST_LIST + LISTS

    /** A list that failed is due before the next regular look: then it gets one. */
    internal fun syncAgain(context: Context, lists: List<ListRow>, nowMillis: Long) {
        val due = lists.filter { it.enabled && it.isFetched }.mapNotNull { it.sync?.nextMillis }.filter { it > nowMillis }.minOrNull() ?: return
        if (due - nowMillis >= SYNC_MILLIS) return
        val job = of(context, SYNC_AGAIN)
            .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
            .setMinimumLatency(due - nowMillis)
            .setPersisted(true)
            .build()
        context.service<JobScheduler>().schedule(job)
    }

    private fun daily(context: Context): JobInfo = JobInfo.Builder(DAILY, ComponentName(context, DailyJob::class.java))
        .setPeriodic(TimeUnit.DAYS.toMillis(1))
        .setPersisted(true)
        .build()

    /** Which list is due, and what may go over a network that costs money, the core decides. */
    private fun sync(context: Context): JobInfo = regular(context, SYNC)
        .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
        .setRequiresBatteryNotLow(true)
        .build()

    /** Best of all: on the charger, over a network that costs nothing. Lists for Wi-Fi alone find one here. */
    private fun syncFree(context: Context): JobInfo = regular(context, SYNC_FREE)
        .setRequiredNetworkType(JobInfo.NETWORK_TYPE_UNMETERED)
        .setRequiresCharging(true)
        .build()

    private fun regular(context: Context, id: Int) = of(context, id).setPeriodic(SYNC_MILLIS, SYNC_MILLIS / 2).setPersisted(true)

    private fun of(context: Context, id: Int) = JobInfo.Builder(id, ComponentName(context, SyncJob::class.java))

    internal const val EXTRA_LIST = "list"

    /** Ids from 100 on are those of single lists, from 1000 on of notifications about calls. */
    internal const val DAILY = 1
    internal const val SYNC = 2
    internal const val SYNC_NOW = 3
    internal const val SYNC_FREE = 4
    internal const val SYNC_AGAIN = 5
    private const val FIRST_LIST = 100
    private const val LISTS = 900
    internal val SYNC_MILLIS = TimeUnit.HOURS.toMillis(6)
}
