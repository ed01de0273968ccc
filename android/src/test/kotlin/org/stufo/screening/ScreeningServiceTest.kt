package org.stufo.screening

import android.telecom.Call
import android.telecom.TelecomManager
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.stufo.core.call
import org.stufo.core.history
import org.stufo.core.model.Action
import org.stufo.core.model.CallRow
import org.stufo.core.model.Contact
import org.stufo.core.model.HistoryRequest
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
import org.stufo.core.model.Rule as CoreRule

/** The real service, called as Telecom calls it, with the real library behind it: three shapes of the adapter. */
@RunWith(StufoRunner::class)
@Config(sdk = [29, 30, 35, 36])
class ScreeningServiceTest {
    @get:Rule
    val fresh = FreshCore()

    private lateinit var telecom: Telecom

    @Before
    fun bind() {
        telecom = Telecom(fresh.context)
        block("+39 02 5555*", Action.REJECT)
        block("+39 06 7777*", Action.SILENCE)
    }

    private fun block(pattern: String, action: Action) = fresh.core.saveRule(CoreRule(0, RuleKind.BLOCK, pattern, "", action, true, null, null))

    private fun set(patch: SettingsPatch) = fresh.core.patchSettings(patch)

    private fun last(): CallRow = fresh.core.history(HistoryRequest(1)).rows.first()

    private fun check(call: TestCall, answer: Answer, reason: Reason) {
        assertEquals(answer, telecom.ring(call))
        assertEquals(reason, last().reason)
        assertEquals(listOf(call.id to answer), telecom.answers.filter { it.first == call.id })
    }

    @Test
    fun aBlockedCallIsRejected() = check(TestCall.from("+390255551234"), Answer.REJECT, Reason.USER_BLOCK)

    @Test
    fun aSilencedCallIsSilenced() = check(TestCall.from("+390677771234"), Answer.SILENCE, Reason.USER_BLOCK)

    @Test
    fun anyOtherCallRings() = check(TestCall.from("+390255441234"), Answer.RING, Reason.NOTHING_AGAINST)

    @Test
    fun aNationalNumberIsReadByTheSimsCountry() = check(TestCall.from("02 5555 1234"), Answer.REJECT, Reason.USER_BLOCK)

    @Test
    fun aHiddenCallerRingsUnlessTheUserSaysOtherwise() {
        check(TestCall.hidden(), Answer.RING, Reason.NOTHING_AGAINST)
        set(SettingsPatch(hidden = Switch.REJECT))
        check(TestCall.hidden(), Answer.REJECT, Reason.HIDDEN)
        check(TestCall.hidden(TelecomManager.PRESENTATION_UNKNOWN), Answer.REJECT, Reason.HIDDEN)
        check(TestCall.hidden(TelecomManager.PRESENTATION_PAYPHONE), Answer.REJECT, Reason.HIDDEN)
    }

    @Test
    fun aContactRingsWhateverTheOptionsSay() {
        FakeContacts.granted(fresh.context, "+393331234567")
        set(SettingsPatch(notInContacts = Switch.REJECT))
        check(TestCall.from("+393331234567"), Answer.RING, Reason.CONTACT)
        assertEquals(Contact.FOUND, last().contact)
        check(TestCall.from("+393331234568"), Answer.REJECT, Reason.NOT_IN_CONTACTS)
        assertEquals(Contact.NOT_FOUND, last().contact)
    }

    @Test
    fun aRuleOfTheUsersOwnOutranksTheAddressBook() {
        FakeContacts.granted(fresh.context, "+390255551234")
        check(TestCall.from("+390255551234"), Answer.REJECT, Reason.USER_BLOCK)
    }

    @Test
    fun anEmergencyNumberRings() {
        set(SettingsPatch(notInContacts = Switch.REJECT))
        check(TestCall.from("112"), Answer.RING, Reason.NEVER_BLOCK)
    }

    @Test
    fun anEmptyNumberRings() = check(TestCall.from(""), Answer.RING, Reason.NOTHING_AGAINST)

    @Test
    fun aSipCallerRings() = check(TestCall.sip("alice@example.org"), Answer.RING, Reason.NOTHING_AGAINST)

