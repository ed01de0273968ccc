package org.stufo.sync

import android.app.job.JobParameters
import android.app.job.JobService
import java.util.concurrent.TimeUnit
import org.stufo.core.Core
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.core.home
import org.stufo.core.maintain
import org.stufo.core.settings
import org.stufo.notify.CoreNotices
import org.stufo.notify.Told
import org.stufo.share.SharedFiles

/** Once a day: forgets calls past their time and files that were shared, tells of what needs the person, and once a week sums up. */
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
        val core = open()
        core.maintain()
        val home = core.home()
        val told = Told(this)
        val notices = CoreNotices(this, told)
        notices.tell(home.notices)
        if (core.settings().settings.weeklyDigest && isWeekOver(told, core.now().utcMillis)) notices.digest(home.week)
    }

    /** The first digest comes a week after it was switched on. */
    private fun isWeekOver(told: Told, nowMillis: Long): Boolean {
        val last = told.lastDigestMillis
        val over = last != 0L && nowMillis - last >= WEEK_MILLIS
        if (last == 0L || over) told.lastDigestMillis = nowMillis
        return over
    }

    private companion object {
        val WEEK_MILLIS = TimeUnit.DAYS.toMillis(7)
    }
}
