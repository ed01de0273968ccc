/** The core's queries as screens ask them. Each may throw [CoreException] and reads the store: call them off the main thread. */
package org.stufo.core

import org.stufo.core.model.BackupPreview
import org.stufo.core.model.BackupPreviewRequest
import org.stufo.core.model.BackupRequest
import org.stufo.core.model.CallDetails
import org.stufo.core.model.CallRequest
import org.stufo.core.model.CallRow
import org.stufo.core.model.Contact
import org.stufo.core.model.CoreVersion
import org.stufo.core.model.CountBy
import org.stufo.core.model.CountsRequest
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.ExplainRequest
import org.stufo.core.model.Explanation
import org.stufo.core.model.ExportForm
import org.stufo.core.model.ExportPage
import org.stufo.core.model.ExportRequest
import org.stufo.core.model.HistoryGroups
import org.stufo.core.model.HistoryGroupsRequest
import org.stufo.core.model.HistoryPage
import org.stufo.core.model.HistoryRequest
import org.stufo.core.model.HomeRequest
import org.stufo.core.model.HomeView
import org.stufo.core.model.KeyCounts
import org.stufo.core.model.ListRow
import org.stufo.core.model.ListsRequest
import org.stufo.core.model.PackRow
import org.stufo.core.model.PacksRequest
import org.stufo.core.model.PreviewRequest
import org.stufo.core.model.Rule
import org.stufo.core.model.RulePreview
import org.stufo.core.model.RuleRow
import org.stufo.core.model.RuleSuggestion
import org.stufo.core.model.RulesRequest
import org.stufo.core.model.SettingsRequest
import org.stufo.core.model.SettingsView
import org.stufo.core.model.SuggestionsRequest
import org.stufo.core.model.SyncAttempt
import org.stufo.core.model.SyncLogRequest
import org.stufo.core.model.VersionRequest

fun Core.home(): HomeView = ask(HomeRequest)

fun Core.history(request: HistoryRequest): HistoryPage = ask(request)

/** The history with calls of one caller that follow on each other as one. */
fun Core.historyGroups(request: HistoryGroupsRequest): HistoryGroups = ask(request)

fun Core.call(id: Long): CallDetails = ask(CallRequest(id))

/** One call; null for one that was forgotten meanwhile. */
fun Core.callOrNull(id: Long): CallRow? = try {
    call(id).call
} catch (fault: CoreException) {
    if (isForgotten(fault)) null else throw fault
}

/** What was asked about is not in the record any more. */
fun isForgotten(fault: Throwable): Boolean = fault is CoreException && fault.error == ErrorCode.NOT_FOUND

/** "What if this number called?" A null [address] is a hidden caller. */
fun Core.explain(address: String?, contact: Contact = Contact.UNDETERMINED, presentation: Int? = null): Explanation =
    ask(ExplainRequest(address, contact = contact, presentation = presentation))

/** Most specific first. */
fun Core.rules(): List<RuleRow> = ask(RulesRequest).rules

/** Throws [ErrorCode.BAD_PATTERN] for a pattern that does not read. */
fun Core.preview(rule: Rule): RulePreview = ask(PreviewRequest(rule.id, rule.kind, rule.pattern, rule.schedule, rule.sim))

fun Core.suggestions(): List<RuleSuggestion> = ask(SuggestionsRequest).suggestions

fun Core.counts(by: CountBy, fromMillis: Long, toMillis: Long): List<KeyCounts> = ask(CountsRequest(by, fromMillis, toMillis)).counts

fun Core.settings(): SettingsView = ask(SettingsRequest)

fun Core.packs(): List<PackRow> = ask(PacksRequest).packs

fun Core.lists(): List<ListRow> = ask(ListsRequest).lists

/** A list whose address the core may ask by itself; others came from a file. */
val ListRow.isFetched: Boolean get() = origin.startsWith("https://", ignoreCase = true)

/** The last attempts to bring a list up to date, newest first. */
fun Core.syncLog(listId: Long): List<SyncAttempt> = ask(SyncLogRequest(listId)).attempts

fun Core.export(form: ExportForm, before: String? = null): ExportPage = ask(ExportRequest(form, before))

/** The whole backup document. */
fun Core.backup(): String = ask(BackupRequest).text

/** Throws [ErrorCode.BAD_BACKUP] for a text that is none. */
fun Core.backupPreview(text: String): BackupPreview = ask(BackupPreviewRequest(text))

fun Core.version(): CoreVersion = ask(VersionRequest)
