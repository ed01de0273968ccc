/** `Call.Details` as a plain value. The number is whatever Telecom delivers: the core reads it, nobody here does. */
package org.stufo.screening

import android.os.Build
import android.telecom.Call
import android.telecom.CallScreeningService.CallResponse
import org.stufo.core.Address
import org.stufo.core.IncomingCall
import org.stufo.core.Verdict
import org.stufo.core.model.Action
import org.stufo.core.model.Moment

/** A hidden caller has no handle, whatever the documentation says. */
internal fun Call.Details.toAddress(): Address {
    val handle = handle
    // toString() would percent-encode the "+".
    return Address(handle?.scheme, handle?.schemeSpecificPart, handlePresentation)
}

internal fun Call.Details.toIncomingCall(sim: Int, at: Moment): IncomingCall = IncomingCall(toAddress(), verificationOf(this), sim, at)

private fun verificationOf(details: Call.Details): Int = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) Api30.verification(details) else NOT_VERIFIED

/** Disallow without reject would leave the caller hearing ringing: rejecting says both. */
internal fun Verdict.toResponse(): CallResponse = when (action) {
    Action.ALLOW -> CallResponse.Builder().build()
    Action.SILENCE -> CallResponse.Builder().setSilenceCall(true).build()
    // Our own notification says who and why; the phone's call log keeps the call.
    Action.REJECT -> CallResponse.Builder().setDisallowCall(true).setRejectCall(true).setSkipNotification(true).build()
}

/** Connection.VERIFICATION_STATUS_NOT_VERIFIED, which API 29 does not name. */
private const val NOT_VERIFIED = 0
