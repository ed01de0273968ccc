/** What binding a layout needs. */
package org.stufo.ui.rows

import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import org.stufo.words.Text
import org.stufo.words.of

/** A view of [layout] measured for this parent, not yet in it. */
internal fun ViewGroup.inflate(layout: Int): View = LayoutInflater.from(context).inflate(layout, this, false)

internal fun <T : View> View.view(id: Int): T = requireNotNull(findViewById(id)) { "no such view in this layout" }

internal fun View.showIf(there: Boolean) {
    visibility = if (there) View.VISIBLE else View.GONE
}

internal fun ViewGroup.children(): List<View> = (0 until childCount).map(::getChildAt)

internal fun View.optional(id: Int, text: Text?) = view<TextView>(id).run {
    showIf(text != null)
    this.text = text?.of(context)
}
