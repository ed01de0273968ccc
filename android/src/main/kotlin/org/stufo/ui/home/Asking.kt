/** Asking the person for what the app may do, and the way round where Android no longer asks. */
package org.stufo.ui.home

import android.Manifest
import android.app.Dialog
import android.content.Intent
import org.stufo.R
import org.stufo.screening.Role
import org.stufo.ui.MainActivity
import org.stufo.ui.question
import org.stufo.ui.rows.text

internal const val ASK_ROLE = 1
internal const val ASK_CONTACTS = 2
internal const val ASK_NOTIFICATIONS = 3
internal const val ASK_PHONE_STATE = 4

/** Android asks where it may; otherwise the system's own screen has the switch. */
internal fun askNotifications(host: MainActivity) {
    if (Phone.asksForNotifications) {
        host.requestPermissions(arrayOf(Manifest.permission.POST_NOTIFICATIONS), ASK_NOTIFICATIONS)
    } else {
        host.open(Phone.notificationSettings(host))
    }
}

/** A permission refused for good is given in the system's settings only. */
private fun isRefusedForGood(host: MainActivity, permission: String): Boolean =
    !Phone.isGranted(host, permission) && !host.shouldShowRequestPermissionRationale(permission)

/** What the person refused, so that Android may ask no more. */
internal enum class Refused { ROLE, CONTACTS, NOTIFICATIONS }

/** What a screen does with an answer: the name of the dialog to open, if one is needed. */
internal fun refusedForGood(host: MainActivity, request: Int): Refused? = when {
    request == ASK_ROLE && !Role.isHeld(host) -> Refused.ROLE
    request == ASK_CONTACTS && isRefusedForGood(host, Manifest.permission.READ_CONTACTS) -> Refused.CONTACTS
    request == ASK_NOTIFICATIONS && isRefusedForGood(host, Manifest.permission.POST_NOTIFICATIONS) -> Refused.NOTIFICATIONS
    else -> null
}

/** The dialog that leads to the system's settings. */
internal fun offerSettings(host: MainActivity, refused: Refused): Dialog {
    val (title, words) = when (refused) {
        Refused.ROLE -> R.string.home_off_title to R.string.first_refused
        Refused.CONTACTS, Refused.NOTIFICATIONS -> R.string.refused_title to R.string.refused_words
    }
    return host.question(text(title), text(words), text(R.string.refused_action)) { host.open(settingsFor(host, refused)) }
}

private fun settingsFor(host: MainActivity, refused: Refused): Intent = when (refused) {
    Refused.ROLE -> Phone.defaultApps()
    Refused.CONTACTS -> Phone.appSettings(host)
    Refused.NOTIFICATIONS -> Phone.notificationSettings(host)
}
