package org.stufo.sync

import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.annotation.Config
import org.stufo.core.addList
import org.stufo.core.history
import org.stufo.core.lists
import org.stufo.core.model.Action
import org.stufo.core.model.HistoryRequest
import org.stufo.core.model.StepResult
import org.stufo.harness.Answer
import org.stufo.harness.FolderLock
import org.stufo.harness.FreshCore
import org.stufo.harness.ListServer
import org.stufo.harness.StufoRunner
import org.stufo.harness.Telecom
import org.stufo.harness.TestCall
import org.stufo.harness.plainList
import java.io.File
import java.net.HttpURLConnection
import java.net.URL
import java.util.Locale
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** Calls that come while a list is taken in: each is decided by the last good numbers, and none waits for the writing. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
class ScreeningDuringSyncTest {
    @get:Rule
    val fresh = FreshCore()

    private val server = ListServer()
    private val telecom by lazy { Telecom(fresh.context) }
    private val job by lazy { Robolectric.buildService(SyncJob::class.java).create().get() }

    /** Nothing here depends on how long it takes. */
    private val limits = FetchLimits(setOf("https"), redirects = 3, waitMillis = 0, totalMillis = Long.MAX_VALUE)

    @After
    fun stop() = server.close()

    private fun sync(): List<SyncResult> {
        val token = CancellationToken()
        val fetcher = Fetcher(limits, token) { URL(server.url(it.path)).openConnection() as HttpURLConnection }
        return job.sync(SyncRequest(null, now = true, metered = false), fetcher, token)
    }

    private fun serve(count: Int) {
        val body = (0 until count).joinToString("\n") { "+39025%06d".format(Locale.ROOT, it) }
        server.answer("/list", "HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n$body")
    }

    private fun subscribe(count: Int) {
        fresh.core.addList(plainList("test", "https://lists.example/list", "IT", Action.REJECT))
        serve(count)
        assertEquals(StepResult.UPDATED, sync().single().result)
        assertEquals(Answer.REJECT, telecom.ring(TestCall.from(HELD)))
    }

    private fun ringBoth() {
        assertEquals(Answer.REJECT, telecom.ring(TestCall.from(HELD)))
        assertEquals(Answer.RING, telecom.ring(TestCall.from(NOT_HELD)))
    }

    @Test
    fun whileALargeListIsTakenIn() {
        subscribe(count = 300)
        serve(count = 60_000)
        val results = CopyOnWriteArrayList<SyncResult>()
        val syncing = thread { results += sync() }
        var rung = 0
        do {
            ringBoth()
            rung++
        } while (syncing.isAlive)
        syncing.join(TimeUnit.MINUTES.toMillis(1))
        assertEquals(listOf(59_700L), results.map { it.added })
        assertEquals(60_000L, fresh.core.lists().single().numbers)
        val shown = 2 * minOf(rung, 40)
        assertEquals("every call is on record", shown, fresh.core.history(HistoryRequest(shown)).rows.size)
    }

    /**
     * The folder of lists is locked by another process: the sync waits for it until it gives up, calls do not. Android's own
     * library cannot lock files; there the sync goes on at once.
     */
    @Test
    fun whileTheSyncWaitsToWrite() {
        subscribe(count = 300)
        serve(count = 500)
        FolderLock.on(File("${fresh.database.path}.lists")).use {
            val syncing = thread { sync() }
            do ringBoth() while (syncing.isAlive)
            syncing.join()
        }
        // A sync that gave up waiting left the list due.
        if (fresh.core.lists().single().numbers == 300L) sync()
        assertEquals(500L, fresh.core.lists().single().numbers)
        ringBoth()
    }

    private companion object {
        const val HELD = "+39025000007"
        const val NOT_HELD = "+390255999999"
    }
}
