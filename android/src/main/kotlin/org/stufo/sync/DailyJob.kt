package org.stufo.sync

import android.app.job.JobParameters
import android.app.job.JobService
import org.stufo.core.Core
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.core.maintain
import org.stufo.share.SharedFiles

/** Once a day: forgets calls past their time and files that were shared, and tells of what needs the user. */
class DailyJob : JobService() {
    override fun onStartJob(params: JobParameters): Boolean {
        Thread({
            try {
                run { CoreAccess.get(this) }
            } catch (fault: Throwable) {
                Log.warn("the daily job failed", fault)
            }
            jobFinished(params, false)
        }, "stufo-daily").start()
        return true
    }

    override fun onStopJob(params: JobParameters): Boolean = true

    internal fun run(open: () -> Core) {
        // First: also on a day on which the core fails.
        SharedFiles.forgetOld(this, System.currentTimeMillis())
        try {
            val core = open()
            core.maintain()
            Announcer.current.daily(this, core)
        } catch (fault: Throwable) {
            Announcer.current.failed(this)
            throw fault
        }
    }
}
