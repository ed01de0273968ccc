package org.stufo.sync

import android.app.job.JobParameters
import android.app.job.JobService
import android.net.ConnectivityManager
import java.util.concurrent.atomic.AtomicBoolean
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.core.home
import org.stufo.core.service
import org.stufo.notify.CoreNotices
import org.stufo.notify.Told

/** Fetches what the subscribed lists have new: by itself when they are due, or at once when the person asks. */
class SyncJob : JobService() {
    private val cancelled = AtomicBoolean()

    override fun onStartJob(params: JobParameters): Boolean {
        cancelled.set(false)
        Thread({
            try {
                sync(params.extras.getLong(Jobs.EXTRA_LIST).takeIf { it > 0 }, now = params.jobId == Jobs.SYNC_NOW)
            } catch (fault: Throwable) {
                Log.warn("the lists could not be fetched", fault)
            }
            if (!cancelled.get()) jobFinished(params, false)
        }, "stufo-sync").start()
        return true
    }

    /** The network is gone or the phone needs its rest: what was not begun stays due. */
    override fun onStopJob(params: JobParameters): Boolean {
        cancelled.set(true)
        return true
    }

    internal fun sync(listId: Long?, now: Boolean, fetcher: Fetcher = Fetcher(FetchLimits.PHONE, cancelled::get)): List<SyncResult> {
        val core = CoreAccess.get(this)
        val metered = service<ConnectivityManager>().isActiveNetworkMetered
        val results = SyncRunner(core, fetcher, cacheDir, cancelled::get).run(SyncRequest(listId, now, metered))
        // Only what needs the person is told.
        if (results.isNotEmpty()) CoreNotices(this, Told(this)).tell(core.home().notices)
        return results
    }
}
