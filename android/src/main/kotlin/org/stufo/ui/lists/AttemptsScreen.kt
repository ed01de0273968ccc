package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.syncLog
import org.stufo.ui.RowsScreen
import org.stufo.ui.now
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.text

/** What came of each attempt to bring a list up to date, as far back as it is kept. */
class AttemptsScreen(private val listId: Long) : RowsScreen() {
    override val title: Text get() = text(R.string.list_attempts)

    override fun load() = onCore({ it.syncLog(listId) }) { attempts ->
        val now = now()
        show(listOf(Row.Note(text(R.string.list_attempts_words))) + attempts.map { attemptRow(it, now) })
    }
}
