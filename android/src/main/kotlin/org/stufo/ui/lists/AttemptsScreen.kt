package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.syncLog
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.show
import org.stufo.ui.screen.ReadingScreen
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text

/** What came of each attempt to bring a list up to date, as far back as it is kept. */
class AttemptsScreen(private val listId: Long) : ReadingScreen() {
    override val title: Text get() = text(R.string.list_attempts)

    override fun load() = onCore({ it.syncLog(listId) }) { attempts ->
        val now = now()
        show(listOf(Row.Note(text(R.string.list_attempts_words))) + attempts.map { attemptRow(it, now) })
    }
}
