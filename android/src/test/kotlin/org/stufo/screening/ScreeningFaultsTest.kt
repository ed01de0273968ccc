package org.stufo.screening

import android.app.role.RoleManager
import android.os.UserManager
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowLog
import org.stufo.core.Address
import org.stufo.core.Core
import org.stufo.core.CoreAccess
import org.stufo.core.IncomingCall
import org.stufo.core.Screener
import org.stufo.core.Verdict
import org.stufo.core.call
import org.stufo.core.history
import org.stufo.core.home
import org.stufo.core.model.Action
import org.stufo.core.model.Contact
import org.stufo.core.model.HistoryRequest
import org.stufo.core.model.Moment
import org.stufo.core.model.NoticeKind
import org.stufo.core.model.Reason
import org.stufo.core.model.RuleKind
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.StageName
import org.stufo.core.model.Switch
import org.stufo.core.patchSettings
import org.stufo.core.saveRule
import org.stufo.harness.Answer
import org.stufo.harness.FakeContacts
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.harness.Telecom
import org.stufo.harness.TestCall
import org.stufo.harness.WriteLock
import java.io.File
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import org.stufo.core.model.Rule as CoreRule

/** Whatever breaks, the phone rings; and what broke once does not break the next call. */
@RunWith(StufoRunner::class)
@Config(sdk = [29, 30, 35, 36])
class ScreeningFaultsTest {
    @get:Rule
    val fresh = FreshCore()

    private lateinit var telecom: Telecom
    private val unwanted get() = TestCall.from("+390255551234")

    @Before
    fun bind() {
        telecom = Telecom(fresh.context)
    }

    /** Whatever went wrong in a test, the log it left names no number. */
    @After
    fun theLogNamesNoNumber() {
        val lines = ShadowLog.getLogs().filter { it.tag == "stufo" }.map { it.msg + it.throwable?.message.orEmpty() }
        assertEquals(emptyList<String>(), lines.filter { line -> "5555" in line || line.count(Char::isDigit) > 8 })
    }

    @After
    fun restore() {
        ScreeningService.makeScreening = ::phoneScreening
    }

    private fun blockUnwanted() = fresh.core.saveRule(CoreRule(0, RuleKind.BLOCK, "+39 02 5555*", "", Action.REJECT, true, null, null))

    /** The phone's own parts, but for the core and the time allowed. */
    private fun screenWith(limitMillis: Long = 300, screener: () -> Screener) {
        ScreeningService.makeScreening = { context ->
            Screening({ true }, screener, {}, PhoneContacts(context, Deadline(200)), PhoneSims(context), Deadline(limitMillis))
        }
    }

    @Test
    fun withoutTheRoleTheCallRingsUnrecorded() {
        blockUnwanted()
        assertEquals(Answer.REJECT, telecom.ring(unwanted))
        shadowOf(fresh.context.getSystemService(RoleManager::class.java)).removeHeldRole(RoleManager.ROLE_CALL_SCREENING)
        assertEquals(Answer.RING, telecom.ring(unwanted))
        assertEquals(1, fresh.core.history(HistoryRequest(10)).rows.size)
    }

    @Test
    fun aCoreThatFailsRings() {
        blockUnwanted()
        fresh.core.close()
        assertEquals(Answer.RING, telecom.ring(unwanted))
        CoreAccess.reset()
        assertEquals(Answer.REJECT, telecom.ring(unwanted))
    }

    @Test
    fun aCoreThatPanicsRings() {
        screenWith { throw AssertionError("the core panicked over +390255551234") }
        assertEquals(Answer.RING, telecom.ring(unwanted))
        assertTrue(ShadowLog.getLogs().any { it.tag == "stufo" && "AssertionError" in it.msg })
    }

    @Test
    fun aLockedDatabaseRingsAndIsJudgedAgainOnceFree() {
        blockUnwanted()
        WriteLock.on(fresh.database).use {
            assertEquals(Answer.RING, telecom.ring(unwanted))
        }
        assertEquals(Answer.REJECT, telecom.ring(unwanted))
    }

