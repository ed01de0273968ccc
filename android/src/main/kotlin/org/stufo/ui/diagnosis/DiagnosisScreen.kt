package org.stufo.ui.diagnosis

import android.Manifest
import android.app.ActivityManager
import android.app.Dialog
import android.content.Intent
import android.os.Build
import android.os.PowerManager
import org.stufo.R
import org.stufo.core.history
import org.stufo.core.levels
import org.stufo.core.model.CoreVersion
import org.stufo.core.model.HistoryRequest
import org.stufo.core.model.LevelsView
import org.stufo.core.service
import org.stufo.core.version
import org.stufo.screening.Role
import org.stufo.screening.SelfTest
import org.stufo.ui.permissions.ASK_CONTACTS
import org.stufo.ui.permissions.ASK_ROLE
import org.stufo.ui.permissions.Phone
import org.stufo.ui.permissions.Refused
import org.stufo.ui.permissions.askNotifications
import org.stufo.ui.permissions.offerSettings
import org.stufo.ui.permissions.refusedForGood
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.Worker
import org.stufo.ui.screen.shareText
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text
import java.io.Serializable

/** Whether calls can be screened here: a test that takes their way, and what stands in it. */
class DiagnosisScreen : RowsScreen<DiagnosisKey>() {
    @Transient
    private var test: TestState? = null

    @Transient
    private var lastCallMillis: Long? = null

    override val title: Text get() = text(R.string.diagnosis_title)

    override fun load() {
        // A core that does not answer must not keep the diagnosis from being shown.
        draw()
        onCore({ it.history(HistoryRequest(1)).rows.firstOrNull()?.at?.utcMillis }, failed = {}) {
            lastCallMillis = it
            draw()
        }
    }

    private fun state(): TestState = test ?: TestState.None

    private fun draw() = show(diagnosisRows(phone(), state(), lastCallMillis, now()))

    private fun phone(): PhoneState {
        val grants = Phone.grants(context)
        val saves = !context.service<PowerManager>().isIgnoringBatteryOptimizations(context.packageName)
        val restricted = context.service<ActivityManager>().isBackgroundRestricted
        // Most phones optimise every app and still bind the service; some makers stop it.
        val stopped = saves && makerWords(Build.MANUFACTURER) != null
        return PhoneState(grants, unrestricted = !restricted && !stopped, Build.MANUFACTURER, Build.MODEL, Build.VERSION.SDK_INT)
    }

    override fun onEvent(event: DiagnosisKey) {
        when (event) {
            DiagnosisKey.TEST -> runTest()
            DiagnosisKey.ROLE -> host.openForResult(Role.request(context), ASK_ROLE)
            DiagnosisKey.CONTACTS -> host.askPermission(Manifest.permission.READ_CONTACTS, ASK_CONTACTS)
            DiagnosisKey.NOTIFICATIONS -> askNotifications(host)
            DiagnosisKey.SETTINGS -> host.open(Phone.appSettings(context))
            DiagnosisKey.SHARE -> share()
        }
    }

    /** Not asked of the core: whether there is one is what is tested. */
    private fun runTest() {
        val app = context.applicationContext
        test = TestState.Running
        draw()
        Worker.run({ SelfTest.run(app) }, failed = { if (isShown) showFault(it) }, done = {
            test = TestState.Done(it)
            if (isShown) draw()
        })
    }

    private fun share() {
        val (phone, state) = phone() to state()
        val send = { version: CoreVersion?, levels: LevelsView? ->
            host.shareText(reportText(phone, state, lastCallMillis, now(), version, levels))
        }
        // A core that fails is what such a report is most wanted for.
        onCore({ it.version() to it.levels() }, failed = { send(null, null) }) { (version, levels) -> send(version, levels) }
    }

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        refusedForGood(host, request)?.let(::openDialog)
        load()
    }

    override fun dialog(key: Serializable): Dialog = offerSettings(host, key as Refused)
}
