package org.stufo.sync

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent

/** After a restart or an update of the app: plans what runs by itself. */
class RestartReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        when (intent.action) {
            Intent.ACTION_BOOT_COMPLETED, Intent.ACTION_MY_PACKAGE_REPLACED -> Jobs.ensure(context)
        }
    }
}
