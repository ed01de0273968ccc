package org.stufo.sync

import android.app.NotificationManager
import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.content.Intent
import android.os.Looper
import android.os.PersistableBundle
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.stufo.core.addList
import org.stufo.core.explain
import org.stufo.core.home
import org.stufo.core.lists
import org.stufo.core.model.Action
import org.stufo.core.model.ListUpdateRequest
import org.stufo.core.model.Notice
import org.stufo.core.model.SyncOutcome
import org.stufo.core.removeList
import org.stufo.core.service
import org.stufo.core.syncLog
import org.stufo.core.updateList
import org.stufo.harness.FreshCore
import org.stufo.harness.ListServer
import org.stufo.harness.StufoRunner
import org.stufo.harness.await
import org.stufo.harness.plainList
import org.stufo.notify.CallIntents
import java.io.File
import java.net.HttpURLConnection
import java.net.URL
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** The job as the phone starts and ends it. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
class SyncJobTest {
    @get:Rule
    val fresh = FreshCore()

    private val server = ListServer()
    private val job by lazy { Robolectric.buildService(SyncJob::class.java).create().get().apply { onBind(Intent()) } }
    private val whole = (0 until 300).joinToString("\n") { "+3902555${10_000 + it}" }
    private val head = "ETag: \"v1\"\r\nContent-Length: ${whole.length}\r\n"

    @Before
    fun servePhones() {
        SyncJob.connect = { _, url -> URL(server.url(url.path)).openConnection() as HttpURLConnection }
    }

    @After
    fun stop() {
        SyncJob.connect = SyncJob.OVER_ITS_NETWORK
        server.close()
    }

    private fun add(): Long = fresh.core.addList(plainList("Mine", "https://lists.example/list", "IT", Action.REJECT))

    private fun params(jobId: Int): JobParameters {
        // The newest level's constructor: everything but the id and the extras is the job scheduler's own.
        val constructor = JobParameters::class.java.constructors.maxByOrNull { it.parameterCount }!!
        val values = constructor.parameterTypes.mapIndexed { index, type ->
            when {
                type == PersistableBundle::class.java -> PersistableBundle()
                type == Int::class.java -> if (index <= FIRST_INT) jobId else 0
                type == Boolean::class.java -> false
                else -> null
            }
        }
        return (constructor.newInstance(*values.toTypedArray()) as JobParameters).also { assertEquals(jobId, it.jobId) }
    }

    private fun await(what: String, isSo: () -> Boolean) = await(what, { shadowOf(Looper.getMainLooper()).idle() }, isSo)

    private fun threads(name: String) = Thread.getAllStackTraces().keys.filter { it.name == name && it.isAlive }

    private fun left() = job.cacheDir.listFiles().orEmpty().filter { it.name.startsWith("list-") }.map(File::getName)

    @Test
    fun aJobThatThePhoneEndsKeepsWhatCameAndGoesOnNextTime() {
        val id = add()
        server.silence("/list", "HTTP/1.1 200 OK\r\n$head\r\n${whole.take(1_000)}")
        val params = params(SyncJob.SYNC_NOW)
        assertTrue("it works on its own thread", job.onStartJob(params))
        await("the first part") { SyncProgress.current?.bytes == 1_000L }
        assertEquals("how much is to come is known", whole.length.toLong(), SyncProgress.current?.of)
        assertTrue("to be begun again", job.onStopJob(params))
        await("its end") { threads("stufo-sync").isEmpty() }
        assertEquals("no attempt, no failure", emptyList<Any>(), fresh.core.syncLog(id))
        assertEquals(listOf("list-$id"), left())

        val rest = "Content-Range: bytes 1000-${whole.length - 1}/${whole.length}\r\n"
        server.answer("/list", "HTTP/1.1 206 Partial Content\r\nETag: \"v1\"\r\nContent-Length: ${whole.length - 1_000}\r\n$rest\r\n${whole.drop(1_000)}")
        assertTrue(job.onStartJob(params(SyncJob.SYNC)))
        await("the rest") { fresh.core.lists().single().numbers == 300L }
        await("its end") { threads("stufo-sync").isEmpty() }
        assertTrue(server.requests.last(), "Range: bytes=1000-" in server.requests.last() && "If-Range: \"v1\"" in server.requests.last())
        assertEquals("only the rest came", whole.length - 1_000L, fresh.core.syncLog(id).single().bytes)
        assertEquals(emptyList<String>(), left())
    }

