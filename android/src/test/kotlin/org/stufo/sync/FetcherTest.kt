package org.stufo.sync

import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.stufo.core.model.FetchFailure
import org.stufo.harness.ListServer
import org.stufo.harness.NobodyThere
import java.io.File
import java.net.HttpURLConnection
import java.net.URL
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** The HTTP client against a server that does everything a server can do wrong. */
class FetcherTest {
    @get:Rule
    val folder = TemporaryFolder()

    private val server = ListServer()
    private val limits = FetchLimits(setOf("http"), redirects = 3, waitMillis = 400, totalMillis = 1_500)
    private val token = CancellationToken()
    private val told = CopyOnWriteArrayList<Pair<Long, Long?>>()
    private val begun = CountDownLatch(1)
    private val into by lazy { File(folder.root, "list") }

    @After
    fun stop() = server.close()

    private fun fetch(path: String, resumeFrom: Long = 0, maxBytes: Long = 100_000, with: FetchLimits = limits) =
        Fetcher(with, token) { it.openConnection() as HttpURLConnection }
            .fetch(
                FetchRequest(server.url(path), mapOf("If-None-Match" to "\"v1\""), maxBytes, resumeFrom, into) { bytes, of ->
                    told += bytes to of
                    begun.countDown()
                },
            )

    private fun check(path: String, kind: FetchFailure, with: FetchLimits = limits) {
        val began = System.nanoTime()
        assertEquals(kind, (fetch(path, with = with) as FetchResult.Failure).kind)
        assertTrue("it took too long", System.nanoTime() - began < 4_000_000_000)
    }

    @Test
    fun aListComesWholeWithItsHeaders() {
        server.answer("/list", "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nContent-Length: 5\r\n\r\n+3902")
        val answer = fetch("/list") as FetchResult.Answer
        assertEquals(200, answer.status)
        assertEquals("\"v2\"", answer.headers["etag"])
        assertEquals("+3902", into.readText())
        assertTrue(server.requests.single().contains("If-None-Match: \"v1\""))
        assertTrue(server.requests.single().contains("Accept-Encoding: identity"))
    }

    @Test
    fun notModifiedMissingBusyAndBrokenServersAreTold() {
        for (status in listOf(304, 404, 429, 500)) {
            server.answer("/$status", "HTTP/1.1 $status X\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n")
            val answer = fetch("/$status") as FetchResult.Answer
            assertEquals(status, answer.status)
            assertEquals("120", answer.headers["retry-after"])
            assertEquals(0, answer.received)
        }
    }

    @Test
    fun aRestIsAddedToWhatIsThere() {
        into.writeText("+39")
        server.answer("/list", "HTTP/1.1 206 Partial\r\nContent-Length: 2\r\n\r\n02")
        assertEquals("only the rest came over the network", 2, fetch("/list", resumeFrom = 3).received)
        assertEquals("+3902", into.readText())
        assertTrue(server.requests.single().contains("Range: bytes=3-"))
    }

