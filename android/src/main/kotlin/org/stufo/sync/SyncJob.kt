package org.stufo.sync

import android.app.job.JobParameters
import android.app.job.JobService
import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities
import java.net.HttpURLConnection
import java.net.URL
import java.util.concurrent.ConcurrentHashMap
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.core.home
import org.stufo.core.lists
import org.stufo.core.service
import org.stufo.notify.CoreNotices
import org.stufo.notify.Told
import org.stufo.sync.Stop.Companion.during

/** Fetches what the subscribed lists have new: by itself when they are due, or at once when the person asks. */
class SyncJob : JobService() {
    /** What goes on, by job: several may, and the phone ends each for itself. */
    private val stops = ConcurrentHashMap<Int, Stop>()

    override fun onStartJob(params: JobParameters): Boolean {
        val stop = Stop()
        stops[params.jobId] = stop
        Thread({
            try {
                val listId = params.extras.getLong(Jobs.EXTRA_LIST).takeIf { it > 0 }
                val request = SyncRequest(listId, now = Jobs.isNow(params.jobId), isMetered(params.network))
                sync(request, Fetcher(FetchLimits.PHONE, stop) { connect(params.network, it) }, stop)
            } catch (fault: Throwable) {
                Log.warn("the lists could not be fetched", fault)
            }
            // A job that the phone has ended is not said to be over.
            if (stops.remove(params.jobId, stop)) jobFinished(params, false)
        }, "stufo-sync").start()
        return true
    }

    /** The network is gone or the phone needs its rest: what was not taken stays due, and is begun again when it may. */
    override fun onStopJob(params: JobParameters): Boolean {
        stops.remove(params.jobId)?.ask()
        return true
    }

    private fun isMetered(network: Network?): Boolean {
        val connectivity = service<ConnectivityManager>()
        val can = network?.let(connectivity::getNetworkCapabilities) ?: return connectivity.isActiveNetworkMetered
        return !can.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
    }

    internal fun sync(request: SyncRequest, fetcher: Fetcher, stop: Stop): List<SyncResult> {
        val core = CoreAccess.get(this)
        val results = stop.during { SyncRunner(core, fetcher, cacheDir, stop).run(request) }
        if (results.isEmpty()) return results
        // Only what needs the person is told.
        CoreNotices(this, Told(this)).tell(core.home().notices)
        Jobs.syncAgain(this, core.lists(), core.now().utcMillis)
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
    }
}
