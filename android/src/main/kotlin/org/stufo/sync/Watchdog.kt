package org.stufo.sync

import java.io.Closeable
import java.net.HttpURLConnection

/**
 * Closes the connection when a fetch has lasted [limitMillis]. A read timeout does not end a server that sends one byte of its
 * headers at a time: each byte begins it anew.
 */
internal class Watchdog(private val limitMillis: Long) : Closeable {
    private val lock = Object()
    private var connection: HttpURLConnection? = null
    private var isClosed = false

    /** The time is over: what fails from now on fails for that. */
    @Volatile
    var isOver = false
        private set

    init {
        Thread({ if (await()) closeWhatIsOpen() }, "stufo-watchdog").apply { isDaemon = true }.start()
    }

    /** The connection to close; null: none any more. */
    fun watch(connection: HttpURLConnection?) = synchronized(lock) { this.connection = connection }

    override fun close() = synchronized(lock) {
        isClosed = true
        lock.notifyAll()
    }

    /** Whether the time went by before the fetch ended. */
    private fun await(): Boolean = synchronized(lock) {
        val end = System.nanoTime() + limitMillis * NANOS_PER_MILLI
        var left = limitMillis
        while (!isClosed && left > 0) {
            lock.wait(left)
            left = (end - System.nanoTime()) / NANOS_PER_MILLI
        }
        isOver = !isClosed
        isOver
    }

    /** Again and again: a connection that is just being opened may miss the first time. */
    private fun closeWhatIsOpen() {
        while (synchronized(lock) { !isClosed }) {
            synchronized(lock) { connection }?.disconnect()
            Thread.sleep(PAUSE_MILLIS)
        }
    }

    private companion object {
        const val NANOS_PER_MILLI = 1_000_000L
        const val PAUSE_MILLIS = 50L
    }
}
