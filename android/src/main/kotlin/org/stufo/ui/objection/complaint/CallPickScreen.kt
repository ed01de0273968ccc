/** Choosing the calls of a complaint. */
package org.stufo.ui.objection.complaint

import org.stufo.R
import org.stufo.core.isForgotten
import org.stufo.core.model.EvidencePage
import org.stufo.core.model.EvidenceRow
import org.stufo.ui.objection.evidence.EVIDENCE_STEP
import org.stufo.ui.objection.evidence.around
import org.stufo.ui.objection.evidence.evidenceUpTo
import org.stufo.ui.objection.evidence.historyWithFacts
import org.stufo.ui.objection.facts.factLabels
import org.stufo.ui.rows.Look
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.item
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.callerTitle
import org.stufo.words.count
import org.stufo.words.joined
import org.stufo.words.now
import org.stufo.words.text
import org.stufo.words.whenExactly

/** Where calls to choose from are taken. */
enum class PickFrom(val label: Int) { NEAR(R.string.pick_near), EVIDENCE(R.string.pick_evidence), HISTORY(R.string.pick_history) }

enum class PickKey { FROM, SEARCH, FURTHER, DONE }

/** From the evidence, around one call, or from the whole history; what is chosen counts at once. */
class CallPickScreen(private val draft: ComplaintDraft) : RowsScreen() {
    private var from = if (draft.near != null) PickFrom.NEAR else PickFrom.EVIDENCE
    private var search = ""
    private var wanted = EVIDENCE_STEP

    @Transient
    private var page: EvidencePage? = null

    /** An answer to an older question is dropped. */
    @Transient
    private var question = 0

    override val title: Text get() = text(R.string.pick_title)

    override fun load() {
        val asked = ++question
        val (source, near) = from to draft.near
        val (text, rows) = search to wanted
        onCore({ core ->
            when {
                source == PickFrom.NEAR && near != null -> core.around(near)
                source == PickFrom.HISTORY -> core.historyWithFacts(rows, text)
                else -> core.evidenceUpTo(rows, code = null)
            }
        }, failed = { if (source == PickFrom.NEAR && isForgotten(it)) take(PickFrom.EVIDENCE) else showFault(it) }) {
            if (asked != question) return@onCore
            page = it
            draw()
        }
    }

    private fun take(source: PickFrom) {
        from = source
        wanted = EVIDENCE_STEP
        load()
    }

    private fun draw() = page?.let { show(pickRows(it, Picking(from, search, draft.calls, draft.near != null), now())) } ?: Unit

    override fun onChip(key: Any, option: Any) = take(option as PickFrom)

    override fun onField(key: Any, text: String) {
        if (text == search) return
        search = text
        load()
    }

    override fun onToggle(key: Any, on: Boolean) {
        if (!draft.choose(key as Long, on)) host.say(text(R.string.pick_limit))
        draw()
    }

    override fun onRow(key: Any) {
        if (key == PickKey.FURTHER) {
            wanted += EVIDENCE_STEP
            load()
        }
        if (key == PickKey.DONE) host.goBack()
    }
}

/** What the person has chosen so far, and from where. */
data class Picking(val from: PickFrom, val search: String, val chosen: Set<Long>, val hasNear: Boolean)

internal fun pickRows(page: EvidencePage, picking: Picking, now: Now): List<Row> = buildList {
    val sources = PickFrom.entries.filter { it != PickFrom.NEAR || picking.hasNear }
    add(
        Row.Chips(
            PickKey.FROM, count(R.plurals.pick_chosen, picking.chosen.size), text(R.string.complaint_start_words),
            sources.map { Option(it, text(it.label)) }, picking.from,
        ),
    )
    if (picking.from == PickFrom.HISTORY) {
        add(Row.Field(PickKey.SEARCH, text(R.string.history_search_hint), null, picking.search, null, Typed.TEXT))
    }
    add(Row.Gap)
    if (page.rows.isEmpty()) add(item(null, Look(R.drawable.ic_search, Tone.NEUTRAL), text(R.string.pick_none)))
    page.rows.forEach { add(pickRow(it, it.call.id in picking.chosen, now)) }
    add(
        Row.Actions(
            listOfNotNull(
                primary(PickKey.DONE, text(R.string.action_done)),
                textButton(PickKey.FURTHER, text(R.string.evidence_further)).takeIf { page.next != null },
            ),
        ),
    )
}

/** A wanted caller's call is shown, so that nobody looks for it, and cannot be chosen. */
private fun pickRow(row: EvidenceRow, on: Boolean, now: Now): Row {
    val title = callerTitle(row.call.caller)
    val at = whenExactly(row.call.at.utcMillis, now, begins = true)
    if (row.wanted && !on) return item(null, null, title, joined("\n", at, text(R.string.pick_wanted)))
    return Row.Check(row.call.id, null, title, joined("\n", at, factLabels(row.facts) ?: text(R.string.complaint_nothing)), on)
}
