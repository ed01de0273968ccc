package org.stufo.sync

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.core.isFetched
import org.stufo.core.lists
import org.stufo.core.model.ListRow
import org.stufo.core.service
import org.stufo.sync.CancellationToken.Companion.during
import java.net.HttpURLConnection
import java.net.URL
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.TimeUnit

/** Fetches what the subscribed lists have new: by itself when they are due, or at once when the user asks. */
class SyncJob : JobService() {
    /** Running syncs by job: there may be several, and the phone stops each separately. */
    private val tokens = ConcurrentHashMap<Int, CancellationToken>()

    override fun onStartJob(params: JobParameters): Boolean {
        val token = CancellationToken()
        tokens[params.jobId] = token
        Thread({
            try {
                val listId = params.extras.getLong(EXTRA_LIST).takeIf { it > 0 }
                val request = SyncRequest(listId, now = isNow(params.jobId), isMetered(params.network))
                sync(request, Fetcher(FetchLimits.PHONE, token) { connect(params.network, it) }, token)
            } catch (fault: Throwable) {
                Log.warn("the lists could not be fetched", fault)
            }
            // A job that the phone has stopped is not reported as finished.
            if (tokens.remove(params.jobId, token)) jobFinished(params, false)
        }, "stufo-sync").start()
        return true
    }

    /** The network is gone or the phone needs its rest: what was not fetched stays due, and is retried when the phone allows. */
    override fun onStopJob(params: JobParameters): Boolean {
        tokens.remove(params.jobId)?.cancel()
        return true
    }

    private fun isMetered(network: Network?): Boolean {
        val connectivity = service<ConnectivityManager>()
        val can = network?.let(connectivity::getNetworkCapabilities) ?: return connectivity.isActiveNetworkMetered
        return !can.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
    }

    internal fun sync(request: SyncRequest, fetcher: Fetcher, token: CancellationToken): List<SyncResult> {
        val core = CoreAccess.get(this)
        val results = token.during { SyncRunner(core, fetcher, cacheDir, token).run(request) }
        if (results.isEmpty()) return results
        Announcer.current.afterSync(this, core)
        syncAgain(this, core.lists(), core.now().utcMillis)
        return results
    }

    internal companion object {
        /** Over the network that the job was given: a list for Wi-Fi alone must not come another way when that one is lost. */
        val OVER_ITS_NETWORK: (Network?, URL) -> HttpURLConnection = { network, url ->
            (network?.openConnection(url) ?: url.openConnection()) as HttpURLConnection
        }

        /** Tests have servers of their own. */
        @Volatile
        var connect = OVER_ITS_NETWORK

        /** Which list, 0 for all. */
        const val EXTRA_LIST = "list"

        /** One job each; those for a single list have ids from [FIRST_LIST] on. */
        const val SYNC = 2
        const val SYNC_NOW = 3
        const val SYNC_FREE = 4
        const val SYNC_AGAIN = 5
        const val FIRST_LIST = 100
        const val LISTS = 900
        val SYNC_MILLIS = TimeUnit.HOURS.toMillis(6)

        fun builder(context: Context, id: Int) = JobInfo.Builder(id, ComponentName(context, SyncJob::class.java))

        /** Whether the user asked for it. */
        fun isNow(jobId: Int): Boolean = jobId == SYNC_NOW || jobId in FIRST_LIST until FIRST_LIST + LISTS

        /** A list that failed is due before the next regular look: then it gets one. */
        fun syncAgain(context: Context, lists: List<ListRow>, nowMillis: Long) {
            val due = lists.filter { it.enabled && it.isFetched }.mapNotNull { it.sync?.nextMillis }.filter { it > nowMillis }.minOrNull() ?: return
            if (due - nowMillis >= SYNC_MILLIS) return
            val job = builder(context, SYNC_AGAIN)
                .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
                .setMinimumLatency(due - nowMillis)
                .setPersisted(true)
                .build()
            context.service<JobScheduler>().schedule(job)
        }
    }
}
