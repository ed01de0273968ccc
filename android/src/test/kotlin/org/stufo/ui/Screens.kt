package org.stufo.ui

import android.net.Uri
import org.robolectric.Shadows.shadowOf
import org.stufo.core.Core
import org.stufo.core.backup
import org.stufo.core.evidence
import org.stufo.core.history
import org.stufo.core.lists
import org.stufo.core.model.Action
import org.stufo.core.model.DraftField
import org.stufo.core.model.FactCode
import org.stufo.core.model.HistoryRequest
import org.stufo.core.model.QuietHours
import org.stufo.core.model.RuleKind
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.Switch
import org.stufo.core.model.SyncOutcome
import org.stufo.core.objections
import org.stufo.core.patchSettings
import org.stufo.core.reContact
import org.stufo.core.rules
import org.stufo.core.waitUntil
import org.stufo.sync.SyncProgress
import org.stufo.ui.call.CallScreen
import org.stufo.ui.home.Wait
import org.stufo.ui.home.waitUntilMillis
import org.stufo.ui.lists.AttemptsScreen
import org.stufo.ui.lists.DirectoryScreen
import org.stufo.ui.lists.ListAddScreen
import org.stufo.ui.lists.ListAddressScreen
import org.stufo.ui.lists.ListFileScreen
import org.stufo.ui.lists.ListForm
import org.stufo.ui.lists.ListScreen
import org.stufo.ui.objection.WhatToSayScreen
import org.stufo.ui.objection.complaint.CallPickScreen
import org.stufo.ui.objection.complaint.ComplaintDraft
import org.stufo.ui.objection.complaint.ComplaintFormScreen
import org.stufo.ui.objection.complaint.ComplaintScreen
import org.stufo.ui.objection.complaint.LetterScreen
import org.stufo.ui.objection.evidence.EvidenceScreen
import org.stufo.ui.objection.recontact.CampaignScreen
import org.stufo.ui.objection.recontact.Period
import org.stufo.ui.objection.recontact.ReContactScreen
import org.stufo.ui.objection.record.ObjectionDetailsScreen
import org.stufo.ui.objection.record.ObjectionEditScreen
import org.stufo.ui.objection.record.ObjectionForm
import org.stufo.ui.objection.record.ObjectionsScreen
import org.stufo.ui.objection.register.RegisterScreen
import org.stufo.ui.rules.Hours
import org.stufo.ui.rules.HoursScreen
import org.stufo.ui.rules.RuleEditScreen
import org.stufo.ui.rules.RuleForm
import org.stufo.ui.rules.WhatIfScreen
import org.stufo.ui.screen.Tab
import org.stufo.ui.settings.AboutScreen
import org.stufo.ui.settings.BackupScreen
import org.stufo.ui.settings.CountriesFor
import org.stufo.ui.settings.CountriesScreen
import org.stufo.ui.settings.KeepingScreen
import org.stufo.ui.settings.LicenceScreen
import org.stufo.ui.settings.LicencesScreen
import org.stufo.ui.settings.NotificationsScreen
import org.stufo.ui.settings.Part
import org.stufo.ui.settings.PhoneListScreen
import org.stufo.ui.settings.PrivacyScreen
import org.stufo.ui.settings.QuietHoursScreen
import org.stufo.ui.settings.RangesScreen
import org.stufo.ui.settings.RestoreScreen
import org.stufo.ui.settings.SafetyScreen
import org.stufo.ui.settings.SettingsScreen
import org.stufo.ui.settings.WhoScreen
import org.stufo.words.now
import java.io.ByteArrayInputStream

