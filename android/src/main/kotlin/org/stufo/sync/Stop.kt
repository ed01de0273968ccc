package org.stufo.sync

import java.net.HttpURLConnection
import java.util.concurrent.CopyOnWriteArraySet

/** Ends a sync from another thread, at once: the network is torn away from whoever waits for it. */
class Stop {
    private var waitsFor: HttpURLConnection? = null

    @Volatile
    var isAsked = false
        private set

    fun ask() {
        val waited = synchronized(this) {
            isAsked = true
            waitsFor
        } ?: return
        // Closing may itself speak to the network, which the main thread must not. What is about to connect hears nothing
        // the first time.
        Thread({
            while (synchronized(this) { waitsFor === waited }) {
                waited.disconnect()
                Thread.sleep(PAUSE_MILLIS)
            }
        }, "stufo-stop").start()
    }

    /** Whoever is about to wait for [connection] says so; null: no longer. */
    internal fun tearOff(connection: HttpURLConnection?): Unit = synchronized(this) {
        waitsFor = connection
        if (isAsked && connection != null) throw FetchStopped(FetchResult.Kind.CANCELLED)
    }

    companion object {
        private const val PAUSE_MILLIS = 50L
        private val running = CopyOnWriteArraySet<Stop>()

        /** Ends whatever is being fetched in this process. */
        fun askAll() = running.forEach(Stop::ask)

        /** [part] can be ended by [askAll] while it lasts. */
        internal fun <T> Stop.during(part: () -> T): T {
            running += this
            try {
                return part()
            } finally {
                running -= this
            }
        }
    }
}
