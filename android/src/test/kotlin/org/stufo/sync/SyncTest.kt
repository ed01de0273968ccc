package org.stufo.sync

import android.app.NotificationManager
import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.net.ConnectivityManager
import java.net.HttpURLConnection
import java.net.URL
import java.util.concurrent.TimeUnit
import org.json.JSONObject
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
import org.stufo.core.home
import org.stufo.core.model.Notice
import org.stufo.core.model.textOrNull
import org.stufo.core.service
import org.stufo.harness.Answer
import org.stufo.harness.FreshCore
import org.stufo.harness.ListServer
import org.stufo.harness.StufoRunner
import org.stufo.harness.Telecom
import org.stufo.harness.TestCall

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
    private fun connect(url: URL) = URL(server.url(url.path)).openConnection() as HttpURLConnection

    private fun add(path: String = "/list"): Long {
        val list = JSONObject().put("name", "test").put("origin", "https://lists.example$path").put("region", "IT")
        return fresh.core.tell("list_add", JSONObject().put("list", list)).getLong("id")
    }

    private fun sync(listId: Long? = null, now: Boolean = false): List<SyncResult> =
        job.sync(listId, now, Fetcher(limits, { false }, ::connect))

    private fun check(id: Long, kind: SyncResult.Kind, why: String?) =
        assertEquals(listOf(SyncResult(id, kind, why)), sync(now = true))

    private fun serve(body: String, status: String = "200 OK", headers: String = "") = server.answer(
        "/list",
        "HTTP/1.1 $status\r\nContent-Length: ${body.length}\r\n$headers\r\n$body",
    )

    private fun ring(number: String) = telecom.ring(TestCall.from(number))

    private fun record(): JSONObject = fresh.core.ask("lists").getJSONArray("lists").getJSONObject(0).getJSONObject("sync")

    private fun numbers(count: Int) = (0 until count).joinToString("\n") { "+3902555${10_000 + it}" }

    @Test
    fun aSubscribedListBlocksItsNumbers() {
        val id = add()
        assertEquals(Answer.RING, ring("+390255510007"))
        serve(numbers(300), headers = "ETag: \"v1\"\r\n")
        assertEquals(listOf(SyncResult(id, SyncResult.Kind.UPDATED, null)), sync())
        assertEquals(Answer.REJECT, ring("+390255510007"))
        assertEquals(Answer.RING, ring("+390255519999"))
        assertEquals("\"v1\"", record().getString("etag"))
    }

    @Test
    fun aGoodListIsLeftAloneForADayAndThenAskedForChangesOnly() {
        val id = add()
        serve(numbers(300), headers = "ETag: \"v1\"\r\n")
        sync()
        fresh.pass(TimeUnit.HOURS.toMillis(23))
        assertEquals(emptyList<SyncResult>(), sync())
        fresh.pass(TimeUnit.HOURS.toMillis(2))
        shadowOf(fresh.context.service<ConnectivityManager>()).setDefaultNetworkActive(true)
        serve("", status = "304 Not Modified")
        check(id, SyncResult.Kind.UNCHANGED, null)
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
            Triple("206 Partial", "", "http_206"),
        )
        for ((status, headers, why) in cases) {
            serve("", status, headers)
            check(id, SyncResult.Kind.FAILED, why)
        }
        serve("")
        check(id, SyncResult.Kind.REFUSED, "empty")
        serve("<html><body>Log in to the hotel's network</body></html>")
        assertEquals(SyncResult.Kind.REFUSED, sync(now = true).single().result)
        server.answer("/list", "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n+3902")
        check(id, SyncResult.Kind.FAILED, "cut_off")
        server.drip("/list", pauseMillis = 50)
        check(id, SyncResult.Kind.FAILED, "too_slow")
        assertEquals(Answer.REJECT, ring("+390255510007"))
        assertEquals(300, fresh.core.home().numbers)
        assertEquals(emptyList<String>(), job.cacheDir.list().orEmpty().filter { it.startsWith("list-") })
    }

    @Test
    fun aServerThatAsksForPatienceGetsIt() {
        add()
        serve("", "429 Too Many", "Retry-After: 7200\r\n")
        sync()
        fresh.pass(TimeUnit.MINUTES.toMillis(119))
        assertEquals(emptyList<SyncResult>(), sync())
        fresh.pass(TimeUnit.MINUTES.toMillis(2))
        assertEquals(1, sync().size)
    }

    @Test
    fun aListThatShrinksSuddenlyIsHeldUntilThePersonDecides() {
        val id = add()
        serve(numbers(300))
        sync()
        serve(numbers(10))
        check(id, SyncResult.Kind.HELD, "shrank")
        assertEquals(Answer.REJECT, ring("+390255510200"))
        assertEquals(Notice.Kind.LIST_HELD, fresh.core.home().notices.single().kind)
        assertEquals(1, shadowOf(fresh.context.service<NotificationManager>()).size())
        val request = JSONObject().put("list_id", id).put("now", true).put("accept", true)
        fresh.core.syncPlan(request)
        fresh.context.cacheDir.resolve("accepted").also { it.writeText(numbers(10)) }.let { file ->
            val came = JSONObject().put("list_id", id).put("status", 200).put("file", file.path)
            assertEquals("updated", fresh.core.syncApply(came).getString("result"))
        }
        assertEquals(Answer.RING, ring("+390255510200"))
        assertEquals(emptyList<Notice>(), fresh.core.home().notices)
    }

    @Test
    fun aListWithoutAGoodAnswerForLongIsTold() {
        add()
        serve("", "404 Not Found")
        repeat(16) { sync(now = true); fresh.pass(TimeUnit.DAYS.toMillis(1)) }
        assertEquals(Notice.Kind.LIST_STALE, fresh.core.home().notices.single().kind)
        assertEquals("http_404", record().textOrNull("why"))
    }

    @Test
    fun aCancelledJobLeavesTheListDue() {
        add()
        serve(numbers(300))
        assertEquals(emptyList<SyncResult>(), SyncRunner(fresh.core, Fetcher(limits, { true }, ::connect), job.cacheDir) { true }.run(SyncRequest(null, false, false)))
        assertEquals(SyncResult.Kind.UPDATED, sync().single().result)
    }

    @Test
    fun onlyHttpsListsThatAreOnAreAskedFor() {
        val id = add()
        fresh.core.tell("list_update", JSONObject().put("id", id).put("enabled", false))
        val file = JSONObject().put("name", "file").put("origin", "list.txt")
        fresh.core.tell("list_add", JSONObject().put("list", file))
        assertEquals(emptyList<SyncResult>(), sync(now = true))
        assertEquals(emptyList<String>(), server.requests)
    }

    @Test
    fun theJobIsPersistedNeedsANetworkAndSparesTheBattery() {
        Jobs.ensure(fresh.context)
        Jobs.syncNow(fresh.context, 7)
        val jobs = fresh.context.service<JobScheduler>().allPendingJobs.associateBy { it.id }
        val sync = jobs.getValue(Jobs.SYNC)
        assertTrue(sync.isPersisted && sync.isPeriodic && sync.isRequireBatteryNotLow)
        assertEquals(JobInfo.NETWORK_TYPE_ANY, sync.networkType)
        val now = jobs.getValue(Jobs.SYNC_NOW)
        assertFalse(now.isPeriodic)
        assertEquals(7, now.extras.getLong(Jobs.EXTRA_LIST))
    }
}