/** Every screen by name, and how to come to it; some follow on the one before. */
internal object Screens {
    fun all(core: Core): Map<String, (Walk) -> Unit> {
        val blocked = core.history(HistoryRequest(1, actions = listOf(Action.REJECT), search = "02")).rows.first().id
        val rule = core.rules().first { it.label == "Luce e gas" }
        val fresh = core.lists().first().id
        val held = core.lists().first { it.sync?.result == SyncOutcome.HELD }.id
        val objection = core.objections(50).objections.first { it.company.startsWith("Energia") }
        val late = core.evidence(FactCode.OUTSIDE_HOURS, null, 1).rows.first().call.id
        val campaign = core.reContact(Period.HALF_YEAR.days).campaigns.first().pattern
        val complaint = { ComplaintDraft.of(objection.after.calls.map { it.call.id }, null).apply { type(DraftField.NAME, "Anna Bianchi") } }
        return linkedMapOf(
            "home" to { it.also { SyncProgress.current = null }.tab(Tab.HOME) },
            "home-waiting" to { it.also { core.waitUntil(waitUntilMillis(Wait.TOMORROW, now())) }.tab(Tab.HOME) },
            "history" to { it.also { core.waitUntil(null) }.tab(Tab.HISTORY) },
            "call" to { it.go(CallScreen(blocked)) },
            "call-end" to { it.scrollToEnd() },
            "call-flags" to { it.go(CallScreen(late)) },
            "rules" to { it.tab(Tab.RULES) },
            "rule" to { it.go(RuleEditScreen(RuleForm.of(rule).copy(hours = listOf(Hours.WORKING)))) },
            "rule-end" to { it.scrollToEnd() },
            "rule-new" to { it.go(RuleEditScreen(RuleForm.fresh(RuleKind.BLOCK, "+39 351 0123*"))) },
            "hours" to { it.go(HoursScreen(0, Hours.NIGHT)) },
            "whatif" to { it.go(WhatIfScreen("0844 123456")) },
            "lists" to { it.tab(Tab.LISTS) },
            "list" to { it.go(ListScreen(held)) },
            "list-end" to { it.scrollToEnd() },
            "list-address" to { it.go(ListAddressScreen(held, "https://lists.example/scams.txt")) },
            "attempts" to { it.go(AttemptsScreen(held)) },
            "list-add" to { it.go(ListAddScreen(ListForm.of("", "", null))) },
            "list-file" to { it.go(ListFileScreen(document(it, "number\n+390266660001\n"))) },
            "directory" to { it.go(DirectoryScreen()) },
            "objection" to { it.tab(Tab.OBJECTION) },
            "say" to { it.go(WhatToSayScreen(null)) },
            "register" to { it.go(RegisterScreen()) },
            "register-end" to { it.scrollToEnd() },
            "objections" to { it.go(ObjectionsScreen()) },
            "objection-one" to { it.go(ObjectionDetailsScreen(objection.id, objection.callId)) },
            "objection-edit" to { it.go(ObjectionEditScreen(ObjectionForm.of(objection))) },
            "recontact" to { it.go(ReContactScreen()) },
            "recontact-end" to { it.scrollToEnd() },
            "campaign" to { it.go(CampaignScreen(campaign, Period.HALF_YEAR)) },
            "evidence" to { it.go(EvidenceScreen()) },
            "letter" to { it.go(LetterScreen(objection.id, null, objection.company)) },
            "letter-end" to { it.scrollToEnd() },
            "complaint-start" to { it.go(ComplaintScreen(ComplaintDraft.empty())) },
            "complaint" to { it.go(ComplaintScreen(complaint())) },
            "complaint-end" to { it.scrollToEnd() },
            "complaint-form" to { it.go(ComplaintFormScreen(complaint())) },
            "calls-pick" to { it.go(CallPickScreen(complaint())) },
            "settings" to { it.go(SettingsScreen()) },
            "settings-end" to { it.scrollToEnd() },
            "who" to { it.go(WhoScreen()) },
            "ranges" to { it.go(RangesScreen()) },
            "quiet" to { it.go(QuietHoursScreen()) },
            "quiet-on" to { it.also { core.quiet(Switch.SILENCE) }.go(QuietHoursScreen()) },
            "safety" to { it.also { core.quiet(Switch.OFF) }.go(SafetyScreen()) },
            "notifications" to { it.go(NotificationsScreen()) },
            "keeping" to { it.go(KeepingScreen()) },
            "backup" to { it.go(BackupScreen()) },
            "restore" to { it.go(RestoreScreen(document(it, core.backup()))) },
            "countries" to { it.go(CountriesScreen(CountriesFor.FOREIGN)) },
            "country" to { it.go(CountriesScreen(CountriesFor.HOME)) },
            "phone-list" to { it.go(PhoneListScreen()) },
            "privacy" to { it.go(PrivacyScreen()) },
            "licences" to { it.go(LicencesScreen()) },
            "licence" to { it.go(LicenceScreen(Part("bytes", "MIT", "mit", "Copyright (c) 2018 Carl Lerche"))) },
            "about" to { it.go(AboutScreen()) },
            "lists-updating" to {
                SyncProgress.current = SyncProgress.Current(fresh, SyncProgress.Phase.FETCHING, 1_234_000, 3_400_000)
                it.tab(Tab.LISTS)
            },
        )
    }

    private fun Core.quiet(switch: Switch) {
        val night = listOf(Hours.NIGHT.toWindow())
        patchSettings(SettingsPatch(quietHours = QuietHours(switch, night)))
    }

    /** A file as one would choose it, with this in it. */
    private fun document(walk: Walk, content: String): String {
        val place = Uri.parse("content://files/stufo")
        shadowOf(walk.activity.contentResolver).registerInputStreamSupplier(place) { ByteArrayInputStream(content.toByteArray()) }
        return place.toString()
    }
}
