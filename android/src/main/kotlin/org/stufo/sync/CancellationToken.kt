package org.stufo.sync

import org.stufo.core.model.FetchFailure
import java.net.HttpURLConnection
import java.util.concurrent.CopyOnWriteArraySet

/** Cancels a sync from another thread, at once: the connection of whoever waits for the network is closed. */
class CancellationToken {
    private var connection: HttpURLConnection? = null

    @Volatile
    var isCancelled = false
        private set

    fun cancel() {
        val open = synchronized(this) {
            isCancelled = true
            connection
        } ?: return
        // Closing may use the network, which the main thread must not. A connection that is just being opened may miss
        // the first close.
        Thread({
            while (synchronized(this) { connection === open }) {
                open.disconnect()
                Thread.sleep(PAUSE_MILLIS)
            }
        }, "stufo-cancel").start()
    }

    /** Registers the connection that [cancel] closes; null: none any more. */
    internal fun register(connection: HttpURLConnection?): Unit = synchronized(this) {
        this.connection = connection
        if (isCancelled && connection != null) throw FetchStopped(FetchFailure.CANCELLED)
    }

    companion object {
        private const val PAUSE_MILLIS = 50L
        private val running = CopyOnWriteArraySet<CancellationToken>()

        /** Cancels whatever is being fetched in this process. */
        fun cancelAll() = running.forEach(CancellationToken::cancel)

        /** [part] can be ended by [cancelAll] while it lasts. */
        internal fun <T> CancellationToken.during(part: () -> T): T {
            running += this
            try {
                return part()
            } finally {
                running -= this
            }
        }
    }
}
