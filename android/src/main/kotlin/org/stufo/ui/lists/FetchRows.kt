/** What is being fetched at this moment, in rows. Pure. */
package org.stufo.ui.lists

import org.stufo.R
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.outlined
import org.stufo.words.Text
import org.stufo.words.plain
import org.stufo.words.text

/** [listId] null: it waits for a network. [of] null: the server does not say how much is to come. */
data class Fetching(val listId: Long?, val isApplied: Boolean, val bytes: Long, val of: Long?)

/** [name] null: only one list is shown, so it needs no name. */
internal fun <E> fetchingRows(fetching: Fetching, name: String?, stop: E): List<Row<E>> = listOf(
    Row.Progress(
        if (name == null || fetching.listId == null) fetchingText(fetching) else text(R.string.list_named, plain(name), fetchingText(fetching)),
        fetching.of?.takeIf { it > 0 && !fetching.isApplied }?.let { (fetching.bytes * Row.Progress.WHOLE / it).coerceIn(0, Row.Progress.WHOLE).toInt() },
    ),
    Row.Buttons(listOf(outlined(stop, text(R.string.lists_stop)))),
)

internal fun fetchingText(fetching: Fetching): Text = when {
    fetching.listId == null -> text(R.string.lists_waiting)
    fetching.isApplied -> text(R.string.list_applying)
    fetching.of != null -> text(R.string.list_fetching_of, Text.Size(fetching.bytes), Text.Size(fetching.of))
    else -> text(R.string.list_fetching, Text.Size(fetching.bytes))
}
