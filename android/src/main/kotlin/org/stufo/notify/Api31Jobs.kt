package org.stufo.notify

import android.annotation.TargetApi
import android.app.job.JobInfo

/** From API 31 on a job may run at once even while the phone dozes. */
@TargetApi(31)
internal object Api31Jobs {
    fun atOnce(job: JobInfo.Builder): JobInfo.Builder = job.setExpedited(true)
}
