/** Asking the person for what the app may do, and the way round where Android no longer asks. */
package org.stufo.ui.home

import android.Manifest
import android.app.Dialog
import org.stufo.R
import org.stufo.ui.MainActivity
import org.stufo.ui.question
import org.stufo.ui.rows.text

internal const val ASK_ROLE = 1
internal const val ASK_CONTACTS = 2
internal const val ASK_NOTIFICATIONS = 3
internal const val ASK_PHONE_STATE = 4

internal fun askNotifications(host: MainActivity) {
    if (Phone.asksForNotifications && host.shouldShowRequestPermissionRationale(Manifest.permission.POST_NOTIFICATIONS)) {
        host.requestPermissions(arrayOf(Manifest.permission.POST_NOTIFICATIONS), ASK_NOTIFICATIONS)
    } else {
        host.open(Phone.notificationSettings(host))
    }
}

/** A permission refused for good is given in the system's settings only. */
internal fun isRefusedForGood(host: MainActivity, permission: String): Boolean =
    !Phone.isGranted(host, permission) && !host.shouldShowRequestPermissionRationale(permission)

/** The dialog that leads there. */
internal fun offerAppSettings(host: MainActivity): Dialog =
    host.question(text(R.string.refused_title), text(R.string.refused_words), text(R.string.refused_action)) {
        host.open(Phone.appSettings(host))
    }
