package org.stufo.core

import android.content.Context
import android.telephony.TelephonyManager
import org.stufo.core.model.NetworkCountryRequest
import java.util.Locale

/** Tells the core in which country's network the phone is, whenever that changed: who is protected there rings too. */
object NetworkCountry {
    /** Of two calls at once the later one may tell the same again; no call waits for another. */
    @Volatile
    private var told: Pair<Core, String?>? = null

    /** Never fails: a country that cannot be told leaves those of home and the SIM. */
    fun tell(context: Context, core: Core) {
        try {
            val now = core to read(context)
            if (told == now) return
            core.tell(NetworkCountryRequest(now.second))
            told = now
        } catch (fault: RuntimeException) {
            Log.warn("the network's country cannot be told", fault)
        }
    }

    private fun read(context: Context): String? =
        context.getSystemService(TelephonyManager::class.java)?.networkCountryIso?.uppercase(Locale.ROOT)?.takeIf { it.length == 2 }
}
