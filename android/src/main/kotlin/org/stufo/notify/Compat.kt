/** What only newer versions of Android have: entered where the version was asked for. */
package org.stufo.notify

import android.annotation.TargetApi
import android.app.Notification
import android.app.job.JobInfo

@TargetApi(31)
internal object Api31 {
    /** The button asks for the phone to be unlocked first. */
    fun afterUnlock(action: Notification.Action.Builder): Notification.Action.Builder = action.setAuthenticationRequired(true)

    /** The job runs at once even while the phone dozes. */
    fun atOnce(job: JobInfo.Builder): JobInfo.Builder = job.setExpedited(true)
}
