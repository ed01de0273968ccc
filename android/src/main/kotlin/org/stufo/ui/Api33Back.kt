package org.stufo.ui

import android.app.Activity
import android.window.OnBackInvokedCallback
import android.window.OnBackInvokedDispatcher

/** The back gesture of Android 13 and later: a callback is registered only while there is somewhere to go back to. */
internal class Api33Back(private val activity: Activity, private val back: () -> Unit) {
    private val callback = OnBackInvokedCallback { back() }
    private var registered = false

    fun catch(wanted: Boolean) {
        if (wanted == registered) return
        registered = wanted
        val dispatcher = activity.onBackInvokedDispatcher
        if (wanted) {
            dispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT, callback)
        } else {
            dispatcher.unregisterOnBackInvokedCallback(callback)
        }
    }
}
