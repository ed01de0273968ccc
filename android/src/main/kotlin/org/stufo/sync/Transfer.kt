package org.stufo.sync

import org.stufo.core.model.FetchFailure
import java.io.FileOutputStream
import java.io.IOException
import java.io.InputStream

/** The body on its way into the file, counted and timed. */
internal class Transfer(private val totalMillis: Long, private val token: CancellationToken, private val nanoTime: () -> Long) {
    private val startedNanos = nanoTime()

    var begun = false
        private set

    /** Of the response that is being read. */
    var headers: Map<String, String> = emptyMap()

    /** Over the network, without what was kept from before. */
    var received = 0L
        private set

    fun failure(kind: FetchFailure) = FetchResult.Failure(kind, headers, received)

    fun receive(body: InputStream, request: FetchRequest, kept: Long, length: Long?) {
        begun = true
        val whole = length?.let { it + kept }
        FileOutputStream(request.into, kept > 0).use { file ->
            val buffer = ByteArray(BUFFER_BYTES)
            while (true) {
                val count = body.read(buffer)
                if (count < 0) break
                check(request.maxBytes - kept, count)
                write(file, buffer, count)
                received += count
                request.onProgress(kept + received, whole)
            }
        }
        if (length == null || received == length) return
        // More bytes than announced: where the announced body ends is not known.
        if (received > length) request.into.delete()
        throw FetchStopped(FetchFailure.CUT_OFF)
    }

    private fun write(file: FileOutputStream, buffer: ByteArray, count: Int) = try {
        file.write(buffer, 0, count)
    } catch (_: IOException) {
        throw FetchStopped(FetchFailure.NO_ROOM)
    }

    private fun check(most: Long, more: Int) {
        if (token.isCancelled) throw FetchStopped(FetchFailure.CANCELLED)
        if (received + more > most) throw FetchStopped(FetchFailure.TOO_LARGE)
        if ((nanoTime() - startedNanos) / NANOS_PER_MILLI > totalMillis) throw FetchStopped(FetchFailure.TOO_SLOW)
    }

    private companion object {
        const val BUFFER_BYTES = 64 * 1024
        const val NANOS_PER_MILLI = 1_000_000
    }
}
