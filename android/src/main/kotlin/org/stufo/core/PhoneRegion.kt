package org.stufo.core

import android.content.Context
import android.telephony.TelephonyManager
import java.util.Locale

/** The country whose numbering the phone's callers are written in: that of its SIM, wherever it travels. */
object PhoneRegion {
    private const val FILE = "phone"
    private const val LAST_SIM = "last_sim_region"

    /** ISO 3166-1 in capitals. Before a SIM is unlocked the last one seen counts; without any, the phone's language. */
    fun of(storage: Context): String {
        val kept = storage.getSharedPreferences(FILE, Context.MODE_PRIVATE)
        val sim = fromSim(storage)
        if (sim != null && sim != kept.getString(LAST_SIM, null)) kept.edit().putString(LAST_SIM, sim).apply()
        return sim ?: kept.getString(LAST_SIM, null) ?: Locale.getDefault().country.takeIf(::isRegion) ?: HOME_MARKET
    }

    private fun fromSim(context: Context): String? {
        val telephony = context.getSystemService(TelephonyManager::class.java) ?: return null
        return telephony.simCountryIso?.uppercase(Locale.ROOT)?.takeIf(::isRegion)
    }

    private fun isRegion(text: String) = text.length == 2 && text.all { it in 'A'..'Z' }

    private const val HOME_MARKET = "IT"
}
