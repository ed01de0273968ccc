/** The core's commands, typed. Each may throw [CoreException]; nothing is changed then. Call them off the main thread. */
package org.stufo.core

import java.io.File
import org.json.JSONObject
import org.stufo.core.model.ListChange
import org.stufo.core.model.ListDraft
import org.stufo.core.model.ListSync
import org.stufo.core.model.Outcome
import org.stufo.core.model.RestoreMode
import org.stufo.core.model.Restored
import org.stufo.core.model.RuleDraft
import org.stufo.core.model.Settings
import org.stufo.core.model.putNullable

/** The rule's id. */
fun Core.saveRule(rule: RuleDraft): Long = tell("rule_save", JSONObject().put("rule", rule.toJson())).getLong("id")

fun Core.deleteRule(id: Long) {
    tell("rule_delete", withId(id))
}

fun Core.enableRule(id: Long, enabled: Boolean) {
    tell("rule_enable", withId(id).put("enabled", enabled))
}

/** [patch] holds any subset of the settings, by their names at the boundary. */
fun Core.patchSettings(patch: JSONObject): Settings =
    Settings.from(tell("settings_patch", JSONObject().put("patch", patch)).getJSONObject("settings"))

/** "I am waiting for a call" until then; null switches it off. */
fun Core.waitUntil(untilMillis: Long?) {
    tell("waiting", JSONObject().putNullable("until_millis", untilMillis))
}

/** How a call ended; a null [note] leaves the note as it is. */
fun Core.noteCall(id: Long, outcome: Outcome?, note: String? = null) {
    tell("call_note", withId(id).putNullable("outcome", outcome?.wire).putNullable("note", note))
}

/** What the address book says of a caller who was let through without asking it; said once. */
fun Core.noteContact(id: Long, contact: Contact) {
    tell("call_contact", withId(id).put("contact", contact.wire))
}

/** "This call was wanted": its caller rings from now on. The id of the rule that says so. */
fun Core.callWanted(id: Long): Long = tell("call_wanted", withId(id)).getLong("rule_id")

fun Core.deleteCall(id: Long) {
    tell("call_delete", withId(id))
}

fun Core.clearHistory() {
    tell("history_clear")
}

fun Core.dismissNotice(id: Long) {
    tell("notice_dismiss", withId(id))
}

fun Core.restore(text: String, mode: RestoreMode): Restored =
    Restored.from(tell("restore", JSONObject().put("text", text).put("mode", mode.wire)))

/** The list's id. Its numbers come with the next sync, or with [importList]. */
fun Core.addList(list: ListDraft): Long = tell("list_add", JSONObject().put("list", list.toJson())).getLong("id")

fun Core.updateList(id: Long, change: ListChange) {
    tell("list_update", change.toJson().put("id", id))
}

fun Core.removeList(id: Long) {
    tell("list_remove", withId(id))
}

/** Puts a file's numbers in force as the list's, under the same guard as a fetched list's. */
fun Core.importList(id: Long, file: File): ListSync.Result {
    val came = JSONObject().put("list_id", id).put("status", HTTP_OK).put("file", file.path)
    return ListSync.Result.ofWire(syncApply(came).getString("result"))
}

/** The next answer counts however small it is: then sync this list now. */
fun Core.acceptHeldList(id: Long) {
    syncPlan(JSONObject().put("list_id", id).put("now", true).put("accept", true))
}

/** Retention. How many calls were forgotten. */
fun Core.maintain(): Int = tell("maintain").getInt("forgotten")

private const val HTTP_OK = 200

private fun withId(id: Long) = JSONObject().put("id", id)
