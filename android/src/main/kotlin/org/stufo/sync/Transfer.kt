package org.stufo.sync

import java.io.File
import java.io.FileOutputStream
import java.io.InputStream

/** Bounds of one fetch. */
data class FetchLimits(val schemes: Set<String>, val redirects: Int, val waitMillis: Int, val totalMillis: Long) {
    companion object {
        val PHONE = FetchLimits(setOf("https"), redirects = 5, waitMillis = 20_000, totalMillis = 8 * 60_000L)
    }
}

internal class FetchStopped(val kind: FetchResult.Kind) : Exception()

/** The body on its way into the file, counted and timed. */
internal class Transfer(private val limits: FetchLimits, private val isCancelled: () -> Boolean) {
    private val began = System.nanoTime()

    var begun = false
        private set

    /** In the file, those kept from before included. */
    var bytes = 0L
        private set

    fun receive(body: InputStream, into: File, kept: Long, length: Long?, maxBytes: Long) {
        begun = true
        bytes = kept
        FileOutputStream(into, kept > 0).use { file ->
            val buffer = ByteArray(BUFFER_BYTES)
            while (true) {
                val count = body.read(buffer)
                if (count < 0) break
                check(maxBytes, count)
                file.write(buffer, 0, count)
                bytes += count
            }
        }
        if (length != null && bytes - kept != length) throw FetchStopped(FetchResult.Kind.CUT_OFF)
    }

    private fun check(maxBytes: Long, more: Int) {
        if (isCancelled()) throw FetchStopped(FetchResult.Kind.CANCELLED)
        if (bytes + more > maxBytes) throw FetchStopped(FetchResult.Kind.TOO_LARGE)
        if ((System.nanoTime() - began) / NANOS_PER_MILLI > limits.totalMillis) throw FetchStopped(FetchResult.Kind.TOO_SLOW)
    }

    private companion object {
        const val BUFFER_BYTES = 64 * 1024
        const val NANOS_PER_MILLI = 1_000_000
    }
}
