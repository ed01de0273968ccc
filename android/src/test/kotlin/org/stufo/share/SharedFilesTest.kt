package org.stufo.share

import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.stufo.harness.StufoRunner
import java.io.File
import java.io.FileInputStream
import java.io.FileNotFoundException

/** What another app may do with a file that was shared with it: read that one, while it is there. */
@RunWith(StufoRunner::class)
@Config(sdk = [29, 35])
class SharedFilesTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private lateinit var files: SharedFiles

    @Before
    fun provide() {
        files = Robolectric.setupContentProvider(SharedFiles::class.java, "org.stufo.files")
    }

    private fun make(name: String, text: String) = SharedFiles.make(context, name) { it.append(text) }

    private fun read(file: Uri) = files.openFile(file, "r").use { text(it) }

    @Test
    fun theFileIsReadUnderItsNameAndNeverWritten() {
        val table = make("stufo-history.csv", "id,number\n")
        assertEquals("id,number\n", read(table))
        files.query(table, null, null, null, null).use {
            assertTrue(it.moveToFirst())
            assertEquals("stufo-history.csv", it.getString(it.getColumnIndexOrThrow(OpenableColumns.DISPLAY_NAME)))
            assertEquals(10L, it.getLong(it.getColumnIndexOrThrow(OpenableColumns.SIZE)))
        }
        for (mode in listOf("w", "rw", "wt", "rwt", "")) assertThrows(SecurityException::class.java) { files.openFile(table, mode) }
    }

    @Test
    fun aRightGivenBeforeDoesNotMeetALaterFile() {
        val first = make("stufo-history.csv", "id,number\n")
        val reader = files.openFile(first, "r")
        val second = make("stufo-history.csv", "id\n")
        assertNotEquals(first, second)
        assertEquals("the first as it was", "id,number\n" to "id,number\n", reader.use { text(it) } to read(first))
        assertEquals("id\n", read(second))
        for (half in listOf(second.pathSegments[0], "stufo-history.csv", "${first.pathSegments[0]}/${second.pathSegments[0]}/stufo-history.csv")) {
            assertThrows(half, FileNotFoundException::class.java) { files.openFile(Uri.parse("content://org.stufo.files/$half"), "r") }
        }
    }

    @Test
    fun theTypeTellsNothingOfWhatIsThere() {
        for (there in listOf(make("stufo.csv", "id\n"), make("stufo.json", "{}"))) {
            val name = there.lastPathSegment!!
            val type = if (name.endsWith(".csv")) "text/csv" else "application/json"
            for (place in listOf(there, Uri.parse("content://org.stufo.files/none/$name"))) assertEquals("$place", type, files.getType(place))
        }
        assertEquals("application/json", files.getType(Uri.parse("content://org.stufo.files")))
    }

    @Test
    fun noOtherFileIsReached() {
        val share = make("stufo.json", "{}").pathSegments[0]
        File(context.cacheDir, "secret").writeText("secret")
        val outside = listOf(
            "secret", "../secret", "..%2Fsecret", "", ".", "..", "%2E%2E/secret", "$share/..", "$share/../../secret", "$share/..%2F..%2Fsecret",
            "$share/stufo.json%00", "../shared/$share/stufo.json", "..%2Fshared%2F$share/stufo.json",
        )
        for (path in outside) {
            val place = Uri.parse("content://org.stufo.files/$path")
            assertThrows(path, FileNotFoundException::class.java) { files.openFile(place, "r") }
            assertThrows(path, FileNotFoundException::class.java) { files.query(place, null, null, null, null) }
        }
    }

    @Test
    fun theRightIsForThisFileAlone() {
        val table = make("stufo-history.csv", "id\n")

        @Suppress("DEPRECATION")
        val sent = SharedFiles.send(table).getParcelableExtra<Intent>(Intent.EXTRA_INTENT)!!
        val grants = Intent.FLAG_GRANT_READ_URI_PERMISSION or Intent.FLAG_GRANT_WRITE_URI_PERMISSION or Intent.FLAG_GRANT_PREFIX_URI_PERMISSION
        assertEquals(Intent.FLAG_GRANT_READ_URI_PERMISSION, sent.flags and grants)
        assertEquals(listOf(table), (0 until sent.clipData!!.itemCount).map { sent.clipData!!.getItemAt(it).uri })
    }

    @Test
    fun whatCannotBeWrittenWholeIsNotLeftBehind() {
        assertThrows(IllegalStateException::class.java) {
            SharedFiles.make(context, "half.csv") {
                it.append("id\n")
                error("the store is busy")
            }
        }
        assertEquals(emptyList<String>(), kept())
    }

    @Test
    fun aDayLaterItIsForgotten() {
        val table = make("stufo-history.csv", "id\n")
        val made = folder(table).lastModified()
        SharedFiles.forgetOld(context, made + DAY_MILLIS)
        assertEquals("id\n", read(table))
        SharedFiles.forgetOld(context, made + DAY_MILLIS + 1)
        assertEquals(emptyList<String>(), kept())
    }

    @Test
    fun aClockThatWasSetBackKeepsNothing() {
        val table = make("stufo-history.csv", "id\n")
        val made = folder(table).lastModified()
        SharedFiles.forgetOld(context, made - 1_000)
        assertEquals("made while one looks", "id\n", read(table))
        SharedFiles.forgetOld(context, made - 3_600_000)
        assertEquals(emptyList<String>(), kept())
    }

    @Test
    fun aNewShareForgetsTheOldOnes() {
        folder(make("old.csv", "id\n")).setLastModified(System.currentTimeMillis() - 2 * DAY_MILLIS)
        File(context.cacheDir, "shared/of-an-earlier-version.csv").apply { writeText("id\n") }.setLastModified(1)
        val table = make("new.csv", "id\n")
        assertEquals(listOf(table.pathSegments[0]), kept())
    }

    @Test
    fun whoReadsWhenAllIsForgottenReadsToTheEnd() {
        val tables = List(2) { make("stufo-history.csv", "id,number\n") }
        files.openFile(tables[0], "r").use {
            SharedFiles.forgetAll(context)
            assertEquals("id,number\n", text(it))
        }
        for (table in tables) assertThrows(FileNotFoundException::class.java) { files.openFile(table, "r") }
    }

    private fun folder(file: Uri) = File(context.cacheDir, "shared/${file.pathSegments[0]}")

    private fun kept() = File(context.cacheDir, "shared").list().orEmpty().toList()

    companion object {
        private const val DAY_MILLIS = 86_400_000L

        /** What the app that was chosen reads. */
        fun read(sent: Intent): String {
            check(sent.flags and Intent.FLAG_GRANT_READ_URI_PERMISSION != 0)
            val file = sent.clipData!!.getItemAt(0).uri
            return Robolectric.setupContentProvider(SharedFiles::class.java, file.authority).openFile(file, "r").use { text(it) }
        }

        private fun text(file: ParcelFileDescriptor) = FileInputStream(file.fileDescriptor).use { it.readBytes().decodeToString() }
    }
}
