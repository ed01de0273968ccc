package org.stufo.screening

import android.content.Context
import android.telecom.Call
import android.telecom.CallScreeningService
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.core.Verdict

/**
 * What Telecom asks before the phone rings. It answers inside [onScreenCall]: the framework keeps one way back, which
 * the next call takes over, so a late answer would reach the wrong call. Whatever goes wrong, the phone rings.
 */
class ScreeningService : CallScreeningService() {
    private val screening by lazy(LazyThreadSafetyMode.NONE) { makeScreening(this) }

    override fun onScreenCall(details: Call.Details) = when (details.callDirection) {
        Call.Details.DIRECTION_INCOMING -> answer(details)
        // The framework lets outgoing calls go on by itself.
        Call.Details.DIRECTION_OUTGOING -> noteOutgoing(details)
        else -> respondToCall(details, Verdict.RING.toResponse())
    }

    private fun answer(details: Call.Details) {
        val verdict = safely("a call could not be judged", Verdict.RING) {
            screening.answer { details.toIncomingCall(screening.ringingSim(), CoreAccess.now()) }
        }
        respondToCall(details, verdict.toResponse())
        safely("a notification could not be planned", Unit) { onAnswered(this, verdict) }
    }

    private fun noteOutgoing(details: Call.Details) = safely("an outgoing call could not be noted", Unit) {
        screening.noteOutgoing(details.toAddress(), CoreAccess.now())
    }

    private inline fun <T> safely(what: String, otherwise: T, work: () -> T): T = try {
        work()
    } catch (fault: Throwable) { // A missing library is an Error, not an Exception.
        Log.warn(what, fault)
        otherwise
    }

    companion object {
        /** Where the service gets its parts; tests put slow and failing ones here. */
        @Volatile
        internal var makeScreening: (Context) -> Screening = ::phoneScreening

        /** Called after each answer; the app sets it when its process starts. */
        @Volatile
        var onAnswered: (Context, Verdict) -> Unit = { _, _ -> }
    }
}