    @Test
    fun aDamagedDatabaseIsMovedAsideAndScreeningGoesOn() {
        fresh.database.parentFile!!.mkdirs()
        fresh.database.writeBytes(ByteArray(8_192) { (it * 31).toByte() })
        assertEquals(Answer.RING, telecom.ring(unwanted))
        assertEquals(NoticeKind.DATABASE_RECOVERED, fresh.core.home().notices.single().kind)
        blockUnwanted()
        assertEquals(Answer.REJECT, telecom.ring(unwanted))
        val kept = fresh.database.parentFile!!.listFiles().orEmpty().map(File::getName)
        assertTrue("nothing of the damaged file was kept: $kept", kept.any { it.startsWith("stufo.db") && it.length > 15 })
    }

    @Test
    fun aDecisionThatIsTooSlowRings() {
        val screener = HeldScreener(Action.REJECT)
        screenWith { screener }
        assertEquals(Answer.RING, telecom.ring(unwanted))
        assertEquals("it was not waited for", 1, screener.done.count)
        screener.release.countDown()
        assertTrue(screener.done.await(LIMIT_SECONDS, TimeUnit.SECONDS))
    }

    @Test
    fun aLateAnswerReachesNoCallAtAll() {
        val first = unwanted
        val second = TestCall.from("+393331234567")
        val late = HeldScreener(Action.REJECT)
        screenWith { late }
        assertEquals(Answer.RING, telecom.ring(first))
        screenWith { HeldScreener(Action.ALLOW).apply { release.countDown() } }
        assertEquals(Answer.RING, Telecom(fresh.context).ring(second))
        late.release.countDown()
        assertTrue(late.done.await(LIMIT_SECONDS, TimeUnit.SECONDS))
        shadowOf(android.os.Looper.getMainLooper()).idle()
        assertEquals(listOf(first.id to Answer.RING), telecom.answers)
    }

    @Test
    fun aVerdictThatCameTooLateOrNotWholeIsRecordedAsACallThatRang() {
        blockUnwanted()
        val late = CountDownLatch(1)
        val slow = Corrected { core, callId, contact ->
            check(late.await(LIMIT_SECONDS, TimeUnit.SECONDS))
            core.overrule(callId, contact)
        }
        screenWith { slow }
        assertEquals(Answer.RING, telecom.ring(unwanted))
        late.countDown()
        slow.await()
        val failing = Corrected { _, _, _ -> throw AssertionError("the core panicked") }
        screenWith { failing }
        // A service has its parts once: another one takes these.
        assertEquals(Answer.RING, Telecom(fresh.context).ring(unwanted))
        failing.await()
        val rows = fresh.core.history(HistoryRequest(10)).rows
        assertEquals(listOf(Action.ALLOW, Action.ALLOW), rows.map { it.action })
        assertEquals(listOf(StageName.USER_BLOCK), fresh.core.call(rows[0].id).trace.filter { it.source != null }.map { it.stage })
    }

    @Test
    fun aCallAfterAStuckOneIsJudged() {
        blockUnwanted()
        val never = CountDownLatch(1)
        val stuck = object : Screener by CoreAccess.get(fresh.context) {
            override fun screen(call: IncomingCall): Verdict {
                if (call.from.text == "1") never.await(LIMIT_SECONDS, TimeUnit.SECONDS)
                return fresh.core.screen(call)
            }
        }
        screenWith { stuck }
        repeat(3) { assertEquals(Answer.RING, telecom.ring(TestCall.from("1"))) }
        assertEquals(Answer.REJECT, telecom.ring(unwanted))
        never.countDown()
    }

