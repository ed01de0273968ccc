package org.stufo.sync

import org.stufo.core.model.FetchFailure
import java.io.IOException
import java.net.HttpURLConnection
import java.net.SocketTimeoutException
import java.net.URL

/**
 * The platform's HTTP client, held to bounds: https only, a few redirects, so many bytes, so much time in all. It
 * judges no content; that is the core's.
 */
class Fetcher(
    private val limits: FetchLimits,
    private val token: CancellationToken,
    private val nanoTime: () -> Long = System::nanoTime,
    private val connect: (URL) -> HttpURLConnection,
) {
    fun fetch(request: FetchRequest): FetchResult {
        val totalMillis = minOf(limits.totalMillis, request.withinMillis)
        val transfer = Transfer(totalMillis, token, nanoTime)
        if (totalMillis <= 0) return transfer.failure(FetchFailure.TOO_SLOW)
        return Watchdog(totalMillis).use { watchdog -> fetch(request, transfer, watchdog) }
    }

    private fun fetch(request: FetchRequest, transfer: Transfer, watchdog: Watchdog): FetchResult = try {
        follow(request, transfer, watchdog)
    } catch (stopped: FetchStopped) {
        transfer.failure(stopped.kind)
    } catch (_: SocketTimeoutException) {
        transfer.failure(if (token.isCancelled) FetchFailure.CANCELLED else FetchFailure.TOO_SLOW)
    } catch (_: IOException) {
        transfer.failure(broken(transfer, watchdog))
    } catch (fault: RuntimeException) {
        // A connection that another thread closes may be in any state.
        if (!token.isCancelled && !watchdog.isOver) throw fault
        transfer.failure(broken(transfer, watchdog))
    }

    /** A body that had begun was cut off; otherwise nobody answered. */
    private fun broken(transfer: Transfer, watchdog: Watchdog): FetchFailure = when {
        token.isCancelled -> FetchFailure.CANCELLED
        watchdog.isOver -> FetchFailure.TOO_SLOW
        transfer.begun -> FetchFailure.CUT_OFF
        else -> FetchFailure.NO_CONNECTION
    }

    private fun follow(request: FetchRequest, transfer: Transfer, watchdog: Watchdog): FetchResult {
        var url = permitted(request.url)
        repeat(limits.redirects + 1) {
            val connection = open(url, request)
            try {
                token.register(connection)
                watchdog.watch(connection)
                val status = connection.responseCode
                val target = connection.getHeaderField("Location")
                if (status !in REDIRECTS || target == null) return receive(connection, status, request, transfer)
                url = permitted(URL(url, target).toString())
            } finally {
                token.register(null)
                watchdog.watch(null)
                connection.disconnect()
            }
        }
        throw FetchStopped(FetchFailure.REFUSED_REDIRECT)
    }

    /** A plain connection could be read and changed on its way. */
    private fun permitted(text: String): URL {
        val url = runCatching { URL(text) }.getOrNull()
        if (url == null || url.protocol !in limits.schemes) throw FetchStopped(FetchFailure.REFUSED_REDIRECT)
        return url
    }

    private fun open(url: URL, request: FetchRequest): HttpURLConnection = connect(url).apply {
        instanceFollowRedirects = false
        useCaches = false
        connectTimeout = limits.waitMillis
        readTimeout = limits.waitMillis
        // What is counted must be what is sent: no silent unpacking.
        setRequestProperty("Accept-Encoding", "identity")
        for ((name, value) in request.headers) setRequestProperty(name, value)
        if (request.resumeFrom > 0) setRequestProperty("Range", "bytes=${request.resumeFrom}-")
    }

    private fun receive(from: HttpURLConnection, status: Int, request: FetchRequest, transfer: Transfer): FetchResult {
        val headers = from.headerFields.filterKeys { it != null }.entries
            .associate { (name, values) -> name.lowercase() to values.last() }
        transfer.headers = headers
        val resumed = status == HttpURLConnection.HTTP_PARTIAL && request.resumeFrom > 0
        if (status == HttpURLConnection.HTTP_OK || resumed) {
            val length = headers["content-length"]?.toLongOrNull()
            transfer.receive(from.inputStream, request, kept = if (resumed) request.resumeFrom else 0, length)
        }
        return FetchResult.Answer(status, headers, transfer.received)
    }

    private companion object {
        val REDIRECTS = setOf(301, 302, 303, 307, 308)
    }
}
