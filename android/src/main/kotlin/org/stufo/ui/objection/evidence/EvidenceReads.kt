/** Evidence over several pages of the core: a page looks at a bounded part of the record and may be short. */
package org.stufo.ui.objection.evidence

import org.stufo.core.Core
import org.stufo.core.call
import org.stufo.core.evidence
import org.stufo.core.evidenceOf
import org.stufo.core.history
import org.stufo.core.model.EvidencePage
import org.stufo.core.model.EvidenceRow
import org.stufo.core.model.FactCode
import org.stufo.core.model.FactKind
import org.stufo.core.model.HistoryRequest

/** The newest [wanted] calls with a fact, or what was found in a bounded search: then `next` goes on. */
internal fun Core.evidenceUpTo(wanted: Int, code: FactCode?): EvidencePage {
    val rows = mutableListOf<EvidenceRow>()
    var kinds = emptyList<FactKind>()
    var lookedAt = 0
    var next: String? = null
    val pages = PAGES + wanted / EVIDENCE_STEP
    repeat(pages) {
        val page = evidence(code, next, wanted - rows.size)
        rows += page.rows
        kinds = page.kinds
        lookedAt += page.lookedAt
        next = page.next
        if (next == null || rows.size >= wanted) return EvidencePage(rows, next, lookedAt, kinds)
    }
    return EvidencePage(rows, next, lookedAt, kinds)
}

/** The newest [wanted] calls of the history with what is supported about each. */
internal fun Core.historyWithFacts(wanted: Int, search: String): EvidencePage {
    val rows = mutableListOf<EvidenceRow>()
    var next: String? = null
    do {
        val page = history(HistoryRequest((wanted - rows.size).coerceAtMost(MAX_IDS), next, search.trim().takeIf(String::isNotEmpty)))
        rows += evidenceOf(page.rows.map { it.id }).rows
        next = page.next
    } while (next != null && rows.size < wanted)
    return EvidencePage(rows, next, rows.size, emptyList())
}

/** The call with those of the same number and of its neighbours. */
internal fun Core.around(callId: Long): EvidencePage {
    val details = call(callId)
    return evidenceOf((listOf(details.call) + details.earlier + details.neighbours).map { it.id })
}

internal const val EVIDENCE_STEP = 50

/** Pages of 500 calls that one search looks at, at least. */
private const val PAGES = 10
private const val MAX_IDS = 200
