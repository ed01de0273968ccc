package org.stufo.screening

import android.content.Context
import org.stufo.core.Address
import org.stufo.core.CoreAccess
import org.stufo.core.IncomingCall
import org.stufo.core.Log
import org.stufo.core.NetworkCountry
import org.stufo.core.Screener
import org.stufo.core.Verdict
import org.stufo.core.model.Action
import org.stufo.core.model.Moment

/**
 * One call from question to answer: the core judges and records, the address book may overrule. Decides nothing
 * itself; gives up when [deadline] passes, and then the phone rings. [tellCountry] comes before the core is asked who is protected.
 */
class Screening(
    private val isRoleHeld: () -> Boolean,
    private val openScreener: () -> Screener,
    private val tellCountry: () -> Unit,
    private val contacts: Contacts,
    private val sims: Sims,
    private val deadline: Deadline,
) {
    /** [read] runs under the deadline too: it asks the phone which SIM rings. */
    fun answer(read: () -> IncomingCall): Verdict = deadline.run(Verdict.RING, ::correct) { judge(read()) }

    fun noteOutgoing(to: Address, at: Moment) = deadline.run(Unit) {
        val screener = openScreener()
        tellCountry()
        screener.outgoing(to, at)
    }

    fun ringingSim(): Int = sims.ringing()

    private fun judge(call: IncomingCall): Verdict {
        // A phone that still asks after the user took the role away gets no verdict of ours.
        if (!isRoleHeld()) return Verdict.RING
        val screener = openScreener()
        tellCountry()
        val first = screener.screen(call)
        if (first.action == Action.ALLOW) return first
        return try {
            screener.overrule(first.callId, contacts.lookUp(call.from))
        } catch (fault: Throwable) {
            correct(first)
            throw fault
        }
    }

    /** The record holds a verdict that was never given: the phone rang. */
    private fun correct(recorded: Verdict) {
        if (recorded.action == Action.ALLOW || !recorded.isRecorded) return
        try {
            openScreener().rang(recorded.callId)
        } catch (fault: Throwable) {
            Log.warn("the record could not be corrected", fault)
        }
    }
}

/** The parts a phone has. Telecom waits 5 s for the whole chain, the app's start included: aim far below. */
internal fun phoneScreening(context: Context): Screening = Screening(
    isRoleHeld = { Role.isHeld(context) },
    openScreener = { CoreAccess.get(context) },
    tellCountry = { NetworkCountry.tell(context, CoreAccess.get(context)) },
    contacts = PhoneContacts(context, Deadline(CONTACTS_LIMIT_MILLIS)),
    sims = PhoneSims(context),
    deadline = Deadline(ANSWER_LIMIT_MILLIS),
)

internal const val ANSWER_LIMIT_MILLIS = 1_500L
private const val CONTACTS_LIMIT_MILLIS = 700L
