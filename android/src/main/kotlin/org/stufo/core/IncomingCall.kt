package org.stufo.core

import org.stufo.core.model.Contact
import org.stufo.core.model.Moment

/** Who calls or is called, as Telecom delivers it: unchecked, possibly empty, possibly not a number at all. */
data class Address(val scheme: String?, val text: String?, val presentation: Int) {
    /** Logs use this form. */
    override fun toString(): String = "Address(${scheme ?: "hidden"})"
}

/** A call as it arrived. [sim] is the slot from 1, 0 where the phone does not tell. */
data class IncomingCall(val from: Address, val verification: Int, val sim: Int, val at: Moment)

/** What screening needs of the core. */
interface Screener {
    fun screen(call: IncomingCall): Verdict

    fun overrule(callId: Long, contact: Contact): Verdict

    /** Tells the record that the phone rang, whatever the verdict was: the answer came too late or not at all. */
    fun rang(callId: Long)

    fun outgoing(to: Address, at: Moment)
}
