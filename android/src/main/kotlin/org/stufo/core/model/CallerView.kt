package org.stufo.core.model

import org.json.JSONObject

/** A caller, ready to show. [number] is E.164, a short code's digits or another address's text. */
data class CallerView(
    val kind: Kind,
    val number: String?,
    val display: String?,
    val hidden: Hidden?,
    val region: String?,
    /** Of a geographic number whose country's areas are known. */
    val place: Wording?,
    val lineType: LineType?,
) {
    enum class Kind(val wire: String) { NUMBER("number"), SHORT_CODE("short_code"), HIDDEN("hidden"), OTHER("other") }

    enum class Hidden(val wire: String) { RESTRICTED("restricted"), UNKNOWN("unknown"), PAYPHONE("payphone") }

    enum class LineType(val wire: String) {
        FIXED("fixed"),
        MOBILE("mobile"),
        TOLL_FREE("toll_free"),
        PREMIUM("premium"),
        SHARED_COST("shared_cost"),
        VOIP("voip"),
        PERSONAL("personal"),
        UNKNOWN("unknown"),
    }

    /** A caller that a rule can name. */
    val hasNumber: Boolean get() = kind == Kind.NUMBER || kind == Kind.SHORT_CODE

    /** Logs use this form. */
    override fun toString(): String = "CallerView(${kind.wire})"

    companion object {
        fun from(json: JSONObject): CallerView = CallerView(
            kind = Kind.entries.firstOrNull { it.wire == json.getString("kind") } ?: Kind.OTHER,
            number = json.textOrNull("number"),
            display = json.textOrNull("display"),
            hidden = json.textOrNull("hidden")?.let { wire ->
                Hidden.entries.firstOrNull { it.wire == wire } ?: Hidden.UNKNOWN
            },
            region = json.textOrNull("region"),
            place = json.optJSONObject("place")?.let(Wording::from),
            lineType = json.textOrNull("line_type")?.let { wire ->
                LineType.entries.firstOrNull { it.wire == wire } ?: LineType.UNKNOWN
            },
        )
    }
}
