package org.stufo.core.model

import org.json.JSONObject
import org.stufo.core.Action

/**
 * A subscribed list. [origin] is its https address, or the name of the file it came from; with a [publicKey] the folder of a
 * signed repository, whose version [revision] then is.
 */
data class ListRow(
    val id: Long,
    val name: String,
    val origin: String,
    val region: String,
    val action: Action,
    val enabled: Boolean,
    val publicKey: String?,
    val intervalHours: Int,
    val wifiOnly: Boolean,
    val revision: Long,
    val createdMillis: Long,
    val updatedMillis: Long?,
    val numbers: Long,
    val sync: ListSync?,
) {
    /** An address that the core may ask by itself; other lists came from a file. */
    val isFetched: Boolean get() = origin.startsWith("https://", ignoreCase = true)

    companion object {
        fun from(json: JSONObject): ListRow = ListRow(
            id = json.getLong("id"),
            name = json.getString("name"),
            origin = json.getString("origin"),
            region = json.getString("region"),
            action = Action.ofWire(json.getString("action")),
            enabled = json.getBoolean("enabled"),
            publicKey = json.textOrNull("public_key"),
            intervalHours = json.getInt("interval_hours"),
            wifiOnly = json.getBoolean("wifi_only"),
            revision = json.getLong("revision"),
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

/** One attempt to bring a list up to date: the counts are there where numbers changed. [bytes] came over the network. */
data class SyncAttempt(
    val atMillis: Long,
    val result: ListSync.Result,
    val why: String?,
    val added: Long?,
    val removed: Long?,
    val unchanged: Long?,
    val bytes: Long,
) {
    companion object {
        fun from(json: JSONObject): SyncAttempt = SyncAttempt(
            atMillis = json.getLong("at_millis"),
            result = ListSync.Result.ofWire(json.getString("result")),
            why = json.textOrNull("why"),
            added = json.longOrNull("added"),
            removed = json.longOrNull("removed"),
            unchanged = json.longOrNull("unchanged"),
            bytes = json.getLong("bytes"),
        )
    }
}

/**
 * A list as the person adds it; [region] null: the one in force; [publicKey] null: a plain list. With [changesOnly] the
 * server is one of PhoneBlock's kind, which tells what changed since a version.
 */
data class ListDraft(
    val name: String,
    val origin: String,
    val region: String?,
    val action: Action,
    val publicKey: String?,
    val intervalHours: Int,
    val wifiOnly: Boolean,
    val changesOnly: Boolean,
) {
    fun toJson(): JSONObject = JSONObject()
        .put("name", name)
        .put("origin", origin)
        .putNullable("region", region)
        .putNullable("form", "phoneblock".takeIf { changesOnly })
        .put("action", action.wire)
        .putNullable("public_key", publicKey)
        .put("interval_hours", intervalHours)
        .put("wifi_only", wifiOnly)

    companion object {
        const val DAILY_HOURS = 24

        /** A list without a key, looked at once a day over any network. */
        fun plain(name: String, origin: String, region: String?, action: Action) =
            ListDraft(name, origin, region, action, publicKey = null, intervalHours = DAILY_HOURS, wifiOnly = false, changesOnly = false)
    }
}

/** What the person changes of a list; null leaves a part as it is. */
data class ListChange(
    val name: String? = null,
    val origin: String? = null,
    val region: String? = null,
    val action: Action? = null,
    val enabled: Boolean? = null,
    val intervalHours: Int? = null,
    val wifiOnly: Boolean? = null,
) {
    fun toJson(): JSONObject = JSONObject()
        .putNullable("name", name)
        .putNullable("origin", origin)
        .putNullable("region", region)
        .putNullable("action", action?.wire)
        .putNullable("enabled", enabled)
        .putNullable("interval_hours", intervalHours)
        .putNullable("wifi_only", wifiOnly)
}
