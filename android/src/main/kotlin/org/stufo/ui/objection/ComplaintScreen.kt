package org.stufo.ui.objection

import android.content.Intent
import android.net.Uri
import org.stufo.R
import org.stufo.ui.RowsScreen
import org.stufo.ui.calls.HistoryScreen
import org.stufo.ui.rows.Look
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.text

enum class ComplaintKey { HISTORY, SITE }

/** What a report to the Italian data-protection authority asks for, and where the record has it. */
class ComplaintScreen : RowsScreen() {
    override val title: Text get() = text(R.string.complaint_title)

    override fun load() = show(complaintRows())

    override fun onRow(key: Any) = when (key as ComplaintKey) {
        ComplaintKey.HISTORY -> host.goTo(HistoryScreen())
        ComplaintKey.SITE -> host.open(Intent(Intent.ACTION_VIEW, Uri.parse("https://www.garanteprivacy.it/")))
    }
}

internal fun complaintRows(): List<Row> = buildList {
    add(Row.Note(text(R.string.complaint_words)))
    val from = { icon: Int, title: Int, where: Int -> item(null, Look(icon, Tone.NEUTRAL), text(title), text(where)) }
    add(from(R.drawable.ic_phone, R.string.complaint_numbers, R.string.complaint_numbers_where))
    add(from(R.drawable.ic_clock, R.string.complaint_when, R.string.complaint_when_where))
    add(from(R.drawable.ic_say, R.string.complaint_content, R.string.complaint_content_where))
    add(from(R.drawable.ic_person, R.string.complaint_company, R.string.complaint_company_where))
    add(from(R.drawable.ic_calendar, R.string.complaint_register, R.string.complaint_register_where))
    add(Row.Note(text(R.string.complaint_true)))
    add(Row.Actions(listOf(primary(ComplaintKey.HISTORY, text(R.string.complaint_history)), outlined(ComplaintKey.SITE, text(R.string.complaint_site)))))
}
