package org.stufo.screening

import android.annotation.TargetApi
import android.telecom.Call

/** What only API 30 and later tell of a call. */
@TargetApi(30)
internal object Api30CallDetails {
    fun verification(details: Call.Details): Int = details.callerNumberVerificationStatus
}
