package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.model.LocalizedText
import org.stufo.core.settings
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.joined
import org.stufo.words.longDate
import org.stufo.words.now
import org.stufo.words.plain
import org.stufo.words.text
import java.time.LocalDate

/** A public list one may subscribe to; [key] is empty where nobody signs it. [changed]: the day of its last change when it was looked at. */
data class PublicList(
    val region: String,
    val name: String,
    val by: String,
    val licence: String,
    val url: String,
    val changed: LocalDate,
    val origin: LocalizedText,
    val key: String,
)

/** Public lists by country, the user's own first: who runs them, where the numbers come from, and under which licence. Off until chosen. */
class DirectoryScreen : RowsScreen<PublicList>() {
    override val title: Text get() = text(R.string.lists_directory)

    override fun load() {
        val lines = context.resources.openRawResource(R.raw.public_lists).bufferedReader().use { it.readLines() }
        onCore({ it.settings().region }) { show(directoryRows(publicLists(lines), it, now())) }
    }

    override fun onEvent(event: PublicList) = host.go(ListAddScreen(ListForm.of(event.url, event.name, event.region).copy(key = event.key)))
}

/** Lines as the head of the file describes them; `#` begins a remark. */
internal fun publicLists(lines: List<String>): List<PublicList> = lines
    .filter { it.isNotBlank() && !it.startsWith("#") }
    .map { it.split('|') }
    .filter { it.size in FIELDS..FIELDS + 1 }
    .map { PublicList(it[0], it[1], it[2], it[3], it[4], LocalDate.parse(it[5]), LocalizedText(en = it[6], it = it[7]), key = it.getOrElse(FIELDS) { "" }) }

/** A dash stands for a licence that nobody states. */
private fun by(list: PublicList): Text =
    if (list.licence == "–") text(R.string.directory_by_unlicensed, list.by) else text(R.string.directory_by, list.by, list.licence)

internal fun directoryRows(lists: List<PublicList>, home: String, now: Now): List<Row<PublicList>> = buildList {
    add(Row.Note(text(R.string.directory_words)))
    val countries = lists.groupBy { it.region }
    add(Row.Section(Text.Country(home)))
    val own = countries[home].orEmpty()
    if (own.isEmpty()) add(Row.Words(text(R.string.directory_none)))
    own.forEach { add(listItem(it, now)) }
    for ((region, rows) in countries - home) {
        add(Row.Section(Text.Country(region)))
        rows.forEach { add(listItem(it, now)) }
    }
}

private fun listItem(list: PublicList, now: Now): Row<PublicList> = item(
    list,
    IconStyle(R.drawable.ic_lists, Tone.ACCENT),
    plain(list.name),
    joined("\n", by(list), text(R.string.directory_origin, list.origin.text()), text(R.string.directory_changed, longDate(list.changed, now))),
)

private const val FIELDS = 8
