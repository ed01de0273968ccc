package org.stufo.core

import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.stufo.core.model.Action
import org.stufo.core.model.Contact
import org.stufo.core.model.DecisionSource
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.HistoryRequest
import org.stufo.core.model.LocalizedText
import org.stufo.core.model.Reason
import org.stufo.core.model.RuleKind
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.StageName
import org.stufo.core.model.Switch
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.core.model.Rule as CoreRule

/** The wrapper against the real library: what Kotlin says and reads is what Rust reads and says. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
class CoreTest {
    @get:Rule
    val fresh = FreshCore()

    private val blockRule = CoreRule(0, RuleKind.BLOCK, "+39 02 5555*", "office", Action.SILENCE, true, null, null)

    private fun call(text: String) = IncomingCall(Address("tel", text, 1), 0, 0, momentNow())

    @Test
    fun aFreshPhoneHasNothingToTell() {
        val home = fresh.core.home()
        assertEquals(7, home.days.size)
        assertEquals(emptyList<Any>(), home.recent)
        assertEquals(null, home.waitingUntilMillis)
    }

    @Test
    fun aRuleIsSavedAppliedRecordedAndExplained() {
        val core = fresh.core
        val id = core.saveRule(blockRule)
        val verdict = core.screen(call("02 5555 1234"))
        assertEquals(Action.SILENCE, verdict.action)
        assertEquals(Reason.USER_BLOCK, verdict.reason)
        assertTrue(verdict.callId > 0)
        val row = core.history(HistoryRequest(10)).rows.single()
        assertEquals(verdict.callId, row.id)
        assertEquals(DecisionSource.Rule(id, "office"), row.source)
        assertEquals("+390255551234", row.caller.number)
        assertEquals(LocalizedText(it = "Milano", en = "Milan"), row.caller.place)
        assertEquals(StageName.entries, core.call(verdict.callId).trace.map { it.stage })
        assertEquals(Action.SILENCE, core.explain("0255559999").action)
        assertEquals(1, core.rules().single().hits)
    }

    @Test
    fun aContactIsLetThroughAndRecordedAsOne() {
        val core = fresh.core
        core.patchSettings(SettingsPatch(notInContacts = Switch.REJECT))
        val verdict = core.screen(call("+39 333 1234567"))
        assertEquals(Reason.NOT_IN_CONTACTS, verdict.reason)
        assertEquals(Action.ALLOW, core.overrule(verdict.callId, Contact.FOUND).action)
        assertEquals(Contact.FOUND, core.call(verdict.callId).call.contact)
    }

    @Test
    fun aPatternThatDoesNotReadIsAnErrorWithoutItsText() {
        val error = assertThrows(CoreException::class.java) { fresh.core.preview(blockRule.copy(pattern = "/0255(/")) }
        assertEquals(ErrorCode.BAD_PATTERN, error.error)
        assertTrue(error.message.orEmpty(), "0255" !in error.message.orEmpty())
    }

    @Test
    fun aPanicIsAnExceptionAndTheCoreGoesOn() {
        val handle = NativeCore.open(fresh.context.cacheDir.path, "IT")
        assertThrows(AssertionError::class.java) { NativeCore.query(handle, "panic") }
        assertTrue(NativeCore.query(handle, """{"ask":"version","at":{"utc_millis":0,"offset_minutes":0}}""").isNotEmpty())
        NativeCore.close(handle)
        assertEquals(
            ErrorCode.BAD_HANDLE,
            assertThrows(CoreException::class.java) { NativeCore.screen(handle, null, null, 2, 0, 0, 0, 0) }.error,
        )
    }

    @Test
    fun settingsComeBackAsTheyWereSet() {
        val core = fresh.core
        val before = core.settings()
        assertEquals("IT", before.region)
        core.waitUntil(4_000_000_000_000)
        assertEquals(4_000_000_000_000, core.settings().settings.waitingUntilMillis)
        assertEquals(before.settings, core.settings().settings.copy(waitingUntilMillis = null))
    }
}
