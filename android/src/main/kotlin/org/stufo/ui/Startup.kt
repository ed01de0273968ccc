package org.stufo.ui

import android.content.Context
import org.stufo.core.Log
import org.stufo.sync.Jobs

/** What runs by itself is planned again at the next start; the window opens in any case. */
internal fun Context.ensureJobs() = try {
    Jobs.ensure(this)
} catch (fault: RuntimeException) {
    Log.warn("what runs by itself is not planned", fault)
}
