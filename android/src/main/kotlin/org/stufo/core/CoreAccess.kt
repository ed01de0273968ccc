package org.stufo.core

import android.content.Context
import org.stufo.core.model.Moment

/**
 * The process's one [Core]. Opened on first use and again after a failure, so that a phone that was out of space or
 * held the database locked recovers by itself.
 */
object CoreAccess {
    private var core: Core? = null

    /** The time now. Tests set their own. */
    @Volatile
    internal var clock: () -> Moment = ::momentNow

    fun now(): Moment = clock()

    /** Call it off the main thread. Throws [CoreException] or [LinkageError]; whoever answers a call lets it ring then. */
    @Synchronized
    fun get(context: Context): Core = core ?: open(context).also { core = it }

    /** Forgets the core: tests start each with a fresh store. */
    @Synchronized
    internal fun reset() {
        core?.let { runCatching { it.close() } }
        core = null
    }

    private fun open(context: Context): Core {
        // Readable before the first unlock: screening works from the start of the phone.
        val storage = context.createDeviceProtectedStorageContext()
        return Core.open(storage.filesDir.path, PhoneRegion.of(storage), ::now)
    }
}
