package org.stufo.ui.permissions

import android.Manifest
import android.app.NotificationManager
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Build
import android.provider.Settings
import org.stufo.core.service
import org.stufo.screening.Role

/** What the phone allows the app to do. */
data class Grants(val roleAvailable: Boolean, val role: Boolean, val contacts: Boolean, val notifications: Boolean)

/** What the phone lets the app do, and the system's own screens for it. */
internal object Phone {
    fun grants(context: Context) = Grants(
        roleAvailable = Role.isAvailable(context),
        role = Role.isHeld(context),
        contacts = isGranted(context, Manifest.permission.READ_CONTACTS),
        notifications = context.service<NotificationManager>().areNotificationsEnabled(),
    )

    fun isGranted(context: Context, permission: String): Boolean = context.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED

    /** Before Android 13 notifications need no asking. */
    val asksForNotifications: Boolean get() = Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU

    fun appSettings(context: Context): Intent = Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", context.packageName, null))

    fun notificationSettings(context: Context): Intent =
        Intent(Settings.ACTION_APP_NOTIFICATION_SETTINGS).putExtra(Settings.EXTRA_APP_PACKAGE, context.packageName)

    fun defaultApps(): Intent = Intent(Settings.ACTION_MANAGE_DEFAULT_APPS_SETTINGS)
}
