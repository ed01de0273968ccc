package org.stufo.sync

import org.json.JSONObject
import org.stufo.core.model.ListSync
import org.stufo.core.model.list
import org.stufo.core.model.longOrNull
import org.stufo.core.model.objectOrNull
import org.stufo.core.model.textOrNull

/**
 * One thing to ask for, as the core plans it (docs/formats/sync.md). [kind] is said again with the answer; [file] is the
 * name of what takes it, of which [resumeFrom] bytes are there from a transfer that broke off.
 */
data class SyncStep(
    val listId: Long,
    val kind: String,
    val url: String,
    val headers: Map<String, String>,
    val maxBytes: Long,
    val resumeFrom: Long,
    val file: String,
) {
    companion object {
        fun allFrom(plan: JSONObject): List<SyncStep> = plan.list("steps", ::from)

        fun from(step: JSONObject): SyncStep {
            val headers = step.getJSONObject("headers")
            return SyncStep(
                listId = step.getLong("list_id"),
                kind = step.getString("step"),
                url = step.getString("url"),
                headers = headers.keys().asSequence().associateWith(headers::getString),
                maxBytes = step.getLong("max_bytes"),
                resumeFrom = step.getLong("resume_from"),
                file = step.getString("file"),
            )
        }
    }
}

/** What the core made of an answer: more to ask for, or how it ended. [keep] names the file that waits for its rest. */
internal data class SyncAnswer(val next: SyncStep?, val keep: String?, val result: SyncResult?) {
    companion object {
        fun from(listId: Long, json: JSONObject): SyncAnswer {
            val next = json.objectOrNull("next", SyncStep::from)
            return SyncAnswer(next, json.textOrNull("keep"), if (next == null) SyncResult.from(listId, json) else null)
        }
    }
}

/** What came of a list; the core has recorded it. [added] and [removed] are told where numbers changed. */
data class SyncResult(val listId: Long, val result: ListSync.Result, val why: String?, val added: Long?, val removed: Long?) {
    companion object {
        fun from(listId: Long, json: JSONObject): SyncResult = SyncResult(
            listId = listId,
            result = ListSync.Result.ofWire(json.getString("result")),
            why = json.textOrNull("why"),
            added = json.longOrNull("added"),
            removed = json.longOrNull("removed"),
        )
    }
}
