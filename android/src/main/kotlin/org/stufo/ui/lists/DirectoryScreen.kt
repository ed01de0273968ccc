package org.stufo.ui.lists

import org.stufo.R
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.plain
import org.stufo.words.text

/** A public list one may subscribe to; [key] is empty where nobody signs it. */
data class PublicList(val region: String, val name: String, val by: String, val licence: String, val url: String, val key: String)

/** Public lists by country: who runs them and under which licence. Off until chosen. */
class DirectoryScreen : RowsScreen<PublicList>() {
    override val title: Text get() = text(R.string.lists_directory)

    override fun load() {
        val lines = context.resources.openRawResource(R.raw.public_lists).bufferedReader().use { it.readLines() }
        show(directoryRows(publicLists(lines)))
    }

    override fun onEvent(event: PublicList) = host.go(ListAddScreen(ListForm.of(event.url, event.name, event.region).copy(key = event.key)))
}

/** Lines of `region|name|who|licence|address`, with `|key` for a signed repository; `#` begins a remark. */
internal fun publicLists(lines: List<String>): List<PublicList> = lines
    .filter { it.isNotBlank() && !it.startsWith("#") }
    .map { it.split('|') }
    .filter { it.size in 5..6 }
    .map { PublicList(it[0], it[1], it[2], it[3], it[4], key = it.getOrElse(5) { "" }) }

/** A dash stands for a licence that nobody states. */
private fun by(list: PublicList): Text =
    if (list.licence == "–") text(R.string.directory_by_unlicensed, list.by) else text(R.string.directory_by, list.by, list.licence)

internal fun directoryRows(lists: List<PublicList>): List<Row<PublicList>> = buildList {
    add(Row.Note(text(R.string.directory_words)))
    for ((region, rows) in lists.groupBy { it.region }) {
        add(Row.Section(Text.Country(region)))
        rows.forEach { add(item(it, IconStyle(R.drawable.ic_lists, Tone.ACCENT), plain(it.name), by(it))) }
    }
    add(Row.Note(text(R.string.directory_missing)))
}