    @Test
    fun aServerThatDoesNotResumeBeginsAnew() {
        into.writeText("xxxxxxxxx")
        server.answer("/list", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n+3902")
        assertEquals(5, fetch("/list", resumeFrom = 9).received)
        assertEquals("+3902", into.readText())
    }

    @Test
    fun aSlowDripIsGivenUp() {
        server.drip("/drip", pauseMillis = 100)
        check("/drip", FetchFailure.TOO_SLOW)
    }

    /** Every byte begins the read timeout anew. */
    @Test
    fun headersThatDripAreGivenUpAtTheTotalTime() {
        server.dripHeaders("/headers", pauseMillis = 20)
        val began = System.nanoTime()
        check("/headers", FetchFailure.TOO_SLOW, limits.copy(totalMillis = 700))
        assertTrue((System.nanoTime() - began) / 1_000_000 in 700..20_000)
    }

    @Test
    fun aListWhoseTimeIsUpIsNotAsked() {
        server.answer("/late", "HTTP/1.1 200 OK\r\n\r\n")
        val request = FetchRequest(server.url("/late"), emptyMap(), 100, 0, into, withinMillis = 0) { _, _ -> }
        val came = Fetcher(limits, CancellationToken()) { it.openConnection() as HttpURLConnection }.fetch(request)
        assertEquals(FetchFailure.TOO_SLOW, (came as FetchResult.Failure).kind)
        assertEquals(0, server.requests.size)
    }

    @Test
    fun aServerThatSaysNothingIsGivenUp() {
        server.silence("/silent")
        check("/silent", FetchFailure.TOO_SLOW)
    }

    @Test
    fun anEndlessBodyIsCutAtTheLimit() {
        server.drip("/endless", pauseMillis = 0)
        check("/endless", FetchFailure.TOO_LARGE)
        assertTrue(into.length() <= 100_000)
    }

    @Test
    fun aBodyShorterThanPromisedIsNoAnswer() {
        server.answer("/cut", "HTTP/1.1 200 OK\r\nETag: \"v7\"\r\nContent-Length: 500\r\n\r\n+3902")
        check("/cut", FetchFailure.CUT_OFF)
        assertEquals("with the mark of what was cut", "\"v7\"", fetch("/cut").headers["etag"])
        assertEquals("what came can be resumed", "+3902", into.readText())
    }

    @Test
    fun redirectsAreFollowedAFewTimesAndNeverOutOfTheScheme() {
        server.answer("/list", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n+3902")
        server.answer("/moved", "HTTP/1.1 302 Found\r\nLocation: /list\r\nContent-Length: 0\r\n\r\n")
        assertEquals(200, (fetch("/moved") as FetchResult.Answer).status)
        server.answer("/loop", "HTTP/1.1 301 Moved\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n")
        check("/loop", FetchFailure.REFUSED_REDIRECT)
        for (target in listOf("ftp://localhost/list", "file:///etc/hostname", "jar:file:x!/y", "//")) {
            server.answer("/away", "HTTP/1.1 302 Found\r\nLocation: $target\r\nContent-Length: 0\r\n\r\n")
            assertTrue(target, fetch("/away") is FetchResult.Failure)
        }
    }

    @Test
    fun aPhoneNeverAsksOverAPlainConnection() {
        check("/list", FetchFailure.REFUSED_REDIRECT, FetchLimits.PHONE)
        assertEquals(emptyList<String>(), server.requests)
    }

    @Test
    fun nobodyThereIsNoConnection() {
        val answer = NobodyThere().use { nobody ->
            Fetcher(limits, token) { URL(nobody.url("/list")).openConnection() as HttpURLConnection }
                .fetch(FetchRequest(server.url("/list"), emptyMap(), 100_000, 0, into) { _, _ -> })
        }
        assertEquals(FetchFailure.NO_CONNECTION, (answer as FetchResult.Failure).kind)
    }

    @Test
    fun stoppingEndsATransferAtOnce() {
        server.drip("/drip", pauseMillis = 50)
        thread { if (begun.await(1, TimeUnit.MINUTES)) token.cancel() }
        check("/drip", FetchFailure.CANCELLED)
    }

    /** The server never says a word and the client would wait for ever: only the torn connection ends it. */
    @Test(timeout = 60_000)
    fun stoppingNeedsNoWordOfTheServer() {
        server.silence("/silent")
        thread { if (server.awaitRequest()) token.cancel() }
        val patient = limits.copy(waitMillis = 0, totalMillis = Long.MAX_VALUE)
        assertEquals(FetchFailure.CANCELLED, (fetch("/silent", with = patient) as FetchResult.Failure).kind)
        assertEquals("stopped for good", FetchFailure.CANCELLED, (fetch("/silent", with = patient) as FetchResult.Failure).kind)
        assertEquals(1, server.requests.size)
    }

    @Test
    fun howMuchIsThereOfHowMuchIsTold() {
        into.writeText("+39")
        server.answer("/list", "HTTP/1.1 206 Partial\r\nContent-Length: 2\r\n\r\n02")
        fetch("/list", resumeFrom = 3)
        assertEquals("with what was kept", 5L to 5L, told.last())
        server.answer("/list", "HTTP/1.0 200 OK\r\n\r\n+3902")
        fetch("/list")
        assertEquals("a server that does not say", 5L to null, told.last())
    }

    @Test
    fun aBodyLongerThanPromisedIsNoAnswerAndNothingToGoOnWith() {
        server.answer("/long", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n+3902<script>")
        check("/long", FetchFailure.CUT_OFF)
        assertEquals(0, into.length())
    }
}
