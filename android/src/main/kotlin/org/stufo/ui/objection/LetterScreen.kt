package org.stufo.ui.objection

import android.content.Intent
import org.stufo.R
import org.stufo.ui.RowsScreen
import org.stufo.ui.now
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.of
import org.stufo.ui.rows.plain
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.text

enum class LetterKey { COMPANY, NUMBER, NAME, SHARE }

/** What goes into the letter. Left empty, a line to fill in by hand stays. */
data class LetterParts(val company: String, val number: String, val name: String) : java.io.Serializable {
    companion object {
        private const val serialVersionUID = 1L
    }
}

/** An objection to direct marketing in writing (GDPR, article 21): to read, complete and send. */
class LetterScreen(private var parts: LetterParts = LetterParts("", "", "")) : RowsScreen() {
    override val title: Text get() = text(R.string.letter_title)

    override fun load() = draw()

    private fun draw() = show(letterRows(parts, now().millis))

    override fun onField(key: Any, text: String) {
        parts = when (key as LetterKey) {
            LetterKey.COMPANY -> parts.copy(company = text)
            LetterKey.NUMBER -> parts.copy(number = text)
            else -> parts.copy(name = text)
        }
        draw()
    }

    override fun onRow(key: Any) {
        val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, letterText(parts, now().millis).of(host))
        host.open(Intent.createChooser(send, null))
    }
}

internal fun letterRows(parts: LetterParts, todayMillis: Long): List<Row> = listOf(
    Row.Note(text(R.string.letter_words)),
    Row.Field(LetterKey.COMPANY, text(R.string.letter_company), text(R.string.letter_company_hint), parts.company, null, Typed.TEXT),
    Row.Field(LetterKey.NUMBER, text(R.string.letter_number), null, parts.number, null, Typed.PHONE),
    Row.Field(LetterKey.NAME, text(R.string.letter_name), null, parts.name, null, Typed.TEXT),
    Row.Section(text(R.string.letter_preview)),
    Row.Words(letterText(parts, todayMillis)),
    Row.Note(text(R.string.letter_check)),
    Row.Actions(listOf(primary(LetterKey.SHARE, text(R.string.call_share)))),
)

internal fun letterText(parts: LetterParts, todayMillis: Long): Text {
    fun filled(value: String): Text = plain(value.trim().ifEmpty { "____________" })
    return text(R.string.letter_text, filled(parts.company), filled(parts.number), filled(parts.name), Text.Day(todayMillis, withYear = true))
}
