/** Calls with what the record supports about them. Pure. */
package org.stufo.ui.objection.evidence

import org.stufo.R
import org.stufo.core.model.EvidencePage
import org.stufo.core.model.EvidenceRow
import org.stufo.core.model.Fact
import org.stufo.core.model.FactCode
import org.stufo.ui.calls.callIcon
import org.stufo.ui.objection.facts.commonFacts
import org.stufo.ui.objection.facts.commonWords
import org.stufo.ui.objection.facts.factTags
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.textButton
import org.stufo.words.Now
import org.stufo.words.callerText
import org.stufo.words.text
import org.stufo.words.whenText
import java.io.Serializable

/** What the user does with the evidence. */
sealed interface EvidenceEvent {
    data class Call(val id: Long) : EvidenceEvent
}

enum class EvidenceKey : EvidenceEvent { FILTER, FURTHER }

/** The kinds of facts to choose from, in the user's language. */
data class KindsShown(val codes: ArrayList<FactCode?>, val labels: ArrayList<String>) : Serializable {
    companion object {
        private const val serialVersionUID = 1L
    }
}

internal fun evidenceRows(page: EvidencePage, code: FactCode?, now: Now): List<Row<EvidenceEvent>> = buildList {
    add(Row.Note(text(R.string.evidence_words)))
    val kind = page.kinds.firstOrNull { it.code == code }?.label?.text() ?: text(R.string.evidence_all)
    add(item(EvidenceKey.FILTER, IconStyle(R.drawable.ic_filter, Tone.ACCENT), text(R.string.evidence_filter), kind))
    val common = commonFacts(page.rows.map { it.facts })
    commonWords(common)?.let {
        add(Row.Section(text(R.string.evidence_common)))
        add(Row.Words(it))
    }
    add(Row.Gap)
    if (page.rows.isEmpty()) {
        add(Row.Empty(IconStyle(R.drawable.ic_search, Tone.NEUTRAL), text(R.string.evidence_empty_title), text(R.string.evidence_empty_words)))
    }
    page.rows.forEach { add(evidenceItem(it, common, now)) }
    if (page.next != null) add(Row.Actions(listOf(textButton(EvidenceKey.FURTHER, text(R.string.evidence_further)))))
}

private fun evidenceItem(row: EvidenceRow, common: List<Fact>, now: Now): Row<EvidenceEvent> = item(
    event = EvidenceEvent.Call(row.call.id),
    icon = callIcon(row.call.action, row.call.reason),
    title = callerText(row.call.caller),
    summary = factTags(row.facts, common),
    trailing = whenText(row.call.at.utcMillis, now),
    opens = false,
)
