package org.stufo.ui.rows

import android.view.View
import android.widget.ProgressBar
import android.widget.TextView
import org.stufo.R
import org.stufo.words.of

/** How far something has come; a bar that runs to and fro where nobody knows. */
internal fun bindProgress(view: View, row: Row.Progress) {
    view.view<TextView>(R.id.row_title).text = row.text.of(view.context)
    view.view<ProgressBar>(R.id.row_bar).apply {
        isIndeterminate = row.part == null
        progress = row.part ?: 0
    }
}
