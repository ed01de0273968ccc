package org.stufo.core.model

import org.json.JSONObject
import org.stufo.core.Action

/** A subscribed list. [origin] is its https address, or the name of the file it came from. */
data class ListRow(
    val id: Long,
    val name: String,
    val origin: String,
    val region: String,
    val action: Action,
    val enabled: Boolean,
    val createdMillis: Long,
    val updatedMillis: Long?,
    val numbers: Long,
    val sync: ListSync?,
) {
    companion object {
        fun from(json: JSONObject): ListRow = ListRow(
            id = json.getLong("id"),
            name = json.getString("name"),
            origin = json.getString("origin"),
            region = json.getString("region"),
            action = Action.ofWire(json.getString("action")),
            enabled = json.getBoolean("enabled"),
            createdMillis = json.getLong("created_millis"),
            updatedMillis = json.longOrNull("updated_millis"),
            numbers = json.getLong("numbers"),
            sync = json.objectOrNull("sync", ListSync::from),
        )
    }
}

/** What came of the last attempt to fetch a list: docs/formats/sync.md. */
data class ListSync(
    val askedMillis: Long?,
    val goodMillis: Long?,
    val result: Result?,
    val why: String?,
    val nextMillis: Long,
) {
    enum class Result(val wire: String) {
        UPDATED("updated"),
        UNCHANGED("unchanged"),

        /** It shrank suddenly: the old one stays until the person decides. */
        HELD("held"),
        REFUSED("refused"),
        FAILED("failed"),
        ;

        companion object {
            fun ofWire(wire: String): Result = entries.firstOrNull { it.wire == wire } ?: FAILED
        }
    }

    companion object {
        fun from(json: JSONObject): ListSync = ListSync(
            askedMillis = json.longOrNull("asked_millis"),
            goodMillis = json.longOrNull("good_millis"),
            result = json.textOrNull("result")?.let(Result::ofWire),
            why = json.textOrNull("why"),
            nextMillis = json.getLong("next_millis"),
        )
    }
}

/** A list as the person adds it; [region] null: the one in force. */
data class ListDraft(val name: String, val origin: String, val region: String?, val action: Action) {
    fun toJson(): JSONObject = JSONObject()
        .put("name", name)
        .put("origin", origin)
        .putNullable("region", region)
        .put("action", action.wire)
}
