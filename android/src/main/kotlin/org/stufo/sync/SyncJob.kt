package org.stufo.sync

import android.app.job.JobParameters
import android.app.job.JobService

/** Fetches what the subscribed lists have new. */
class SyncJob : JobService() {
    override fun onStartJob(params: JobParameters): Boolean = false

    override fun onStopJob(params: JobParameters): Boolean = true
}
