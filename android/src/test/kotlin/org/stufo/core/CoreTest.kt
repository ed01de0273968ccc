package org.stufo.core

import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.stufo.core.model.HistoryFilter
import org.stufo.core.model.RuleDraft
import org.stufo.core.model.RuleKind
import org.stufo.core.model.Wording
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner

/** The wrapper against the real library: what Kotlin says and reads is what Rust reads and says. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
class CoreTest {
    @get:Rule
    val fresh = FreshCore()

    private val blockRule = RuleDraft(0, RuleKind.BLOCK, "+39 02 5555*", "office", Action.SILENCE, true, null, null)

    private fun call(text: String) = IncomingCall(Address("tel", text, 1), 0, 0, Moment.now())

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
        val row = core.history(HistoryFilter.ALL, limit = 10).rows.single()
        assertEquals(verdict.callId, row.id)
        assertEquals(id.toString(), row.source?.id)
        assertEquals("office", row.source?.label)
        assertEquals("+390255551234", row.caller.number)
        assertEquals(Wording(it = "Milano", en = "Milan"), row.caller.place)
        assertEquals(15, core.call(verdict.callId).trace.size)
        assertEquals(Action.SILENCE, core.explain("0255559999").action)
        assertEquals(1, core.rules().single().hits)
    }

    @Test
    fun aContactIsLetThroughAndRecordedAsOne() {
        val core = fresh.core
        core.patchSettings(JSONObject().put("not_in_contacts", "reject"))
        val verdict = core.screen(call("+39 333 1234567"))
        assertEquals(Reason.NOT_IN_CONTACTS, verdict.reason)
        assertEquals(Action.ALLOW, core.overrule(verdict.callId, Contact.FOUND).action)
        assertEquals(Contact.FOUND, core.call(verdict.callId).call.contact)
    }

    @Test
    fun aPatternThatDoesNotReadIsAnErrorWithoutItsText() {
        val error = assertThrows(CoreException::class.java) { fresh.core.preview(blockRule.copy(pattern = "/0255(/")) }
        assertEquals(CoreException.BAD_PATTERN, error.code)
        assertTrue(error.message.orEmpty(), "0255" !in error.message.orEmpty())
    }

    @Test
    fun aPanicIsAnExceptionAndTheCoreGoesOn() {
        val handle = NativeCore.open(fresh.context.cacheDir.path, "IT")
        assertThrows(AssertionError::class.java) { NativeCore.query(handle, "panic") }
        assertTrue(NativeCore.query(handle, """{"ask":"version","at":{"utc_millis":0,"offset_minutes":0}}""").isNotEmpty())
        NativeCore.close(handle)
        assertEquals(
            CoreException.BAD_HANDLE,
            assertThrows(CoreException::class.java) { NativeCore.screen(handle, null, null, 2, 0, 0, 0, 0) }.code,
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
