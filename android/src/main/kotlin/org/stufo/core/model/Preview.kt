package org.stufo.core.model

import org.json.JSONObject

/** What a rule not yet saved would have done. */
data class Preview(
    val patternKind: PatternKind?,
    val display: String,
    val covers: Long?,
    val hits: Hits,
    val calls: List<CallRow>,
    val warnings: List<Warning>,
) {
    data class Hits(val total: Int, val answered: Int, val contacts: Int, val dialled: Int)

    enum class Warning(val wire: String) {
        HITS_CONTACT("hits_contact"),
        HITS_ANSWERED("hits_answered"),
        HITS_DIALLED("hits_dialled"),
        COVERS_NEVER_BLOCK("covers_never_block"),
        VERY_WIDE("very_wide"),
    }

    companion object {
        fun from(json: JSONObject): Preview = Preview(
            patternKind = PatternKind.ofWire(json.getString("pattern_kind")),
            display = json.getString("display"),
            covers = json.longOrNull("covers"),
            hits = json.getJSONObject("hits").let {
                Hits(it.getInt("total"), it.getInt("answered"), it.getInt("contacts"), it.getInt("dialled"))
            },
            calls = json.list("calls", CallRow::from),
            warnings = json.texts("warnings").mapNotNull { wire -> Warning.entries.firstOrNull { it.wire == wire } },
        )
    }
}

/** A pattern that past calls suggest. */
data class Suggestion(
    val pattern: String,
    val display: String,
    val callers: Int,
    val calls: Int,
    val covers: Long?,
    val lastMillis: Long,
) {
    companion object {
        fun from(json: JSONObject): Suggestion = Suggestion(
            pattern = json.getString("pattern"),
            display = json.getString("display"),
            callers = json.getInt("callers"),
            calls = json.getInt("calls"),
            covers = json.longOrNull("covers"),
            lastMillis = json.getLong("last_millis"),
        )
    }
}

/** A row of a national pack. */
data class PackRow(
    val id: String,
    val region: String,
    val pattern: String,
    val display: String,
    val labelIt: String,
    val labelEn: String,
    val certain: Boolean,
    val sourceIt: String,
    val sourceEn: String,
    val enabled: Boolean,
    val enabledByDefault: Boolean,
) {
    companion object {
        fun from(json: JSONObject): PackRow = PackRow(
            id = json.getString("id"),
            region = json.getString("region"),
            pattern = json.getString("pattern"),
            display = json.getString("display"),
            labelIt = json.getJSONObject("label").getString("it"),
            labelEn = json.getJSONObject("label").getString("en"),
            certain = json.getString("certainty") == "high",
            sourceIt = json.getJSONObject("source").getString("it"),
            sourceEn = json.getJSONObject("source").getString("en"),
            enabled = json.getBoolean("enabled"),
            enabledByDefault = json.getBoolean("default"),
        )
    }
}
