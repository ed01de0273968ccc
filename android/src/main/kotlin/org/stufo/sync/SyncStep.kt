package org.stufo.sync

import org.stufo.core.model.StepResult
import org.stufo.core.model.SyncApplied
import org.stufo.core.model.SyncReason

/** What came of a list; the core has recorded it. [added] and [removed] are told where numbers changed. */
data class SyncResult(val listId: Long, val result: StepResult, val why: SyncReason?, val added: Long?, val removed: Long?) {
    companion object {
        fun of(listId: Long, end: SyncApplied) = SyncResult(listId, end.result, end.why, end.added, end.removed)
    }
}
