package org.stufo.screening

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.telephony.SubscriptionInfo
import android.telephony.SubscriptionManager
import android.telephony.TelephonyManager
import org.stufo.core.Log

/** Which SIM rings: its slot from 1, 0 where the phone does not tell. */
interface Sims {
    fun ringing(): Int
}

/** Telecom does not say. With one SIM there is no doubt; with more, each is asked whether it rings (API 31). */
class PhoneSims(private val context: Context) : Sims {
    override fun ringing(): Int {
        val granted = context.checkSelfPermission(Manifest.permission.READ_PHONE_STATE)
        if (granted != PackageManager.PERMISSION_GRANTED) return UNTOLD
        return try {
            slotOf(active())
        } catch (fault: RuntimeException) {
            Log.warn("the ringing SIM could not be found", fault)
            UNTOLD
        }
    }

    private fun active(): List<SubscriptionInfo> = context.getSystemService(SubscriptionManager::class.java)?.activeSubscriptionInfoList.orEmpty()

    private fun slotOf(sims: List<SubscriptionInfo>): Int {
        val ringing = when {
            sims.size == 1 -> sims
            Build.VERSION.SDK_INT >= Build.VERSION_CODES.S -> sims.filter(::rings)
            else -> emptyList()
        }
        return ringing.singleOrNull()?.let { it.simSlotIndex + 1 } ?: UNTOLD
    }

    private fun rings(sim: SubscriptionInfo): Boolean {
        val telephony = context.getSystemService(TelephonyManager::class.java) ?: return false
        return Api31.callState(telephony.createForSubscriptionId(sim.subscriptionId)) == TelephonyManager.CALL_STATE_RINGING
    }

    private companion object {
        const val UNTOLD = 0
    }
}
