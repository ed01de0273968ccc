/** The core's commands as screens give them. Each may throw [CoreException]; nothing is changed then. Call them off the main thread. */
package org.stufo.core

import org.stufo.core.model.CallContactRequest
import org.stufo.core.model.CallDeleteRequest
import org.stufo.core.model.CallNoteRequest
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.CallWantedRequest
import org.stufo.core.model.CallersRuleRequest
import org.stufo.core.model.Contact
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.HistoryClearRequest
import org.stufo.core.model.ListAddRequest
import org.stufo.core.model.ListDraft
import org.stufo.core.model.ListRemoveRequest
import org.stufo.core.model.ListUpdateRequest
import org.stufo.core.model.MaintainRequest
import org.stufo.core.model.NoticeDismissRequest
import org.stufo.core.model.RestoreMode
import org.stufo.core.model.RestoreRequest
import org.stufo.core.model.Restored
import org.stufo.core.model.Rule
import org.stufo.core.model.RuleDeleteRequest
import org.stufo.core.model.RuleEnableRequest
import org.stufo.core.model.RuleKind
import org.stufo.core.model.RuleSaveRequest
import org.stufo.core.model.Settings
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.SettingsPatchRequest
import org.stufo.core.model.StepKind
import org.stufo.core.model.StepResponse
import org.stufo.core.model.StepResult
import org.stufo.core.model.SyncPlanRequest
import org.stufo.core.model.UndoRequest
import org.stufo.core.model.WaitingRequest
import java.io.File

/** The rule's id. */
fun Core.saveRule(rule: Rule): Long = tell(RuleSaveRequest(rule)).id

fun Core.deleteRule(id: Long) {
    tell(RuleDeleteRequest(id))
}

fun Core.enableRule(id: Long, enabled: Boolean) {
    tell(RuleEnableRequest(id, enabled))
}

/** What this version does not know of the settings is kept by the core. */
fun Core.patchSettings(patch: SettingsPatch): Settings = tell(SettingsPatchRequest(patch)).settings

/** "I am waiting for a call" until then; null switches it off. */
fun Core.waitUntil(untilMillis: Long?) {
    tell(WaitingRequest(untilMillis))
}

/** How a call ended; a null [note] leaves the note as it is. */
fun Core.noteCall(id: Long, outcome: CallOutcome?, note: String? = null) {
    tell(CallNoteRequest(id, outcome, note))
}

/** What the address book says of a caller who was let through without asking it; said once. */
fun Core.noteContact(id: Long, contact: Contact) {
    tell(CallContactRequest(id, contact))
}

/** "This call was wanted": its caller rings from now on. What [undo] takes. */
fun Core.callWanted(id: Long): String = tell(CallWantedRequest(id)).undo

/** Blocks callers from now on, or lets them through: one rule each, all or none. What [undo] takes. */
fun Core.decideCallers(kind: RuleKind, patterns: List<String>): String = tell(CallersRuleRequest(kind, patterns)).undo

/** Takes back what a command did, as it was given. Throws [ErrorCode.REFUSED] where it has been changed since. */
fun Core.undo(change: String) {
    tell(UndoRequest(change))
}

fun Core.deleteCall(id: Long) {
    tell(CallDeleteRequest(id))
}

fun Core.clearHistory() {
    tell(HistoryClearRequest)
}

fun Core.dismissNotice(id: Long) {
    tell(NoticeDismissRequest(id))
}

fun Core.restore(text: String, mode: RestoreMode): Restored = tell(RestoreRequest(text, mode))

/** The list's id. Its numbers come with the next sync, or with [importList]. */
fun Core.addList(list: ListDraft): Long = tell(ListAddRequest(list)).id

fun Core.updateList(change: ListUpdateRequest) {
    tell(change)
}

fun Core.removeList(id: Long) {
    tell(ListRemoveRequest(id))
}

/** Installs a file's numbers as the list's, under the same guard as a fetched list's. */
fun Core.importList(id: Long, file: File): StepResult = syncApply(StepResponse(id, StepKind.LIST, url = "", HTTP_OK, file = file.path)).result

/** The next answer counts however small it is: then sync this list now. */
fun Core.acceptHeldList(id: Long) {
    syncPlan(SyncPlanRequest(id, now = true, accept = true))
}

/** Retention. How many calls were forgotten. */
fun Core.maintain(): Int = tell(MaintainRequest).forgotten

private const val HTTP_OK = 200
