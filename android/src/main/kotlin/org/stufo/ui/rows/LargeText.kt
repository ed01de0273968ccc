/** Rows when text is large: words get the whole width, what stood beside them goes above or below. */
package org.stufo.ui.rows

import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.LinearLayout
import org.stufo.R

/** From one and a half times the size, icon, words and switch find no room side by side. */
internal val View.isTextLarge: Boolean get() = resources.configuration.fontScale >= LARGE_TEXT

/** Puts what stands in [line] one below the other; [words] is the child that takes what room there is. */
internal fun stack(line: LinearLayout, words: Int) {
    line.orientation = LinearLayout.VERTICAL
    line.gravity = Gravity.START
    line.view<View>(words).layoutParams = LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT).apply {
        if (line.indexOfChild(line.view(words)) > 0) topMargin = (GAP_DP * line.resources.displayMetrics.density).toInt()
    }
}

internal fun switchBelow(row: LinearLayout, words: Int) {
    stack(row, words)
    val switch = row.view<View>(R.id.row_switch)
    switch.layoutParams = (switch.layoutParams as LinearLayout.LayoutParams).apply {
        // In line with the words above.
        marginStart = if (row.paddingStart > 0) 0 else row.view<View>(words).paddingStart
        if (height == WRAP_CONTENT) topMargin = (GAP_DP * row.resources.displayMetrics.density).toInt()
    }
}

private const val LARGE_TEXT = 1.5f
private const val GAP_DP = 8
