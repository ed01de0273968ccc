package org.stufo.ui.settings

import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.Settings
import org.stufo.R
import org.stufo.core.levels
import org.stufo.core.settings
import org.stufo.core.version
import org.stufo.ui.permissions.Phone
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.text

/** The way to every choice, each with what is chosen now. */
class SettingsScreen : RowsScreen<SettingsKey>() {
    override val title: Text get() = text(R.string.settings_title)

    override fun load() = onCore({ Triple(it.settings(), it.levels().protection, it.version()) }) { (view, on, version) ->
        show(settingsRows(view, on, Phone.grants(context).contacts, version.version, Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU))
    }

    override fun onEvent(event: SettingsKey) {
        when (event) {
            SettingsKey.LEVEL -> host.go(Route.Level)
            SettingsKey.DIAGNOSIS -> host.go(Route.Diagnosis)
            SettingsKey.WHO -> host.go(WhoScreen())
            SettingsKey.QUIET -> host.go(QuietHoursScreen())
            SettingsKey.SAFETY -> host.go(SafetyScreen())
            SettingsKey.NOTIFICATIONS -> host.go(NotificationsScreen())
            SettingsKey.KEEPING -> host.go(KeepingScreen())
            SettingsKey.BACKUP -> host.go(BackupScreen())
            SettingsKey.REGION -> host.go(CountriesScreen(CountriesFor.HOME))
            SettingsKey.PHONE_LIST -> host.go(PhoneListScreen())
            SettingsKey.LANGUAGE -> if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) host.open(Api33.languageSettings(context))
            SettingsKey.PRIVACY -> host.go(PrivacyScreen())
            SettingsKey.LICENCES -> host.go(LicencesScreen())
            SettingsKey.ABOUT -> host.go(AboutScreen())
        }
    }
}

/** Android 13 and later let each app speak a language of its own. */
private object Api33 {
    fun languageSettings(context: Context): Intent = Intent(Settings.ACTION_APP_LOCALE_SETTINGS, Uri.fromParts("package", context.packageName, null))
}
