package org.stufo.sync

import android.app.NotificationManager
import org.junit.After
import org.junit.Assert.assertEquals
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
import org.stufo.core.model.Notice
import org.stufo.core.model.NoticeKind
import org.stufo.core.model.StepResult
import org.stufo.core.model.SyncReason
import org.stufo.core.model.SyncReasonName
import org.stufo.core.service
import org.stufo.core.syncLog
import org.stufo.harness.FreshCore
import org.stufo.harness.ListServer
import org.stufo.harness.Project
import org.stufo.harness.StufoRunner
import org.stufo.harness.plainList
import org.stufo.harness.wire
import java.io.File
import java.net.HttpURLConnection
import java.net.URL
import java.util.Base64

/** A signed repository from a server to the phone: manifest, index, snapshot, delta; what is not as signed changes nothing. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
class SignedSyncTest {
    @get:Rule
    val fresh = FreshCore()

    private val server = ListServer()
    private val job by lazy { Robolectric.buildService(SyncJob::class.java).create().get() }
    private val limits = FetchLimits(setOf("https"), redirects = 3, waitMillis = 400, totalMillis = 1_000)

    @After
    fun stop() = server.close()

    private fun serve(version: String, change: (String, String) -> String = { _, body -> body }) {
        val folder = Project.file("src/test/repository/$version")
        folder.walkTopDown().filter(File::isFile).forEach { file ->
            val path = file.relativeTo(folder).invariantSeparatorsPath
            val body = change(path, file.readText(Charsets.ISO_8859_1))
            server.answer("/repo/$path", "HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n$body")
        }
    }

    private fun add(key: String = KEY): Long = fresh.core.addList(plainList("signed", "https://lists.example/repo/", "IT", Action.REJECT).copy(publicKey = key))

    private fun sync(): SyncResult {
        val token = CancellationToken()
        return job.sync(SyncRequest(null, now = true, metered = false), Fetcher(limits, token, connect = ::connect), token).single()
    }

    private fun connect(url: URL) = URL(server.url(url.path)).openConnection() as HttpURLConnection

    private fun asked() = server.requests.map { it.substringAfter("/repo/").substringBefore(' ').take(12) }.also { server.requests.clear() }

    private fun isBlocked(number: String) = fresh.core.explain(number).action == Action.REJECT

    @Test
    fun aSnapshotAndThenOnlyWhatChanged() {
        val id = add()
        serve("v1")
        assertEquals(SyncResult(id, StepResult.UPDATED, null, added = 300, removed = 0), sync())
        assertEquals(listOf("latest", INDEX, SNAPSHOT), asked())
        assertEquals(listOf(true, false), listOf("+390255510000", "+390255510300").map(::isBlocked))
        serve("v2")
        assertEquals(SyncResult(id, StepResult.UPDATED, null, added = 2, removed = 1), sync())
        assertEquals("the delta is in the manifest", listOf("latest"), asked())
        assertEquals(listOf(false, true), listOf("+390255510000", "+390255510300").map(::isBlocked))
        assertEquals(2L to 301L, fresh.core.lists().single().let { it.revision to it.numbers })
        assertEquals(StepResult.UNCHANGED, sync().result)
        assertEquals(emptyList<String>(), job.cacheDir.list().orEmpty().filter { it.startsWith("list-") })
    }

    @Test
    fun whatIsNotAsSignedChangesNothing() {
        val id = add()
        serve("v2")
        sync()
        val cases = listOf<Pair<SyncReasonName, () -> Unit>>(
            SyncReasonName.ROLLBACK to { serve("v1") },
            SyncReasonName.BAD_SIGNATURE to { serve("v2") { path, body -> if (path == "latest") body.replace("301", "302") else body } },
        )
        for ((why, make) in cases) {
            make()
            assertEquals(SyncResult(id, StepResult.REFUSED, SyncReason.Named(why), added = null, removed = null), sync())
            assertEquals(true, isBlocked("+390255510301"))
        }
        assertEquals(listOf("bad_signature", "rollback", null), fresh.core.syncLog(id).map { it.why?.wire })
    }

    @Test
    fun aSignatureThatFailsIsToldAtOnceAndTakenBackWhenTheListIsWell() {
        val id = add()
        serve("v2") { path, body -> if (path == "latest") body.replace("301", "302") else body }
        sync()
        assertEquals(listOf(NoticeKind.LIST_UNTRUSTED to id), fresh.core.home().notices.map { it.kind to it.listId })
        val shown = shadowOf(fresh.context.service<NotificationManager>())
        assertEquals(
            "“signed”",
            shown.allNotifications.single().extras.getString("android.text").orEmpty().let {
                it.substring(
                    it.indexOf('“'),
                    it.indexOf('”') + 1,
                )
            },
        )
        sync()
        assertEquals("told once", 1, shown.size())
        serve("v2")
        sync()
        assertEquals(emptyList<Notice>(), fresh.core.home().notices)
    }

    @Test
    fun aSwappedFileIsRefusedAndTheListStaysEmpty() {
        add()
        for (file in listOf(INDEX, SNAPSHOT)) {
            serve("v1") { path, body -> if (path.startsWith(file)) body.dropLast(1) + 'x' else body }
            assertEquals("wrong_content", sync().why?.wire)
            assertEquals(false, isBlocked("+390255510007"))
            serve("v1") { path, body -> if (path.startsWith(file)) body.dropLast(1) else body }
            assertEquals("wrong_size", sync().why?.wire)
        }
    }

    @Test
    fun anotherKeysSignatureIsNone() {
        add("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3")
        serve("v1")
        assertEquals("bad_signature", sync().why?.wire)
        assertEquals(false, isBlocked("+390255510007"))
    }

    private companion object {
        /** As the manifest names it, by its SHA-256 in Base64: the last word. */
        val INDEX = Project.file("src/test/repository/v1/latest").readText().trim().substringAfterLast(' ')
            .let { hash -> "files/" + Base64.getDecoder().decode(hash).joinToString("") { "%02x".format(it) }.take(6) }

        /** The other file of version 1. */
        val SNAPSHOT = Project.file("src/test/repository/v1/files").list()!!.map { "files/" + it.take(6) }.single { it != INDEX }
        const val KEY = "RWQ1Wvh6MQAiaJ77XzW8a5ObZXwupundyXIzaH9rf3z+sbnKZaYVgxla"
    }
}
