package org.stufo.core.model

import org.json.JSONObject
import org.stufo.core.Action
import org.stufo.core.Reason

/** What one stage saw of a call. [stage] is the core's name for it, e.g. `user_block`: see docs/matching.md. */
data class Finding(val stage: String, val saw: Saw, val action: Action?, val reason: Reason?, val source: Source?) {
    enum class Saw(val wire: String) { OFF("off"), NOTHING("nothing"), UNKNOWN("unknown"), MATCH("match") }

    companion object {
        fun from(json: JSONObject): Finding = Finding(
            stage = json.getString("stage"),
            saw = Saw.entries.firstOrNull { it.wire == json.getString("saw") } ?: Saw.UNKNOWN,
            action = json.textOrNull("action")?.let(Action::ofWire),
            reason = json.textOrNull("reason")?.let(Reason::ofWire),
            source = json.objectOrNull("source", Source::from),
        )
    }
}

/** One call with all that is known of it. [rangePattern] covers its neighbours, where it has a number. */
data class CallDetails(
    val call: CallRow,
    val trace: List<Finding>,
    val earlier: List<CallRow>,
    val neighbours: List<CallRow>,
    val rangePattern: String?,
    val flags: CallFlags,
) {
    companion object {
        fun from(json: JSONObject): CallDetails = CallDetails(
            call = CallRow.from(json.getJSONObject("call")),
            trace = json.list("trace", Finding::from),
            earlier = json.list("earlier", CallRow::from),
            neighbours = json.list("neighbours", CallRow::from),
            rangePattern = json.textOrNull("range_pattern"),
            flags = CallFlags.from(json.getJSONObject("flags")),
        )
    }
}

/** "What if this number called?" */
data class Explanation(
    val caller: CallerView,
    val action: Action,
    val reason: Reason,
    val source: Source?,
    val trace: List<Finding>,
    val neverBlock: Boolean,
) {
    companion object {
        fun from(json: JSONObject): Explanation = Explanation(
            caller = CallerView.from(json.getJSONObject("caller")),
            action = Action.ofWire(json.getString("action")),
            reason = Reason.ofWire(json.getString("reason")),
            source = json.objectOrNull("source", Source::from),
            trace = json.list("trace", Finding::from),
            neverBlock = json.getBoolean("never_block"),
        )
    }
}
