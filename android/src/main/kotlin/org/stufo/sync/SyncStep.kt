package org.stufo.sync

import org.json.JSONObject
import org.stufo.core.model.ListSync
import org.stufo.core.model.list
import org.stufo.core.model.textOrNull

/** One list to ask for, as the core plans it (docs/formats/sync.md). */
data class SyncStep(val listId: Long, val url: String, val headers: Map<String, String>, val maxBytes: Long) {
    companion object {
        fun allFrom(plan: JSONObject): List<SyncStep> = plan.list("steps") { step ->
            val headers = step.getJSONObject("headers")
            SyncStep(
                listId = step.getLong("list_id"),
                url = step.getString("url"),
                headers = headers.keys().asSequence().associateWith(headers::getString),
                maxBytes = step.getLong("max_bytes"),
            )
        }
    }
}

/** What came of a step; the core has recorded it. */
data class SyncResult(val listId: Long, val result: ListSync.Result, val why: String?) {
    companion object {
        fun from(listId: Long, json: JSONObject): SyncResult =
            SyncResult(listId, ListSync.Result.ofWire(json.getString("result")), json.textOrNull("why"))
    }
}
