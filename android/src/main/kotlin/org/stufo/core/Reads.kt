/** The core's queries, typed. Each may throw [CoreException] and reads the store: call them off the main thread. */
package org.stufo.core

import org.json.JSONObject
import org.stufo.core.model.BackupPreview
import org.stufo.core.model.CallDetails
import org.stufo.core.model.CallRow
import org.stufo.core.model.CoreVersion
import org.stufo.core.model.CountBy
import org.stufo.core.model.Explanation
import org.stufo.core.model.ExportPage
import org.stufo.core.model.HistoryFilter
import org.stufo.core.model.HistoryPage
import org.stufo.core.model.HomeView
import org.stufo.core.model.KeyedCounts
import org.stufo.core.model.ListRow
import org.stufo.core.model.PackRow
import org.stufo.core.model.Preview
import org.stufo.core.model.RuleDraft
import org.stufo.core.model.RuleView
import org.stufo.core.model.SettingsView
import org.stufo.core.model.Suggestion
import org.stufo.core.model.SyncAttempt
import org.stufo.core.model.list
import org.stufo.core.model.putNullable
import org.stufo.core.model.toJson

fun Core.home(): HomeView = HomeView.from(ask("home"))

fun Core.history(filter: HistoryFilter, limit: Int, before: String? = null): HistoryPage =
    HistoryPage.from(ask("history", filter.toJson(limit, before)))

fun Core.call(id: Long): CallDetails = CallDetails.from(ask("call", JSONObject().put("id", id)))

/** One call; null for one that was forgotten meanwhile. */
fun Core.callOrNull(id: Long): CallRow? = try {
    call(id).call
} catch (fault: CoreException) {
    if (isForgotten(fault)) null else throw fault
}

/** What was asked about is not in the record any more. */
fun isForgotten(fault: Throwable): Boolean = fault is CoreException && fault.code == CoreException.NOT_FOUND

/** "What if this number called?" A null [address] is a hidden caller. */
fun Core.explain(address: String?, contact: Contact = Contact.UNDETERMINED, presentation: Int = SHOWN): Explanation {
    val fields = JSONObject()
        .putNullable("address", address)
        .put("contact", contact.wire)
        .put("presentation", presentation)
    return Explanation.from(ask("explain", fields))
}

/** Most specific first. */
fun Core.rules(): List<RuleView> = ask("rules").list("rules", RuleView::from)

/** Throws [CoreException.BAD_PATTERN] for a pattern that does not read. */
fun Core.preview(rule: RuleDraft): Preview {
    val fields = JSONObject()
        .put("pattern", rule.pattern)
        .put("kind", rule.kind.wire)
        .putNullable("schedule", rule.schedule?.toJson())
        .putNullable("sim", rule.sim)
        .put("id", rule.id)
    return Preview.from(ask("preview", fields))
}

fun Core.suggestions(): List<Suggestion> = ask("suggestions").list("suggestions", Suggestion::from)

fun Core.counts(by: CountBy, fromMillis: Long, toMillis: Long): List<KeyedCounts> {
    val fields = JSONObject().put("by", by.wire).put("from_millis", fromMillis).put("to_millis", toMillis)
    return ask("counts", fields).list("counts", KeyedCounts::from)
}

fun Core.settings(): SettingsView = SettingsView.from(ask("settings"))

fun Core.packs(): List<PackRow> = ask("packs").list("packs", PackRow::from)

fun Core.lists(): List<ListRow> = ask("lists").list("lists", ListRow::from)

/** The last attempts to bring a list up to date, newest first. */
fun Core.syncLog(listId: Long): List<SyncAttempt> = ask("sync_log", JSONObject().put("id", listId)).list("attempts", SyncAttempt::from)

/** [form] is "csv" or "json". */
fun Core.export(form: String, before: String? = null): ExportPage =
    ExportPage.from(ask("export", JSONObject().put("form", form).putNullable("before", before)))

/** The whole backup document. */
fun Core.backup(): String = ask("backup").getString("text")

/** Throws [CoreException.BAD_BACKUP] for a text that is none. */
fun Core.backupPreview(text: String): BackupPreview =
    BackupPreview.from(ask("backup_preview", JSONObject().put("text", text)))

fun Core.version(): CoreVersion = CoreVersion.from(ask("version"))

/** TelecomManager.PRESENTATION_ALLOWED */
private const val SHOWN = 1
