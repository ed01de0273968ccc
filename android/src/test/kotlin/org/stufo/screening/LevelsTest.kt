package org.stufo.screening

import android.telecom.TelecomManager
import org.junit.Assert.assertEquals
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.stufo.core.chooseLevel
import org.stufo.core.model.Level
import org.stufo.harness.Answer
import org.stufo.harness.FakeContacts
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.harness.Telecom
import org.stufo.harness.TestCall

/** Each level of protection through the real binder: what a phone in Italy is told of the calls of today. */
@RunWith(StufoRunner::class)
@Config(sdk = [29, 30, 35, 36])
class LevelsTest {
    @get:Rule
    val fresh = FreshCore()

    private lateinit var telecom: Telecom

    @Before
    fun bind() {
        FakeContacts.granted(fresh.context, AUNT, MOTHER)
        telecom = Telecom(fresh.context)
    }

    private fun answers(): List<Answer?> = listOf(
        TestCall.from(MOTHER),
        TestCall.from(AUNT),
        TestCall.from("+41446681801"),
        TestCall.from("+390258391234"),
        TestCall.from("+393331234567"),
        TestCall.from("0844123456"),
        TestCall.from("+442079460958"),
        TestCall.from("+40312345678"),
        TestCall.from("+46812345678"),
        TestCall.hidden(TelecomManager.PRESENTATION_RESTRICTED),
        TestCall.from("AMAZON"),
        TestCall.from("+393001"),
        TestCall.from("112"),
    ).map(telecom::ring)

    private fun check(level: Level?, vararg expected: Answer) {
        // The aunt's country is exempt: her number is in the address book.
        level?.let { fresh.core.chooseLevel(it, listOf(AUNT, MOTHER)) }
        assertEquals("$level", expected.toList(), answers())
    }

    @Test
    fun withoutALevelThePhoneIsCautious() = check(null, RING, RING, RING, RING, RING, REJECT, RING, RING, RING, RING, RING, RING, RING)

    @Test
    fun cautious() = check(Level.CAUTIOUS, RING, RING, RING, RING, RING, REJECT, RING, RING, RING, RING, RING, RING, RING)

    @Test
    fun balanced() = check(Level.BALANCED, RING, RING, RING, RING, RING, REJECT, SILENCE, SILENCE, SILENCE, SILENCE, SILENCE, SILENCE, RING)

    @Test
    fun strict() = check(Level.STRICT, RING, RING, SILENCE, SILENCE, SILENCE, REJECT, SILENCE, SILENCE, SILENCE, SILENCE, SILENCE, SILENCE, RING)

    private companion object {
        const val MOTHER = "+390612345678"
        const val AUNT = "+41446681800"
        val RING = Answer.RING
        val SILENCE = Answer.SILENCE
        val REJECT = Answer.REJECT
    }
}
