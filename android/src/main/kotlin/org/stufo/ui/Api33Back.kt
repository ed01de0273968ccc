package org.stufo.ui

import android.app.Activity
import android.window.OnBackInvokedDispatcher

/** Back from Android 13 on. */
internal object Api33Back {
    fun register(activity: Activity, back: () -> Unit) = activity.onBackInvokedDispatcher
        .registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT) { back() }
}
