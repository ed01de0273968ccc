/** Whose work is inside, under which licence, and what that licence says. */
package org.stufo.ui.settings

import org.stufo.R
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.item
import org.stufo.ui.screen.ReadingScreen
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.plain
import org.stufo.words.text
import java.io.Serializable

/** A part of the package. [text] names the licence's text, empty where there is none to give; [whose] is said where the licence asks for it. */
data class Part(val name: String, val licence: String, val text: String, val whose: String) : Serializable {
    companion object {
        private const val serialVersionUID = 1L
    }
}

class LicencesScreen : RowsScreen<Part>() {
    override val title: Text get() = text(R.string.licences_title)

    override fun load() {
        val lines = context.resources.openRawResource(R.raw.licences).bufferedReader().use { it.readLines() }
        show(licenceRows(parts(lines)))
    }

    override fun onEvent(event: Part) = host.go(LicenceScreen(event))
}

/** One part's licence, to be read. */
class LicenceScreen(private val part: Part) : ReadingScreen() {
    override val title: Text get() = plain(part.name)

    override fun load() {
        val words = licenceText(part)?.let { file -> context.resources.openRawResource(file).bufferedReader().use { it.readText() } }
        show(
            listOfNotNull(
                Row.Note(plain(part.licence)),
                part.whose.takeIf { it.isNotEmpty() }?.let { Row.Words(plain(it)) },
                words?.let { Row.Words(plain(unfolded(it))) },
            ),
        )
    }
}

/** A paragraph as one line: the phone folds it to its own width. */
internal fun unfolded(text: String): String =
    text.trim().split("\n\n").joinToString("\n\n") { paragraph -> paragraph.lines().joinToString(" ", transform = String::trim) }

/** Lines of `name|licence|text|whose`; `#` begins a remark. */
internal fun parts(lines: List<String>): List<Part> = lines
    .filter { it.isNotBlank() && !it.startsWith("#") }
    .map { it.split('|') }
    .filter { it.size == 4 }
    .map { (name, licence, text, whose) -> Part(name, licence, text, whose) }

internal fun licenceRows(parts: List<Part>): List<Row<Part>> = buildList {
    add(Row.Note(text(R.string.licences_words)))
    parts.forEach { part -> add(item(part.takeIf { licenceText(it) != null }, null, plain(part.name), plain(part.licence))) }
}

internal fun licenceText(part: Part): Int? = when (part.text) {
    "apache" -> R.raw.licence_apache
    "bsd" -> R.raw.licence_bsd
    "mit" -> R.raw.licence_mit
    "unlicense" -> R.raw.licence_unlicense
    "zlib" -> R.raw.licence_zlib
    else -> null
}
