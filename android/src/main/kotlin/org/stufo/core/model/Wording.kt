package org.stufo.core.model

import java.time.LocalDate
import org.json.JSONObject

/** What the core says to the person, in the two languages of the screens. */
data class Wording(val it: String, val en: String) {
    companion object {
        fun from(json: JSONObject): Wording = Wording(json.getString("it"), json.getString("en"))
    }
}

/** A rule of law and where it was looked up. [isCertain]: an official text was read, not only secondary sources. */
data class LawSource(val law: String, val article: String, val url: String, val asOf: LocalDate, val isCertain: Boolean) {
    companion object {
        fun from(json: JSONObject): LawSource = LawSource(
            law = json.getString("law"),
            article = json.getString("article"),
            url = json.getString("url"),
            asOf = LocalDate.parse(json.getString("as_of")),
            isCertain = json.getString("certainty") == "high",
        )
    }
}

internal fun JSONObject.wording(name: String): Wording = Wording.from(getJSONObject(name))

internal fun JSONObject.dateOrNull(name: String): LocalDate? = textOrNull(name)?.let(LocalDate::parse)

internal fun JSONObject.boolOrNull(name: String): Boolean? = if (isNull(name)) null else getBoolean(name)

internal fun JSONObject.longs(name: String): List<Long> =
    getJSONArray(name).let { array -> List(array.length()) { array.getLong(it) } }
