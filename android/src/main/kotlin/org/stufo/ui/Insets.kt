package org.stufo.ui

import android.os.Build
import android.view.View
import android.view.WindowInsets

/** Edge to edge: the root keeps clear of the bars, the notch and the keyboard. */
internal fun applyInsets(root: View) = root.setOnApplyWindowInsetsListener { view, insets ->
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
        Api30Insets.pad(view, insets)
    } else {
        @Suppress("DEPRECATION")
        view.setPadding(
            insets.systemWindowInsetLeft,
            insets.systemWindowInsetTop,
            insets.systemWindowInsetRight,
            insets.systemWindowInsetBottom,
        )
    }
    insets
}

private object Api30Insets {
    fun pad(view: View, insets: WindowInsets) {
        val kinds = WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime()
        val bars = insets.getInsets(kinds)
        view.setPadding(bars.left, bars.top, bars.right, bars.bottom)
    }
}
