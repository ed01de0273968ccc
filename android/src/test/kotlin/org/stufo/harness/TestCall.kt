package org.stufo.harness

import android.net.Uri
import android.telecom.Call
import android.telecom.TelecomManager
import java.util.concurrent.atomic.AtomicInteger

/** A call as the network brings it. */
class TestCall(
    val handle: Uri?,
    val presentation: Int = TelecomManager.PRESENTATION_ALLOWED,
    val direction: Int = Call.Details.DIRECTION_INCOMING,
    val verification: Int = 0,
) {
    val id: String = "TC@${ids.incrementAndGet()}"

    companion object {
        private val ids = AtomicInteger()

        fun from(number: String) = TestCall(Uri.fromParts("tel", number, null))

        fun sip(address: String) = TestCall(Uri.fromParts("sip", address, null))

        fun hidden(presentation: Int = TelecomManager.PRESENTATION_RESTRICTED) = TestCall(null, presentation)

        fun to(number: String) = TestCall(Uri.fromParts("tel", number, null), direction = Call.Details.DIRECTION_OUTGOING)
    }
}
