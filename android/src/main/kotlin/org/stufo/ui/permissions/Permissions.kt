/** Asking the user for what the app may do, and the way round where Android no longer asks. */
package org.stufo.ui.permissions

import android.Manifest
import android.app.Dialog
import android.content.Intent
import org.stufo.R
import org.stufo.screening.Role
import org.stufo.ui.screen.Host
import org.stufo.ui.screen.confirmDialog
import org.stufo.words.text

internal const val ASK_ROLE = 1
internal const val ASK_CONTACTS = 2
internal const val ASK_NOTIFICATIONS = 3
internal const val ASK_PHONE_STATE = 4

/** Android asks where it may; otherwise the system's own screen has the switch. */
internal fun askNotifications(host: Host) {
    if (Phone.asksForNotifications) {
        host.askPermission(Manifest.permission.POST_NOTIFICATIONS, ASK_NOTIFICATIONS)
    } else {
        host.open(Phone.notificationSettings(host.context))
    }
}

/** A permission refused for good is given in the system's settings only. */
private fun isRefusedForGood(host: Host, permission: String): Boolean = !Phone.isGranted(host.context, permission) && !host.shouldExplain(permission)

/** What the user refused, so that Android may ask no more. */
internal enum class Refused { ROLE, CONTACTS, NOTIFICATIONS }

/** What a screen does with an answer: the name of the dialog to open, if one is needed. */
internal fun refusedForGood(host: Host, request: Int): Refused? = when {
    request == ASK_ROLE && !Role.isHeld(host.context) -> Refused.ROLE
    request == ASK_CONTACTS && isRefusedForGood(host, Manifest.permission.READ_CONTACTS) -> Refused.CONTACTS
    request == ASK_NOTIFICATIONS && isRefusedForGood(host, Manifest.permission.POST_NOTIFICATIONS) -> Refused.NOTIFICATIONS
    else -> null
}

/** The dialog that leads to the system's settings. */
internal fun offerSettings(host: Host, refused: Refused): Dialog {
    val (title, words) = when (refused) {
        Refused.ROLE -> R.string.home_off_title to R.string.first_refused
        Refused.CONTACTS, Refused.NOTIFICATIONS -> R.string.refused_title to R.string.refused_words
    }
    return host.confirmDialog(text(title), text(words), text(R.string.refused_action)) { host.open(settingsFor(host, refused)) }
}

private fun settingsFor(host: Host, refused: Refused): Intent = when (refused) {
    Refused.ROLE -> Phone.defaultApps()
    Refused.CONTACTS -> Phone.appSettings(host.context)
    Refused.NOTIFICATIONS -> Phone.notificationSettings(host.context)
}
