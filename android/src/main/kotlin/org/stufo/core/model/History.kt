package org.stufo.core.model

import org.json.JSONArray
import org.json.JSONObject
import org.stufo.core.Action
import org.stufo.core.Reason

/** Which calls to show; null means: whatever. */
data class HistoryFilter(
    val search: String?,
    val actions: Set<Action>?,
    val hidden: Boolean?,
    val listId: Long?,
    val reason: Reason?,
    val caller: String?,
) {
    fun toJson(limit: Int, before: String?): JSONObject = JSONObject()
        .put("limit", limit)
        .putNullable("before", before)
        .putNullable("search", search)
        .putNullable("actions", actions?.let { chosen -> JSONArray(chosen.map(Action::wire)) })
        .putNullable("hidden", hidden)
        .putNullable("list_id", listId)
        .putNullable("reason", reason?.wire)
        .putNullable("caller", caller)

    companion object {
        val ALL = HistoryFilter(null, null, null, null, null, null)
    }
}

/** A page of the record, newest first; [next] fetches the one after it. */
data class HistoryPage(val rows: List<CallRow>, val next: String?) {
    companion object {
        fun from(json: JSONObject): HistoryPage = HistoryPage(json.list("rows", CallRow::from), json.textOrNull("next"))
    }
}

/** A page of the exported record. */
data class ExportPage(val text: String, val next: String?) {
    companion object {
        fun from(json: JSONObject): ExportPage = ExportPage(json.getString("text"), json.textOrNull("next"))
    }
}

/** What the counts are counted by. */
enum class CountBy(val wire: String) { DAY("day"), HOUR("hour"), REASON("reason"), LIST("list") }

/** [blocked] means rejected. */
data class Counts(val blocked: Int, val silenced: Int, val passed: Int) {
    companion object {
        fun from(json: JSONObject): Counts = Counts(json.getInt("blocked"), json.getInt("silenced"), json.getInt("passed"))
    }
}

/** The counts of one day, hour, reason or list. */
data class KeyedCounts(val key: String, val counts: Counts) {
    companion object {
        fun from(json: JSONObject): KeyedCounts = KeyedCounts(json.getString("key"), Counts.from(json))
    }
}