    @Test
    fun aSipAddressThatHoldsANumberIsThatNumberAndItsContactRings() {
        set(SettingsPatch(notInContacts = Switch.REJECT))
        FakeContacts.granted(fresh.context, "+393331234567", "anna@example.org")
        check(TestCall.sip("+390255551234@example.org"), Answer.REJECT, Reason.USER_BLOCK)
        check(TestCall.sip("+393331234567@example.org"), Answer.RING, Reason.CONTACT)
        check(TestCall.sip("+393331234568@example.org"), Answer.REJECT, Reason.NOT_IN_CONTACTS)
        check(TestCall.sip("anna@example.org"), Answer.RING, Reason.CONTACT)
        check(TestCall.sip("spam@example.org"), Answer.REJECT, Reason.NOT_IN_CONTACTS)
    }

    @Test
    fun aForwardedCallIsLookedUpByItsCaller() {
        set(SettingsPatch(notInContacts = Switch.REJECT))
        FakeContacts.granted(fresh.context, "+393331234567")
        check(TestCall.from("+393331234567&+390612345678"), Answer.RING, Reason.CONTACT)
        check(TestCall.from("+393331234568&+390612345678"), Answer.REJECT, Reason.NOT_IN_CONTACTS)
    }

    @Test
    fun aCallerThatCannotBeIdentifiedHasAnOptionOfItsOwn() {
        check(TestCall.from("+4921163558629824"), Answer.RING, Reason.NOTHING_AGAINST)
        set(SettingsPatch(unidentified = Switch.SILENCE))
        check(TestCall.from("+4921163558629824"), Answer.SILENCE, Reason.UNIDENTIFIED)
        check(TestCall.from("AMAZON"), Answer.SILENCE, Reason.UNIDENTIFIED)
    }

    @Test
    fun aFailedVerificationCountsFromApi30On() {
        set(SettingsPatch(failedVerification = Switch.REJECT))
        val forged = TestCall(TestCall.from("+390255441234").handle, verification = 2)
        val expected = if (android.os.Build.VERSION.SDK_INT >= 30) Answer.REJECT else Answer.RING
        assertEquals(expected, telecom.ring(forged))
    }

    @Test
    fun anOutgoingCallGoesOnAndIsRemembered() {
        set(SettingsPatch(notInContacts = Switch.REJECT))
        FakeContacts.granted(fresh.context)
        check(TestCall.from("+393331234567"), Answer.REJECT, Reason.NOT_IN_CONTACTS)
        val answer = telecom.ring(TestCall.to("+393331234567"))
        assertTrue("$answer", answer == null || answer == Answer.RING) // API 29 asks for none.
        check(TestCall.from("+393331234567"), Answer.RING, Reason.DIALLED)
    }

    @Test
    fun afterAnEmergencyCallEverybodyGetsThrough() {
        telecom.ring(TestCall.to("112"))
        check(TestCall.from("+390255551234"), Answer.RING, Reason.EMERGENCY_WINDOW)
    }

    @Test
    fun aCallWithoutADirectionRingsUnrecorded() {
        val odd = TestCall(TestCall.from("+390255551234").handle, direction = Call.Details.DIRECTION_UNKNOWN)
        assertEquals(Answer.RING, telecom.ring(odd))
        assertNull(fresh.core.history(HistoryRequest(1)).rows.firstOrNull())
    }

    @Test
    fun junkNeverStopsTheService() {
        val junk = listOf("\u0000", "+", "٠٢٥٥٥٥١٢٣٤", "\u202E0255551234", "9".repeat(10_000), "tel:tel:", "#31#", "\uD800", "💥")
        for (text in junk) assertNotNull(text.take(5), telecom.ring(TestCall.from(text)))
        assertEquals(Answer.REJECT, telecom.ring(TestCall.from("0255551234")))
    }

    @Test
    fun theRecordIsThereBeforeTheAnswerIs() {
        telecom.ring(TestCall.from("+390255551234"))
        val row = last()
        assertEquals("+390255551234", row.caller.number)
        assertEquals(Action.REJECT, row.action)
        assertEquals(StageName.entries, fresh.core.call(row.id).trace.map { it.stage })
    }
}
