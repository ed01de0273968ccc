package org.stufo.screening

import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.stufo.core.CoreAccess
import org.stufo.harness.Answer
import org.stufo.harness.NoLibraryRunner
import org.stufo.harness.Telecom
import org.stufo.harness.TestCall

/** A missing library is an Error, not an Exception: the call rings all the same. */
@RunWith(NoLibraryRunner::class)
@Config(sdk = [29, 30, 35, 36])
class MissingLibraryTest {
    @Test
    fun everyCallRings() {
        assertThrows(LinkageError::class.java) { CoreAccess.get(RuntimeEnvironment.getApplication()) }
        val telecom = Telecom(RuntimeEnvironment.getApplication())
        assertEquals(Answer.RING, telecom.ring(TestCall.from("+390255551234")))
        assertEquals(Answer.RING, telecom.ring(TestCall.hidden()))
        // The framework answers for an outgoing call, from API 30 on; at 29 nobody does, and nothing stops it.
        telecom.ring(TestCall.to("112"))
        assertEquals(setOf(Answer.RING), telecom.answers.map { it.second }.toSet())
    }
}