    @Test
    fun endingOneJobLeavesAnotherAlone() {
        add()
        val gate = CountDownLatch(1)
        server.answerWith("/list") {
            check(gate.await(1, TimeUnit.MINUTES))
            "HTTP/1.1 200 OK\r\n$head\r\n$whole"
        }
        job.onStartJob(params(SyncJob.SYNC_NOW))
        await("the first job's question") { server.requests.size == 1 }
        val second = params(SyncJob.SYNC)
        job.onStartJob(second)
        job.onStopJob(second)
        // Long enough for a connection that was closed by mistake.
        await("the end of the stopping") { threads("stufo-cancel").isEmpty() }
        gate.countDown()
        await("the first job's list") { fresh.core.lists().single().numbers == 300L }
        await("the end of both") { threads("stufo-sync").isEmpty() }
        assertEquals("asked for once", 1, server.requests.size)
    }

    @Test
    fun theUserEndsWhateverIsBeingFetched() {
        val id = add()
        server.silence("/list", "HTTP/1.1 200 OK\r\n$head\r\n${whole.take(1_000)}")
        Jobs.syncNow(fresh.context)
        assertTrue(Jobs.isSyncingNow(fresh.context))
        job.onStartJob(params(SyncJob.SYNC))
        await("the first part") { SyncProgress.current?.bytes == 1_000L }
        Jobs.stopSync(fresh.context)
        await("its end") { threads("stufo-sync").isEmpty() && SyncProgress.current == null }
        assertFalse("and what was asked for is not begun again", Jobs.isSyncingNow(fresh.context))
        assertEquals(emptyList<Any>(), fresh.core.syncLog(id))
        assertEquals("it stays due", null, fresh.core.lists().single().sync?.result)
    }

    @Test
    fun aListThatFailedGetsALookOfItsOwnWhenItIsDue() {
        add()
        val scheduler = fresh.context.service<JobScheduler>()
        job.onStartJob(params(SyncJob.SYNC))
        await("the failure") { fresh.core.lists().single().sync?.result == SyncOutcome.FAILED && threads("stufo-sync").isEmpty() }
        val again = scheduler.allPendingJobs.single { it.id == SyncJob.SYNC_AGAIN }
        assertTrue("half an hour, or up to an eighth more", again.minLatencyMillis in TimeUnit.MINUTES.toMillis(30)..TimeUnit.MINUTES.toMillis(34))
        assertTrue(again.isPersisted && !again.isPeriodic)
        assertEquals(JobInfo.NETWORK_TYPE_ANY, again.networkType)
        scheduler.cancelAll()
        server.answer("/list", "HTTP/1.1 200 OK\r\n$head\r\n$whole")
        job.onStartJob(params(SyncJob.SYNC_NOW))
        await("the list") { fresh.core.lists().single().numbers == 300L && threads("stufo-sync").isEmpty() }
        assertEquals("a good list waits for the regular look", emptyList<Any>(), scheduler.allPendingJobs)
        assertEquals("and nobody is told", 0, shadowOf(fresh.context.service<NotificationManager>()).size())
    }

    @Test
    fun aNoticeLeadsToItsListAndGoesWithIt() {
        val id = add()
        server.answer("/list", "HTTP/1.1 200 OK\r\n$head\r\n$whole")
        job.onStartJob(params(SyncJob.SYNC_NOW))
        await("the list") { fresh.core.lists().single().numbers == 300L && threads("stufo-sync").isEmpty() }
        val shrunk = whole.take(130)
        server.answer("/list", "HTTP/1.1 200 OK\r\nContent-Length: ${shrunk.length}\r\n\r\n$shrunk")
        job.onStartJob(params(SyncJob.SYNC_NOW))
        val shown = shadowOf(fresh.context.service<NotificationManager>())
        await("the notification") { shown.size() == 1 && threads("stufo-sync").isEmpty() }
        val told = shown.allNotifications.single()
        assertTrue("${told.extras}", "Mine" in told.extras.getString("android.text").orEmpty())
        assertEquals(id, shadowOf(told.contentIntent).savedIntent.getLongExtra(CallIntents.EXTRA_LIST_ID, 0))
        assertEquals(listOf("Mine"), fresh.core.home().notices.map(Notice::listName))
        assertEquals(Action.REJECT, fresh.core.explain("+390255510200").action)
        fresh.core.updateList(ListUpdateRequest(id, enabled = false))
        assertEquals("a list that is off needs nobody", emptyList<Notice>(), fresh.core.home().notices)
        fresh.core.updateList(ListUpdateRequest(id, enabled = true))
        job.onStartJob(params(SyncJob.SYNC_NOW))
        await("the notice") { fresh.core.home().notices.size == 1 }
        await("its end") { threads("stufo-sync").isEmpty() }
        fresh.core.removeList(id)
        assertEquals("nor does one that is gone", emptyList<Notice>(), fresh.core.home().notices)
    }

    private companion object {
        /** Binder, namespace, job id. */
        const val FIRST_INT = 2
    }
}
