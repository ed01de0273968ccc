package org.stufo.ui

import android.app.Activity
import android.content.res.Resources
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import org.stufo.core.Core

/** What a screen may ask of the activity. */
interface Ui {
    val activity: Activity

    /** Shows a screen on top of this one. */
    fun go(screen: Screen)

    /** Leaves this screen. */
    fun back()

    /** Makes the screen's view again. */
    fun refresh()

    /** Asks the core on the worker thread, then shows the answer here unless the screen was left meanwhile. */
    fun <T> onCore(ask: (Core) -> T, failed: (Throwable) -> Unit = ::showFault, show: (T) -> Unit)

    /** Fills the screen with what went wrong and a way to try again. */
    fun showFault(fault: Throwable)

    /** A short message that goes away by itself. */
    fun say(text: Int)

    /** The phone's own dialogs: role, permissions, documents. */
    fun request(request: Request)
}

/** Not a member: an activity has a getResources of its own. */
val Ui.resources: Resources get() = activity.resources

fun Ui.inflate(layout: Int, container: ViewGroup): View = LayoutInflater.from(activity).inflate(layout, container, false)

fun <T : View> View.view(id: Int): T = requireNotNull(findViewById<T>(id))

fun View.showIf(shown: Boolean) {
    visibility = if (shown) View.VISIBLE else View.GONE
}
