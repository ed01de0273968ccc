package org.stufo.core.model

import org.json.JSONObject

/** What a backup holds and how it meets what is there already. */
data class BackupPreview(
    val version: Int,
    val createdMillis: Long,
    val rules: Int,
    val calls: Int,
    val subscriptions: Int,
    val objections: Int,
    val newRules: Int,
    val conflicts: Int,
) {
    companion object {
        fun from(json: JSONObject): BackupPreview = BackupPreview(
            version = json.getInt("version"),
            createdMillis = json.getLong("created_millis"),
            rules = json.getInt("rules"),
            calls = json.getInt("calls"),
            subscriptions = json.getInt("subscriptions"),
            objections = json.getInt("objections"),
            newRules = json.getInt("new_rules"),
            conflicts = json.getInt("conflicts"),
        )
    }
}

enum class RestoreMode(val wire: String) { MERGE("merge"), REPLACE("replace") }

/** What a restore brought in. */
data class Restored(val rules: Int, val calls: Int, val subscriptions: Int, val objections: Int) {
    companion object {
        fun from(json: JSONObject): Restored = Restored(
            rules = json.getInt("rules"),
            calls = json.getInt("calls"),
            subscriptions = json.getInt("subscriptions"),
            objections = json.getInt("objections"),
        )
    }
}

/** Versions of the core and of its store. */
data class CoreVersion(val version: String, val schema: Int) {
    companion object {
        fun from(json: JSONObject): CoreVersion = CoreVersion(json.getString("version"), json.getInt("schema"))
    }
}
