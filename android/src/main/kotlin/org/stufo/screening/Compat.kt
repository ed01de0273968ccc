/** What only newer versions of Android tell: entered where the version was asked for. */
package org.stufo.screening

import android.annotation.TargetApi
import android.telecom.Call
import android.telephony.TelephonyManager

@TargetApi(30)
internal object Api30 {
    fun verification(details: Call.Details): Int = details.callerNumberVerificationStatus
}

@TargetApi(31)
internal object Api31 {
    /** Each SIM has a call state of its own. */
    fun callState(ofOneSim: TelephonyManager): Int = ofOneSim.callStateForSubscription
}
