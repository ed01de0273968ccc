package org.stufo.ui

import android.view.View
import android.view.ViewGroup
import java.io.Serializable

/**
 * A destination. Holds ids and what the person typed, never a Context or a View: it is saved with the back stack and
 * survives rotation and the end of the process.
 */
abstract class Screen : Serializable {
    /** The title in the bar. */
    abstract fun title(ui: Ui): String

    /** Makes the view and fills it; called again whenever the screen comes back. */
    abstract fun createView(ui: Ui, container: ViewGroup): View

    /** The entry of the bottom bar that is lit while this screen is on top. */
    open val tab: Tab? get() = null
}
