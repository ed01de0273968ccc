/** Choosing the calls of a complaint. */
package org.stufo.ui.objection.complaint

import org.stufo.R
import org.stufo.core.isForgotten
import org.stufo.core.model.EvidencePage
import org.stufo.core.model.EvidenceRow
import org.stufo.core.model.Fact
import org.stufo.ui.objection.evidence.EVIDENCE_STEP
import org.stufo.ui.objection.evidence.around
import org.stufo.ui.objection.evidence.evidenceUpTo
import org.stufo.ui.objection.evidence.historyWithFacts
import org.stufo.ui.objection.facts.commonFacts
import org.stufo.ui.objection.facts.commonWords
import org.stufo.ui.objection.facts.factTags
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.item
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.ui.screen.HeaderAction
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

/** What the user chooses for a complaint. */
sealed interface PickEvent {
    data class From(val source: PickFrom) : PickEvent

    data class Search(val text: String) : PickEvent

    data class Call(val id: Long, val on: Boolean) : PickEvent
}

enum class PickKey : PickEvent { FURTHER, DONE }

/** From the evidence, around one call, or from the whole history; what is chosen counts at once. */
class CallPickScreen(private val draft: ComplaintDraft) : RowsScreen<PickEvent>() {
    private var from = if (draft.near != null) PickFrom.NEAR else PickFrom.EVIDENCE
    private var search = ""
    private var wanted = EVIDENCE_STEP

    @Transient
    private var page: EvidencePage? = null

    /** Of the newest request: an answer to an older one is dropped. */
    @Transient
    private var requestId = 0

    override val title: Text get() = text(R.string.pick_title)

    override val actions get() = listOf(HeaderAction(R.drawable.ic_check, text(R.string.action_done)) { host.goBack() })

    override fun load() {
        val request = ++requestId
        val (source, near) = from to draft.near
        val (text, rows) = search to wanted
        onCore({ core ->
            when {
                source == PickFrom.NEAR && near != null -> core.around(near)
                source == PickFrom.HISTORY -> core.historyWithFacts(rows, text)
                else -> core.evidenceUpTo(rows, code = null)
            }
        }, failed = { if (source == PickFrom.NEAR && isForgotten(it)) take(PickFrom.EVIDENCE) else showFault(it) }) {
            if (request != requestId) return@onCore
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

    override fun onEvent(event: PickEvent) {
        when (event) {
            is PickEvent.From -> take(event.source)
            is PickEvent.Search -> search(event.text)
            is PickEvent.Call -> choose(event.id, event.on)
            PickKey.FURTHER -> {
                wanted += EVIDENCE_STEP
                load()
            }
            PickKey.DONE -> host.goBack()
        }
    }

    private fun search(text: String) {
        if (text == search) return
        search = text
        load()
    }

    private fun choose(call: Long, on: Boolean) {
        if (!draft.choose(call, on)) host.say(text(R.string.pick_limit))
        draw()
    }
}

/** What the user has chosen so far, and from where. */
data class Picking(val from: PickFrom, val search: String, val chosen: Set<Long>, val hasNear: Boolean)

internal fun pickRows(page: EvidencePage, picking: Picking, now: Now): List<Row<PickEvent>> = buildList {
    val sources = PickFrom.entries.filter { it != PickFrom.NEAR || picking.hasNear }
    add(
        Row.Chips(
            PickEvent::From,
            count(R.plurals.pick_chosen, picking.chosen.size),
            text(R.string.complaint_start_words),
            sources.map { Option(it, text(it.label)) },
            picking.from,
        ),
    )
    if (picking.from == PickFrom.HISTORY) {
        add(Row.Field(PickEvent::Search, text(R.string.history_search_hint), null, picking.search, null, Typed.TEXT))
    }
    add(Row.Gap)
    if (page.rows.isEmpty()) add(item(null, IconStyle(R.drawable.ic_search, Tone.NEUTRAL), text(R.string.pick_none)))
    val common = commonFacts(page.rows.filterNot { it.wanted || it.unsure }.map { it.facts })
    commonWords(common)?.let {
        add(Row.Note(it))
        add(Row.Gap)
    }
    page.rows.forEach { add(pickRow(it, common, it.call.id in picking.chosen, now)) }
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
private fun pickRow(row: EvidenceRow, common: List<Fact>, on: Boolean, now: Now): Row<PickEvent> {
    val title = callerTitle(row.call.caller)
    val at = whenExactly(row.call.at.utcMillis, now, begins = true)
    if (row.wanted && !on) return item(null, null, title, joined("\n", at, text(R.string.pick_wanted)))
    val tags = if (row.unsure) null else factTags(row.facts, common)
    return Row.Check({ PickEvent.Call(row.call.id, it) }, null, title, joined("\n", at, tags), on)
}
