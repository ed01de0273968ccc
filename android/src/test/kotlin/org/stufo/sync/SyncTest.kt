package org.stufo.sync

import android.app.NotificationManager
import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.net.ConnectivityManager
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.stufo.core.acceptHeldList
import org.stufo.core.addList
import org.stufo.core.home
import org.stufo.core.importList
import org.stufo.core.lists
import org.stufo.core.model.Action
import org.stufo.core.model.ListUpdateRequest
import org.stufo.core.model.Notice
import org.stufo.core.model.NoticeKind
import org.stufo.core.model.StepResult
import org.stufo.core.model.SyncOutcome
import org.stufo.core.removeList
import org.stufo.core.service
import org.stufo.core.syncLog
import org.stufo.core.updateList
import org.stufo.harness.Answer
import org.stufo.harness.FreshCore
import org.stufo.harness.ListServer
import org.stufo.harness.NobodyThere
import org.stufo.harness.StufoRunner
import org.stufo.harness.Telecom
import org.stufo.harness.TestCall
import org.stufo.harness.await
import org.stufo.harness.plainList
import org.stufo.harness.wire
import java.net.HttpURLConnection
import java.net.URL
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong
import kotlin.concurrent.thread

/** From a server to a blocked call: the real job, the real core; whatever the server does, the old list stays in force. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
class SyncTest {
    @get:Rule
    val fresh = FreshCore()

    private val server = ListServer()
    private val telecom by lazy { Telecom(fresh.context) }
    private val job by lazy { Robolectric.buildService(SyncJob::class.java).create().get() }
    private val limits = FetchLimits(setOf("https"), redirects = 3, waitMillis = 400, totalMillis = 1_000)

    @After
    fun stop() = server.close()

    /** The core asks over https alone; the test's server stands behind that. */
    private fun connect(url: URL) = URL(away?.url(url.path) ?: server.url(url.path)).openConnection() as HttpURLConnection

    /** Set while the server is gone. */
    private var away: NobodyThere? = null

    private fun add(origin: String = "https://lists.example/list"): Long = fresh.core.addList(plainList("test", origin, "IT", Action.REJECT))

    private val token = CancellationToken()

    private fun sync(listId: Long? = null, now: Boolean = false, with: FetchLimits = limits, nanoTime: () -> Long = System::nanoTime): List<SyncResult> =
        job.sync(SyncRequest(listId, now, metered = true), Fetcher(with, token, nanoTime, ::connect), token)

    private fun check(id: Long, kind: StepResult, why: String?) =
        assertEquals(listOf(Triple(id, kind, why)), sync(now = true).map { Triple(it.listId, it.result, it.why?.wire) })

    private fun serve(body: String, status: String = "200 OK", headers: String = "") = server.answer(
        "/list",
        "HTTP/1.1 $status\r\nContent-Length: ${body.length}\r\n$headers\r\n$body",
    )

    private fun ring(number: String) = telecom.ring(TestCall.from(number))

    private fun row() = fresh.core.lists().first()

    private fun numbers(count: Int) = (0 until count).joinToString("\n") { "+3902555${10_000 + it}" }

    @Test
    fun aSubscribedListBlocksItsNumbers() {
        val id = add()
        assertEquals(Answer.RING, ring("+390255510007"))
        serve(numbers(300), headers = "ETag: \"v1\"\r\n")
        assertEquals(listOf(SyncResult(id, StepResult.UPDATED, null, added = 300, removed = 0)), sync())
        assertEquals(Answer.REJECT, ring("+390255510007"))
        assertEquals(Answer.RING, ring("+390255519999"))
        assertEquals(300, row().numbers)
        assertEquals(SyncOutcome.UPDATED, row().sync?.result)
    }

    @Test
    fun aGoodListIsLeftAloneForADayAndThenAskedForChangesOnly() {
        val id = add()
        serve(numbers(300), headers = "ETag: \"v1\"\r\n")
        sync()
        fresh.pass(TimeUnit.HOURS.toMillis(23))
        assertEquals(emptyList<SyncResult>(), sync())
        // A day and up to an eighth of it: phones do not all ask at once.
        fresh.pass(TimeUnit.HOURS.toMillis(5))
        shadowOf(fresh.context.service<ConnectivityManager>()).setDefaultNetworkActive(true)
        serve("", status = "304 Not Modified")
        check(id, StepResult.UNCHANGED, null)
        assertTrue(server.requests.last().contains("If-None-Match: \"v1\""))
        assertEquals(Answer.REJECT, ring("+390255510007"))
    }

    @Test
    fun whateverTheServerDoesTheOldListStays() {
        val id = add()
        serve(numbers(300))
        sync()
        val cases = listOf(
            Triple("404 Not Found", "", "http_404"),
            Triple("429 Too Many", "Retry-After: 7200\r\n", "http_429"),
            Triple("500 Broken", "", "http_500"),
            Triple("302 Found", "Location: http://lists.example/list\r\n", "refused_redirect"),
            Triple("206 Partial", "", "wrong_range"),
            Triple("416 Range", "", "http_416"),
        )
        for ((status, headers, why) in cases) {
            serve("", status, headers)
            check(id, StepResult.FAILED, why)
        }
        serve("")
        check(id, StepResult.REFUSED, "empty")
        serve("<html><body>Log in to the hotel's network</body></html>")
        assertEquals(StepResult.REFUSED, sync(now = true).single().result)
        server.answer("/list", "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n+3902")
        check(id, StepResult.FAILED, "cut_off")
        server.drip("/list", pauseMillis = 50)
        check(id, StepResult.FAILED, "too_slow")
        server.silence("/list")
        check(id, StepResult.FAILED, "too_slow")
        server.endless("/list")
        assertEquals("too_large", sync(now = true, with = limits.copy(totalMillis = Long.MAX_VALUE)).single().why?.wire)
        NobodyThere().use { nobody ->
            away = nobody
            check(id, StepResult.FAILED, "no_connection")
            away = null
        }
        assertEquals(Answer.REJECT, ring("+390255510007"))
        assertEquals(300, fresh.core.home().numbers)
        assertEquals(emptyList<String>(), job.cacheDir.list().orEmpty().filter { it.startsWith("list-") })
    }

    @Test
    fun everyAttemptIsWrittenDown() {
        val id = add()
        serve(numbers(300))
        sync()
        serve("", "500 Broken")
        sync(now = true)
        serve(numbers(302))
        sync(now = true)
        val log = fresh.core.syncLog(id)
        assertEquals(listOf(SyncOutcome.UPDATED, SyncOutcome.FAILED, SyncOutcome.UPDATED), log.map { it.result })
        assertEquals(listOf(2L to 0L, null to null, 300L to 0L), log.map { it.added to it.removed })
        assertEquals("http_500", log[1].why?.wire)
        assertEquals(300L, log[0].unchanged)
        assertEquals(numbers(302).length.toLong(), log[0].bytes)
    }

    @Test
    fun aTransferThatBrokeOffIsGoneOnWith() {
        val id = add()
        val whole = numbers(300)
        val head = "ETag: \"v1\"\r\nContent-Length: ${whole.length}\r\n"
        server.answer("/list", "HTTP/1.1 200 OK\r\n$head\r\n${whole.take(1_000)}")
        check(id, StepResult.FAILED, "cut_off")
        val rest = "Content-Range: bytes 1000-${whole.length - 1}/${whole.length}\r\n"
        serve(whole.drop(1_000), "206 Partial", rest + "ETag: \"v1\"\r\n")
        check(id, StepResult.UPDATED, null)
        assertTrue(server.requests.last(), "Range: bytes=1000-" in server.requests.last() && "If-Range: \"v1\"" in server.requests.last())
        assertEquals(300, row().numbers)
        assertEquals("only the rest came over the network", whole.length - 1_000L, fresh.core.syncLog(id).first().bytes)
        assertEquals(emptyList<String>(), job.cacheDir.list().orEmpty().filter { it.startsWith("list-") })
    }

    @Test
    fun aListThatChangedMeanwhileComesWhole() {
        val id = add()
        val whole = numbers(300)
        server.answer("/list", "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: ${whole.length}\r\n\r\n${whole.take(1_000)}")
        check(id, StepResult.FAILED, "cut_off")
        serve(numbers(280), headers = "ETag: \"v2\"\r\n")
        check(id, StepResult.UPDATED, null)
        assertEquals(280, row().numbers)
    }

    @Test
    fun whatThePhoneClearedAwayComesWhole() {
        val id = add()
        val whole = numbers(300)
        server.answer("/list", "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: ${whole.length}\r\n\r\n${whole.take(1_000)}")
        check(id, StepResult.FAILED, "cut_off")
        job.cacheDir.listFiles().orEmpty().forEach { it.delete() }
        serve(whole)
        check(id, StepResult.UPDATED, null)
        assertFalse("Range:" in server.requests.last())
    }

    @Test
    fun aListForWifiAloneWaitsForOneUnlessTheUserAsks() {
        val id = fresh.core.addList(plainList("test", "https://lists.example/list", "IT", Action.REJECT).copy(intervalHours = 6, wifiOnly = true))
        serve(numbers(300))
        fun run(listId: Long?, now: Boolean, metered: Boolean = true) =
            SyncRunner(fresh.core, Fetcher(limits, token, connect = ::connect), job.cacheDir, token).run(SyncRequest(listId, now, metered)).size
        assertEquals("by itself", 0, run(null, now = false))
        assertEquals("all lists", 0, run(null, now = true))
        assertEquals("this list", 1, run(id, now = true))
        fresh.pass(TimeUnit.HOURS.toMillis(7))
        assertEquals("due by its own pace, but it costs", 0, run(null, now = false))
        assertEquals("free of charge", 1, run(null, now = false, metered = false))
    }

    @Test
    fun callsAreScreenedWhileAListComes() {
        val id = add()
        serve(numbers(300))
        sync()
        server.drip("/list", pauseMillis = 20)
        val nanos = AtomicLong()
        val syncing = thread { sync(now = true, with = limits.copy(waitMillis = 0), nanoTime = nanos::get) }
        await("the first part") { (SyncProgress.current?.bytes ?: 0) > 0L }
        repeat(20) {
            assertEquals(Answer.REJECT, ring("+390255510007"))
            assertEquals(Answer.RING, ring("+390255599999"))
        }
        assertTrue("all while it came", syncing.isAlive)
        nanos.set(TimeUnit.MILLISECONDS.toNanos(limits.totalMillis + 1))
        syncing.join(TimeUnit.MINUTES.toMillis(1))
        assertFalse(syncing.isAlive)
        assertEquals("too_slow", fresh.core.syncLog(id).first().why?.wire)
    }

    @Test
    fun aServerThatAsksForPatienceGetsIt() {
        add()
        serve("", "429 Too Many", "Retry-After: 7200\r\n")
        sync()
        val again = fresh.context.service<JobScheduler>().allPendingJobs.single { it.id == SyncJob.SYNC_AGAIN }
        val retryAfter = TimeUnit.HOURS.toMillis(2)
        assertTrue("tried again by itself when the server may be asked", again.minLatencyMillis in retryAfter..retryAfter + retryAfter / 8)
        fresh.pass(TimeUnit.MINUTES.toMillis(119))
        assertEquals(emptyList<SyncResult>(), sync())
        fresh.pass(TimeUnit.MINUTES.toMillis(17))
        assertEquals(1, sync().size)
    }

    @Test
    fun aListThatShrinksSuddenlyIsHeldUntilTheUserDecides() {
        val id = add()
        serve(numbers(300))
        sync()
        serve(numbers(10))
        check(id, StepResult.HELD, "shrank")
        assertEquals(Answer.REJECT, ring("+390255510200"))
        assertEquals(NoticeKind.LIST_HELD, fresh.core.home().notices.single().kind)
        assertEquals(1, shadowOf(fresh.context.service<NotificationManager>()).size())
        fresh.core.acceptHeldList(id)
        assertEquals(listOf(SyncResult(id, StepResult.UPDATED, null, added = 0, removed = 290)), sync(id, now = true))
        assertEquals(Answer.RING, ring("+390255510200"))
        assertEquals(emptyList<Notice>(), fresh.core.home().notices)
    }

    @Test
    fun aListWithoutAGoodAnswerForLongIsTold() {
        add()
        serve("", "404 Not Found")
        repeat(16) {
            sync(now = true)
            fresh.pass(TimeUnit.DAYS.toMillis(1))
        }
        assertEquals(NoticeKind.LIST_STALE, fresh.core.home().notices.single().kind)
        assertEquals("http_404", row().sync?.why?.wire)
    }

    @Test
    fun onlyHttpsListsThatAreOnAreAskedFor() {
        val id = add()
        fresh.core.updateList(ListUpdateRequest(id, enabled = false))
        add("list.txt")
        add("http://lists.example/list")
        assertEquals(emptyList<SyncResult>(), sync(now = true))
        assertEquals(emptyList<String>(), server.requests)
    }

    @Test
    fun aFileIsImportedAndAListRemovedWithItsNumbers() {
        val id = add("list.txt")
        val file = job.cacheDir.resolve("file").also { it.writeText(numbers(20)) }
        assertEquals(StepResult.UPDATED, fresh.core.importList(id, file))
        assertEquals(Answer.REJECT, ring("+390255510007"))
        fresh.core.updateList(ListUpdateRequest(id, action = Action.SILENCE))
        assertEquals(Answer.SILENCE, ring("+390255510007"))
        fresh.core.removeList(id)
        assertEquals(Answer.RING, ring("+390255510007"))
        assertEquals(emptyList<Any>(), fresh.core.lists())
    }

    @Test
    fun theJobIsPersistedNeedsANetworkAndSparesTheBattery() {
        Jobs.ensure(fresh.context)
        Jobs.syncNow(fresh.context, 7)
        val jobs = fresh.context.service<JobScheduler>().allPendingJobs.associateBy { it.id }
        val sync = jobs.getValue(SyncJob.SYNC)
        assertTrue(sync.isPersisted && sync.isPeriodic && sync.isRequireBatteryNotLow)
        assertEquals(JobInfo.NETWORK_TYPE_ANY, sync.networkType)
        val free = jobs.getValue(SyncJob.SYNC_FREE)
        assertTrue(free.isPersisted && free.isPeriodic && free.isRequireCharging)
        assertEquals(JobInfo.NETWORK_TYPE_UNMETERED, free.networkType)
        val now = jobs.values.single { SyncJob.isNow(it.id) }
        assertFalse(now.isPeriodic)
        assertEquals(7, now.extras.getLong(SyncJob.EXTRA_LIST))
        Jobs.syncNow(fresh.context, 8)
        Jobs.syncNow(fresh.context)
        val asked = fresh.context.service<JobScheduler>().allPendingJobs.filter { SyncJob.isNow(it.id) }
        assertEquals("one does not take the place of another", setOf(7L, 8L, 0L), asked.map { it.extras.getLong(SyncJob.EXTRA_LIST) }.toSet())
        Jobs.stopSync(fresh.context)
        assertEquals(
            "what comes by itself stays",
            setOf(Jobs.DAILY, SyncJob.SYNC, SyncJob.SYNC_FREE),
            fresh.context.service<JobScheduler>().allPendingJobs.map {
                it.id
            }.toSet(),
        )
    }
}
