package org.stufo.ui

import android.Manifest
import android.app.role.RoleManager
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Build
import android.os.SystemClock
import android.provider.Settings
import org.stufo.R

/** Whether Stufo is the phone's call-screening app. Nobody tells when it no longer is: ask each time. */
internal fun holdsRole(context: Context): Boolean =
    context.getSystemService(RoleManager::class.java)?.isRoleHeld(RoleManager.ROLE_CALL_SCREENING) == true

internal fun mayReadContacts(context: Context): Boolean =
    context.checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED

/** The phone's own dialogs. */
internal class Requests(private val activity: MainActivity) {
    private var askedAt = 0L

    fun ask(request: Request) {
        when (request) {
            Request.Role -> askRole()
            Request.Contacts -> activity.requestPermissions(arrayOf(Manifest.permission.READ_CONTACTS), CONTACTS)
            Request.Notifications -> if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
                activity.requestPermissions(arrayOf(POST_NOTIFICATIONS), NOTIFICATIONS)
            }
            is Request.Create -> start(
                Intent(Intent.ACTION_CREATE_DOCUMENT).setType(request.type).putExtra(Intent.EXTRA_TITLE, request.name),
                CREATE,
            )
            Request.Open -> start(Intent(Intent.ACTION_OPEN_DOCUMENT).setType("*/*"), OPEN)
        }
    }

    fun answered(request: Int, result: Int, data: Intent?) {
        val uri = data?.data.takeIf { result == android.app.Activity.RESULT_OK }
        when (request) {
            // "Never ask again" cancels at once, without a dialog: lead to the settings instead.
            ROLE -> if (!holdsRole(activity) && SystemClock.elapsedRealtime() - askedAt < SHOWN_MILLIS) openSettings()
            CREATE, OPEN -> if (uri != null) (activity.top as? TakesDocument)?.take(activity, uri)
        }
        if (request == ROLE) activity.refresh()
    }

    private fun askRole() {
        val roles = activity.getSystemService(RoleManager::class.java)
        if (roles == null || !roles.isRoleAvailable(RoleManager.ROLE_CALL_SCREENING)) return openSettings()
        askedAt = SystemClock.elapsedRealtime()
        start(roles.createRequestRoleIntent(RoleManager.ROLE_CALL_SCREENING), ROLE)
    }

    private fun openSettings() {
        activity.say(R.string.home_role_denied_text)
        start(Intent(Settings.ACTION_MANAGE_DEFAULT_APPS_SETTINGS), SETTINGS)
    }

    private fun start(intent: Intent, code: Int) {
        try {
            @Suppress("DEPRECATION")
            activity.startActivityForResult(intent, code)
        } catch (_: ActivityNotFoundException) {
            activity.say(R.string.error_file)
        }
    }

    private companion object {
        const val ROLE = 1
        const val CONTACTS = 2
        const val NOTIFICATIONS = 3
        const val CREATE = 4
        const val OPEN = 5
        const val SETTINGS = 6
        const val SHOWN_MILLIS = 400L

        /** Manifest.permission.POST_NOTIFICATIONS, of API 33. */
        const val POST_NOTIFICATIONS = "android.permission.POST_NOTIFICATIONS"
    }
}

/** A screen that asked for a document. */
internal interface TakesDocument {
    fun take(ui: Ui, uri: android.net.Uri)
}
