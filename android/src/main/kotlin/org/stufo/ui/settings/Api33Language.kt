package org.stufo.ui.settings

import android.content.Context
import android.content.Intent
import android.net.Uri
import android.provider.Settings

/** Android 13 and later let each app speak a language of its own. */
internal object Api33Language {
    fun settings(context: Context): Intent =
        Intent(Settings.ACTION_APP_LOCALE_SETTINGS, Uri.fromParts("package", context.packageName, null))
}