    @Test
    fun workThatHangsIsBounded() {
        val deadline = Deadline(limitMillis = 500, maxAtOnce = 2)
        val release = CountDownLatch(1)
        val hanging = CopyOnWriteArrayList<Thread>()
        repeat(5) {
            val given = deadline.run("given up") {
                hanging += Thread.currentThread()
                release.await(LIMIT_SECONDS, TimeUnit.SECONDS)
                "done"
            }
            assertEquals("given up", given)
        }
        assertEquals("no more than may hang were begun", 2, hanging.size)
        release.countDown()
        hanging.forEach { it.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS)) }
        assertTrue(Deadline(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS), maxAtOnce = 1).run(false) { true })
        assertTrue("there is room again", deadline.run(false) { true })
    }

    @Test
    fun anInterruptionIsKeptAndTheWorkGivenUp() {
        val release = CountDownLatch(1)
        Thread.currentThread().interrupt()
        assertEquals(
            "given up",
            Deadline(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS)).run("given up") {
                release.await()
                "done"
            },
        )
        assertTrue("the flag is kept, and cleared here", Thread.interrupted())
        release.countDown()
    }

    @Test
    fun aResultThatComesTooLateIsToldOnce() {
        val release = CountDownLatch(1)
        val late = CopyOnWriteArrayList<String>()
        val told = CountDownLatch(1)
        val given = Deadline(limitMillis = 1).run("given up", tooLate = {
            late += it
            told.countDown()
        }) {
            release.await(LIMIT_SECONDS, TimeUnit.SECONDS)
            "done"
        }
        assertEquals("given up", given)
        assertEquals(emptyList<String>(), late)
        release.countDown()
        assertTrue(told.await(LIMIT_SECONDS, TimeUnit.SECONDS))
        assertEquals(listOf("done"), late)
    }

    @Test
    fun theAddressBookIsNotMissedWithoutPermissionOrBeforeTheFirstUnlock() {
        fresh.core.patchSettings(SettingsPatch(notInContacts = Switch.REJECT))
        val contacts = FakeContacts.installed()
        assertEquals(Answer.RING, telecom.ring(unwanted))
        assertEquals(Contact.UNDETERMINED, lastContact())
        FakeContacts.granted(fresh.context)
        assertEquals(Answer.REJECT, telecom.ring(unwanted))
        shadowOf(fresh.context.getSystemService(UserManager::class.java)).setUserUnlocked(false)
        assertEquals(Answer.RING, telecom.ring(unwanted))
        assertEquals(Contact.UNDETERMINED, lastContact())
        assertEquals(emptySet<String>(), contacts.numbers)
    }

    @Test
    fun rulesAreInForceBeforeTheFirstUnlock() {
        shadowOf(fresh.context.getSystemService(UserManager::class.java)).setUserUnlocked(false)
        blockUnwanted()
        assertEquals(Answer.REJECT, telecom.ring(unwanted))
    }

    @Test
    fun anAddressBookThatFailsOrHangsCountsAgainstNobody() {
        fresh.core.patchSettings(SettingsPatch(notInContacts = Switch.REJECT))
        val contacts = FakeContacts.granted(fresh.context)
        contacts.fault = SecurityException("the permission is gone")
        assertEquals(Answer.RING, telecom.ring(unwanted))
        contacts.fault = null
        val answered = CountDownLatch(1)
        contacts.held = answered
        assertEquals(Answer.RING, telecom.ring(unwanted))
        assertEquals(Contact.UNDETERMINED, lastContact())
        answered.countDown()
        contacts.held = null
        assertEquals(Answer.REJECT, telecom.ring(unwanted))
    }

    @Test
    fun partsThatCannotBeMadeRing() {
        ScreeningService.makeScreening = { throw IllegalStateException("no storage") }
        assertEquals(Answer.RING, telecom.ring(unwanted))
        assertNull(fresh.core.history(HistoryRequest(1)).rows.firstOrNull())
    }

    private fun lastContact() = fresh.core.history(HistoryRequest(1)).rows.single().contact

    /** Answers when it is released, and with the worst there is. */
    private class HeldScreener(private val action: Action) : Screener {
        val release = CountDownLatch(1)
        val done = CountDownLatch(1)

        override fun screen(call: IncomingCall): Verdict {
            check(release.await(LIMIT_SECONDS, TimeUnit.SECONDS))
            return Verdict(action, Reason.USER_BLOCK, 1).also { if (action == Action.ALLOW) done.countDown() }
        }

        override fun overrule(callId: Long, contact: Contact): Verdict {
            done.countDown()
            return Verdict(action, Reason.USER_BLOCK, callId)
        }

        override fun rang(callId: Long) = Unit

        override fun outgoing(to: Address, at: Moment) = Unit
    }

    /** The real core, but for how it overrules; tells when the record was corrected. */
    private inner class Corrected(private val overruling: (Core, Long, Contact) -> Verdict) : Screener by fresh.core {
        private val corrected = CountDownLatch(1)

        override fun overrule(callId: Long, contact: Contact): Verdict = overruling(fresh.core, callId, contact)

        override fun rang(callId: Long) = fresh.core.rang(callId).also { corrected.countDown() }

        fun await() = assertTrue(corrected.await(LIMIT_SECONDS, TimeUnit.SECONDS))
    }

    private companion object {
        const val LIMIT_SECONDS = 60L
    }
}
