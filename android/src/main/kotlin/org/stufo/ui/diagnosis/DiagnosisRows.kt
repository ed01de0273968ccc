/** Whether calls can be screened on this phone, and what to do about it. Pure. */
package org.stufo.ui.diagnosis

import org.stufo.R
import org.stufo.core.model.CoreVersion
import org.stufo.core.model.LevelsView
import org.stufo.screening.SelfTestReport
import org.stufo.screening.SelfTestResult
import org.stufo.ui.permissions.Grants
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.text
import org.stufo.words.whenExactly
import java.util.Locale

enum class DiagnosisKey { TEST, ROLE, CONTACTS, NOTIFICATIONS, SETTINGS, SHARE }

/** How the last test went. */
sealed interface TestState {
    data object None : TestState

    data object Running : TestState

    data class Done(val report: SelfTestReport) : TestState
}

/** What the phone says of itself. */
data class PhoneState(val grants: Grants, val unrestricted: Boolean, val maker: String, val model: String, val api: Int)

internal fun diagnosisRows(phone: PhoneState, test: TestState, lastCallMillis: Long?, now: Now): List<Row<DiagnosisKey>> = buildList {
    add(testBanner(test))
    add(Row.Section(text(R.string.diagnosis_phone)))
    add(check(DiagnosisKey.ROLE, R.string.diagnosis_role, phone.grants.role))
    add(check(DiagnosisKey.CONTACTS, R.string.diagnosis_contacts, phone.grants.contacts))
    add(check(DiagnosisKey.NOTIFICATIONS, R.string.diagnosis_notifications, phone.grants.notifications))
    add(check(DiagnosisKey.SETTINGS, R.string.diagnosis_battery, phone.unrestricted, text(R.string.diagnosis_battery_words)))
    val last = lastCallMillis?.let { whenExactly(it, now, begins = true) } ?: text(R.string.diagnosis_last_none)
    add(item(null, IconStyle(R.drawable.ic_history, Tone.NEUTRAL), text(R.string.diagnosis_last), last))
    add(Row.Section(text(R.string.diagnosis_brand)))
    add(Row.Words(text(makerWords(phone.maker) ?: R.string.diagnosis_other)))
    add(Row.Buttons(listOf(outlined(DiagnosisKey.SETTINGS, text(R.string.diagnosis_settings)))))
    add(Row.Gap)
    add(
        item(
            DiagnosisKey.SHARE,
            IconStyle(R.drawable.ic_share, Tone.NEUTRAL),
            text(R.string.diagnosis_share),
            text(R.string.diagnosis_share_words),
            opens = false,
        ),
    )
}

private fun testBanner(test: TestState): Row.Banner<DiagnosisKey> = when (test) {
    TestState.None -> Row.Banner(
        IconStyle(R.drawable.ic_shield, Tone.ACCENT),
        text(R.string.diagnosis_question),
        text(R.string.diagnosis_test_words),
        listOf(primary(DiagnosisKey.TEST, text(R.string.diagnosis_test))),
        loud = false,
    )
    TestState.Running -> Row.Banner(IconStyle(R.drawable.ic_shield, Tone.ACCENT), text(R.string.diagnosis_running), null, emptyList(), loud = false)
    is TestState.Done -> {
        val ok = test.report.result == SelfTestResult.OK
        val (title, words) = resultWords(test.report)
        Row.Banner(
            IconStyle(if (ok) R.drawable.ic_check else R.drawable.ic_warning, if (ok) Tone.PASSED else Tone.WARNING),
            title,
            words,
            listOf(textButton(DiagnosisKey.TEST, text(R.string.diagnosis_again))),
            loud = !ok,
        )
    }
}

private fun resultWords(report: SelfTestReport): Pair<Text, Text> = when (report.result) {
    SelfTestResult.OK -> text(R.string.diagnosis_ok) to text(R.string.diagnosis_ok_words, Text.Number(report.millis))
    SelfTestResult.NO_ROLE -> text(R.string.diagnosis_no_role) to text(R.string.diagnosis_no_role_words)
    SelfTestResult.NO_SERVICE -> text(R.string.diagnosis_no_service) to text(R.string.diagnosis_no_service_words)
    SelfTestResult.NO_LIBRARY -> text(R.string.diagnosis_no_library) to text(R.string.diagnosis_no_library_words)
    SelfTestResult.NO_STORE -> text(R.string.diagnosis_no_store) to text(R.string.diagnosis_no_store_words)
    SelfTestResult.TOO_LATE -> text(R.string.diagnosis_too_late) to text(R.string.diagnosis_too_late_words)
}

/** What is not given can be given here. */
private fun check(key: DiagnosisKey, title: Int, ok: Boolean, words: Text? = null): Row<DiagnosisKey> = item(
    key.takeIf { !ok },
    if (ok) IconStyle(R.drawable.ic_check, Tone.PASSED) else IconStyle(R.drawable.ic_warning, Tone.WARNING),
    text(title),
    if (ok || words == null) text(if (ok) R.string.diagnosis_yes else R.string.diagnosis_no) else words,
)

/** What to do on a phone of a maker whose phones stop apps in ways of their own; null: they do not. */
internal fun makerWords(maker: String): Int? = when (maker.lowercase(Locale.ROOT)) {
    "samsung" -> R.string.diagnosis_samsung
    "xiaomi", "redmi", "poco" -> R.string.diagnosis_xiaomi
    "huawei", "honor" -> R.string.diagnosis_huawei
    "oppo", "realme", "oneplus", "vivo" -> R.string.diagnosis_oppo
    else -> null
}

/**
 * What is shared: versions, permissions and options. No number, no name, no label. In English: those who help read it. [core] and
 * [levels] are null where the core fails.
 */
internal fun reportText(phone: PhoneState, test: TestState, lastCallMillis: Long?, now: Now, core: CoreVersion?, levels: LevelsView?): String = buildString {
    appendLine(core?.let { "Stufo ${it.version}, database ${it.schema}" } ?: "Stufo: the core does not answer")
    appendLine("${phone.maker} ${phone.model}, Android API ${phone.api}")
    appendLine("role ${phone.grants.role}, available ${phone.grants.roleAvailable}")
    appendLine("contacts ${phone.grants.contacts}, notifications ${phone.grants.notifications}, unrestricted ${phone.unrestricted}")
    levels?.protection?.run {
        appendLine("level ${level.name.lowercase()}, chosen $isChosen, changed $isChanged")
        for (stop in stops) appendLine("on ${stop.stage.name.lowercase()} ${stop.action.name.lowercase()} ${stop.count}")
    }
    val hours = lastCallMillis?.let { (now.millis - it) / HOUR_MILLIS }
    appendLine("last call ${hours?.let { "$it hours ago" } ?: "never"}")
    if (test is TestState.Done) appendLine("self-test ${test.report.result.name.lowercase()}, ${test.report.millis} ms")
}

private const val HOUR_MILLIS = 3_600_000L
