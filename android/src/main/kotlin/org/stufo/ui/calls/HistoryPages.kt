package org.stufo.ui.calls

import org.stufo.core.model.CallGroup
import org.stufo.core.model.HistoryGroups
import org.stufo.ui.rows.Row
import org.stufo.words.Now
import java.time.LocalDate

/**
 * The pages of the history fetched so far. One page is asked for at a time, the next only when the end of what there is
 * comes into sight. [fetch] asks for the page after a cursor.
 */
internal class HistoryPages(private val fetch: (before: String?) -> Unit) {
    private val shown = mutableListOf<Row<Long>>()
    private val groups = mutableMapOf<Long, CallGroup>()
    private var next: String? = null
    private var lastDay: LocalDate? = null
    private var asking = false
    private var begun = false

    val rows: List<Row<Long>> get() = shown

    val isEmpty: Boolean get() = begun && shown.isEmpty()

    /** One of the groups shown, by the id of its newest call. */
    fun group(id: Long): CallGroup? = groups[id]

    /** What was shown stays until the new first page is there: a list must not lose rows without a reason. */
    fun begin() {
        next = null
        begun = false
        ask(null)
    }

    fun add(page: HistoryGroups, now: Now) {
        if (!begun) {
            shown.clear()
            groups.clear()
            lastDay = null
        }
        page.groups.associateByTo(groups) { it.call.id }
        shown += historyRows(page.groups, now, lastDay)
        lastDay = page.groups.lastOrNull()?.let { now.dayOf(it.call.at.utcMillis) } ?: lastDay
        next = page.next
        asking = false
        begun = true
    }

    fun failed() {
        asking = false
    }

    /** [position] is the last row in sight. */
    fun seen(position: Int) {
        val cursor = next ?: return
        if (!asking && position >= shown.size - AHEAD) ask(cursor)
    }

    /** More are on their way so that [row] can be shown. */
    fun reachesFor(row: Int): Boolean {
        if (row < shown.size) return false
        ask(next ?: return false)
        return true
    }

    private fun ask(before: String?) {
        asking = true
        fetch(before)
    }

    companion object {
        const val PAGE = 50
        private const val AHEAD = 15
    }
}
