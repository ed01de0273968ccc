/** Which screen a destination is. The one place that knows the screens of every part of the app. */
package org.stufo.ui

import android.content.Intent
import org.stufo.core.Log
import org.stufo.core.model.LetterKind
import org.stufo.core.model.RuleKind
import org.stufo.notify.CallIntents
import org.stufo.ui.call.CallScreen
import org.stufo.ui.calls.HistoryScreen
import org.stufo.ui.diagnosis.DiagnosisScreen
import org.stufo.ui.home.HomeScreen
import org.stufo.ui.level.LevelScreen
import org.stufo.ui.lists.ListScreen
import org.stufo.ui.lists.ListsScreen
import org.stufo.ui.objection.WhatToSayScreen
import org.stufo.ui.objection.complaint.ComplaintDraft
import org.stufo.ui.objection.complaint.ComplaintScreen
import org.stufo.ui.objection.complaint.LetterScreen
import org.stufo.ui.objection.record.ObjectionDetailsScreen
import org.stufo.ui.objection.register.RegisterScreen
import org.stufo.ui.objection.report.ReportScreen
import org.stufo.ui.objection.report.ReportsScreen
import org.stufo.ui.rules.RuleEditScreen
import org.stufo.ui.rules.RuleForm
import org.stufo.ui.rules.RulesScreen
import org.stufo.ui.rules.WhatIfScreen
import org.stufo.ui.screen.Destination
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.Screen
import org.stufo.ui.settings.CountriesFor
import org.stufo.ui.settings.CountriesScreen
import org.stufo.ui.settings.QuietHoursScreen
import org.stufo.ui.settings.RangesScreen
import org.stufo.ui.settings.SafetyScreen
import org.stufo.ui.settings.SettingsScreen
import org.stufo.ui.settings.WhoScreen

internal fun screenOf(destination: Destination): Screen = when (destination) {
    is Screen -> destination
    is Route -> screenOf(destination)
    else -> throw IllegalArgumentException("no screen is a ${destination.javaClass.simpleName}")
}

private fun screenOf(route: Route): Screen = when (route) {
    Route.Home -> HomeScreen()
    is Route.History -> HistoryScreen(route.listId, route.listName)
    is Route.Call -> CallScreen(route.id)
    Route.Rules -> RulesScreen()
    is Route.Rule -> RuleEditScreen(route.id)
    is Route.NewBlockRule -> RuleEditScreen(RuleForm.fresh(RuleKind.BLOCK, route.pattern))
    Route.WhatIf -> WhatIfScreen()
    Route.Lists -> ListsScreen()
    is Route.OneList -> ListScreen(route.id)
    Route.Settings -> SettingsScreen()
    Route.Who -> WhoScreen()
    is Route.Option -> WhoScreen(route.stage)
    is Route.Range -> RangesScreen(route.id)
    Route.QuietHours -> QuietHoursScreen()
    Route.Safety -> SafetyScreen()
    Route.Level -> LevelScreen()
    Route.Diagnosis -> DiagnosisScreen()
    Route.Countries -> CountriesScreen(CountriesFor.FOREIGN)
    Route.Register -> RegisterScreen()
    is Route.WhatToSay -> WhatToSayScreen(route.callId)
    is Route.Objection -> ObjectionDetailsScreen(route.id, route.callId)
    is Route.Complaint -> ComplaintScreen(ComplaintDraft.of(listOf(route.callId), route.callId))
    is Route.VoidLetter -> LetterScreen(null, route.callId, company = "", LetterKind.VOID)
    Route.Reports -> ReportsScreen()
    is Route.Report -> ReportScreen(route.id)
}

/** What a notification's tap leads to, from below to above: a call, what to say to its caller, a list, a report, or the register. */
internal fun destinationsOf(intent: Intent?): List<Screen> = try {
    intent?.let(::wantedOf).orEmpty()
} catch (hostile: RuntimeException) { // Extras of another app, which no class here can read.
    Log.warn("an intent cannot be read", hostile)
    emptyList()
}

private fun wantedOf(intent: Intent): List<Screen> {
    val callId = intent.getLongExtra(CallIntents.EXTRA_CALL_ID, 0)
    val listId = intent.getLongExtra(CallIntents.EXTRA_LIST_ID, 0)
    val reportId = intent.getLongExtra(CallIntents.EXTRA_REPORT_ID, 0)
    return listOfNotNull(
        wayIn(intent),
        DiagnosisScreen().takeIf { intent.getBooleanExtra(CallIntents.EXTRA_DIAGNOSIS, false) },
        CallScreen(callId).takeIf { callId != 0L },
        WhatToSayScreen(callId).takeIf { callId != 0L && intent.getBooleanExtra(CallIntents.EXTRA_SAY, false) },
        ListScreen(listId).takeIf { listId != 0L },
        ReportsScreen().takeIf { intent.hasExtra(CallIntents.EXTRA_REPORT_ID) },
        ReportScreen(reportId).takeIf { reportId != 0L },
        RegisterScreen().takeIf { intent.getBooleanExtra(CallIntents.EXTRA_REGISTER, false) },
    )
}
