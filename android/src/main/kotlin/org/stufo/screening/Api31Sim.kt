package org.stufo.screening

import android.annotation.TargetApi
import android.telephony.TelephonyManager

/** From API 31 on each SIM has a call state of its own. */
@TargetApi(31)
internal object Api31Sim {
    fun state(ofOneSim: TelephonyManager): Int = ofOneSim.callStateForSubscription
}
