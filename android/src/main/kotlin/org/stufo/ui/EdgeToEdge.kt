package org.stufo.ui

import android.view.View
import android.view.Window
import android.view.WindowInsets
import kotlin.math.max

/**
 * Draws behind the system's bars on every version, and keeps content out from under them, the keyboard and the cutout. The tabs are at
 * the bottom, or in a rail at the side.
 */
internal object EdgeToEdge {
    @Suppress("DEPRECATION") // What replaces it is missing on Android 10, and this works up to 15.
    fun apply(window: Window, root: View, header: View, rail: View?, bottom: () -> View) {
        window.decorView.systemUiVisibility = window.decorView.systemUiVisibility or
            View.SYSTEM_UI_FLAG_LAYOUT_STABLE or
            View.SYSTEM_UI_FLAG_LAYOUT_HIDE_NAVIGATION or
            View.SYSTEM_UI_FLAG_LAYOUT_FULLSCREEN
        root.setOnApplyWindowInsetsListener { _, insets ->
            val cutout = insets.displayCutout
            val left = max(insets.systemWindowInsetLeft, cutout?.safeInsetLeft ?: 0)
            val right = max(insets.systemWindowInsetRight, cutout?.safeInsetRight ?: 0)
            root.setPadding(left, 0, right, 0)
            val top = max(insets.systemWindowInsetTop, cutout?.safeInsetTop ?: 0)
            header.setPadding(header.paddingLeft, top, header.paddingRight, 0)
            rail?.setPadding(0, top, 0, insets.systemWindowInsetBottom)
            keepClear(bottom(), insets)
            insets
        }
    }

    @Suppress("DEPRECATION")
    private fun keepClear(bottom: View, insets: WindowInsets) {
        bottom.setPadding(bottom.paddingLeft, bottom.paddingTop, bottom.paddingRight, insets.systemWindowInsetBottom)
    }
}
