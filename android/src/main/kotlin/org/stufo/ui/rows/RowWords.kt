/** The icon and the words that most rows have. */
package org.stufo.ui.rows

import android.view.View
import android.widget.ImageView
import android.widget.TextView
import org.stufo.R
import org.stufo.words.Text
import org.stufo.words.of

internal fun View.icon(icon: IconStyle?) {
    view<ImageView>(R.id.row_icon).apply {
        showIf(icon != null && !isTextLarge)
        if (icon != null) show(icon)
    }
}

internal fun View.texts(title: Text, summary: Text?) {
    view<TextView>(R.id.row_title).text = title.of(context)
    optional(R.id.row_summary, summary)
}

/** What is only to read can be selected. */
internal fun View.selectText(on: Boolean) = listOf(R.id.row_title, R.id.row_summary).forEach { view<TextView>(it).selectable(on) }

/** By a long press: a tap does nothing, and no screen reader calls it a button. */
internal fun TextView.selectable(on: Boolean) {
    if (isTextSelectable == on) return
    setTextIsSelectable(on)
    isClickable = false
}
