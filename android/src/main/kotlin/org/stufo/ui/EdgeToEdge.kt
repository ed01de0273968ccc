package org.stufo.ui

import android.view.View
import android.view.Window
import android.view.WindowInsets
import org.stufo.R
import org.stufo.ui.rows.view
import kotlin.math.max

/**
 * Draws behind the system's bars on every version, and keeps content out from under them, the keyboard and the cutout. The tabs are at
 * the bottom, where [tabs] gives them, or in a [rail] at the side.
 */
internal object EdgeToEdge {
    @Suppress("DEPRECATION") // What replaces it is missing on Android 10, and this works up to 15.
    fun apply(window: Window, root: View, rail: View?, tabs: () -> View?) {
        val header = root.view<View>(R.id.main_header)
        val undo = root.view<View>(R.id.main_undo)
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
            val bottom = tabs()
            keepClear(bottom ?: root.view(R.id.main_content), insets)
            undo.translationY = if (bottom == null) -insets.systemWindowInsetBottom.toFloat() else 0f
            insets
        }
    }

    @Suppress("DEPRECATION")
    private fun keepClear(bottom: View, insets: WindowInsets) {
        bottom.setPadding(bottom.paddingLeft, bottom.paddingTop, bottom.paddingRight, insets.systemWindowInsetBottom)
    }
}
