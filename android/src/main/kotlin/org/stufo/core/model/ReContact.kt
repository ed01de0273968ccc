package org.stufo.core.model

import org.json.JSONObject
import org.stufo.core.Moment

/** Who called again after what, on this phone. */
data class ReContact(
    val lookedAt: Int,
    val notFollowed: Int,
    val enoughFrom: Int,
    val followDays: Int,
    val rows: List<EndRow>,
    val campaigns: List<Campaign>,
    val suggestion: PackSuggestion?,
    val suggestionMissing: Wording?,
) {
    companion object {
        fun from(json: JSONObject): ReContact = ReContact(
            lookedAt = json.getInt("looked_at"),
            notFollowed = json.getInt("not_followed"),
            enoughFrom = json.getInt("enough_from"),
            followDays = json.getInt("follow_days"),
            // A kind of end that only a newer core knows has no words here.
            rows = json.getJSONArray("rows").map(EndRow::fromOrNull).filterNotNull(),
            campaigns = json.list("campaigns", Campaign::from),
            suggestion = json.objectOrNull("suggestion", PackSuggestion::from),
            suggestionMissing = json.objectOrNull("suggestion_missing", Wording::from),
        )
    }
}

/** What followed calls that ended so. [share] is null where too few callers stand behind it. */
data class EndRow(
    val end: End,
    val known: Known,
    val callers: Int,
    val again: Int,
    val waiting: Int,
    val share: Int?,
    val soonestMinutes: Long?,
    val medianMinutes: Long?,
    val callsAfter: Int,
) {
    enum class End(val wire: String) {
        RANG_OUT("rang_out"),
        SILENCED("silenced"),
        REJECTED("rejected"),
        ANSWERED("answered"),
        OBJECTED("objected"),
        HUNG_UP("hung_up"),
        SILENT("silent"),
        RANG("rang"),
    }

    /** Who says how the calls ended. */
    enum class Known(val wire: String) { RECORDED("recorded"), TOLD("told"), UNKNOWN("unknown") }

    companion object {
        fun fromOrNull(json: JSONObject): EndRow? {
            val end = End.entries.firstOrNull { it.wire == json.getString("end") } ?: return null
            return EndRow(
                end = end,
                known = Known.entries.firstOrNull { it.wire == json.getString("known") } ?: Known.UNKNOWN,
                callers = json.getInt("callers"),
                again = json.getInt("again"),
                waiting = json.getInt("waiting"),
                share = json.intOrNull("share"),
                soonestMinutes = json.longOrNull("soonest_minutes"),
                medianMinutes = json.longOrNull("median_minutes"),
                callsAfter = json.getInt("calls_after"),
            )
        }
    }
}

/** Many numbers of one range that call one after the other. [weeks] are its last ones, oldest first. */
data class Campaign(
    val pattern: String,
    val display: String,
    val numbers: Int,
    val calls: Int,
    val first: Moment,
    val last: Moment,
    val active: Boolean,
    val weeks: List<Int>,
    val sample: List<Long>,
) {
    companion object {
        fun from(json: JSONObject): Campaign = Campaign(
            pattern = json.getString("pattern"),
            display = json.getString("display"),
            numbers = json.getInt("numbers"),
            calls = json.getInt("calls"),
            first = Moment.from(json.getJSONObject("first")),
            last = Moment.from(json.getJSONObject("last")),
            active = json.getBoolean("active"),
            weeks = json.longs("weeks").map(Long::toInt),
            sample = json.longs("sample"),
        )
    }
}

/** What the counts speak for; changing the setting is the person's. */
data class PackSuggestion(val value: Switch, val reason: Wording) {
    companion object {
        fun from(json: JSONObject): PackSuggestion = PackSuggestion(Switch.ofWire(json.getString("value")), json.wording("reason"))
    }
}
