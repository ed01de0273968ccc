package org.stufo.share

import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import java.io.File
import java.io.FileInputStream
import java.io.FileNotFoundException
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.stufo.harness.StufoRunner

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
        assertEquals("text/csv" to "application/json", files.getType(table) to files.getType(make("stufo.json", "{}")))
        files.query(table, null, null, null, null).use {
            assertTrue(it.moveToFirst())
            assertEquals("stufo-history.csv", it.getString(it.getColumnIndexOrThrow(OpenableColumns.DISPLAY_NAME)))
            assertEquals(10L, it.getLong(it.getColumnIndexOrThrow(OpenableColumns.SIZE)))
        }
        for (mode in listOf("w", "rw", "wt", "rwt", "")) assertThrows(SecurityException::class.java) { files.openFile(table, mode) }
        assertEquals("a new one takes its place", "id\n", read(make("stufo-history.csv", "id\n")))
    }

    @Test
    fun noOtherFileIsReached() {
        make("stufo.json", "{}")
        File(context.cacheDir, "secret").writeText("secret")
        for (path in listOf("secret", "../secret", "..%2Fsecret", "", ".", "..", "%2E%2E/secret", "stufo.json%00")) {
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
        assertEquals(Intent.FLAG_GRANT_READ_URI_PERMISSION, sent.flags and (Intent.FLAG_GRANT_READ_URI_PERMISSION or Intent.FLAG_GRANT_WRITE_URI_PERMISSION or Intent.FLAG_GRANT_PREFIX_URI_PERMISSION))
        assertEquals(listOf(table), (0 until sent.clipData!!.itemCount).map { sent.clipData!!.getItemAt(it).uri })
    }

    @Test
    fun whatCannotBeWrittenWholeIsNotLeftBehind() {
        assertThrows(IllegalStateException::class.java) { SharedFiles.make(context, "half.csv") { it.append("id\n"); error("the store is busy") } }
        assertThrows(FileNotFoundException::class.java) { files.openFile(Uri.parse("content://org.stufo.files/half.csv"), "r") }
    }

    @Test
    fun aDayLaterItIsForgotten() {
        val table = make("stufo-history.csv", "id\n")
        val file = File(context.cacheDir, "shared/stufo-history.csv")
        SharedFiles.forgetOld(context, file.lastModified() + DAY_MILLIS)
        assertEquals("id\n", read(table))
        SharedFiles.forgetOld(context, file.lastModified() + DAY_MILLIS + 1)
        assertFalse(file.exists())
    }

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
