package org.stufo.share

import android.content.ClipData
import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.content.Intent
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import java.io.File
import java.io.FileNotFoundException
import java.util.UUID
import java.util.concurrent.TimeUnit

/**
 * Hands a file to the app that the user chose in Android's own sheet. Not exported: another app reads the one file for which it was
 * given the right, and nothing else. Each share has a folder of its own in the cache: a right given earlier never meets a later file.
 */
class SharedFiles : ContentProvider() {
    override fun onCreate(): Boolean = true

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        if (mode != "r") throw SecurityException("a shared file is read, never written")
        return ParcelFileDescriptor.open(file(uri), ParcelFileDescriptor.MODE_READ_ONLY)
    }

    /** The name and size under which the other app shows it. */
    override fun query(uri: Uri, projection: Array<String>?, selection: String?, args: Array<String>?, order: String?): Cursor {
        val file = file(uri)
        val columns = projection ?: arrayOf(OpenableColumns.DISPLAY_NAME, OpenableColumns.SIZE)
        val values = columns.map {
            when (it) {
                OpenableColumns.DISPLAY_NAME -> file.name
                OpenableColumns.SIZE -> file.length()
                else -> null
            }
        }
        return MatrixCursor(columns, 1).apply { addRow(values) }
    }

    /** Android asks this for anybody: the answer tells nothing of what is there. */
    override fun getType(uri: Uri): String = typeOf(uri)

    /** Looked for among the names that are there: an address leads nowhere else. */
    private fun file(uri: Uri): File {
        val path = uri.pathSegments
        val share = shares(requireNotNull(context)).firstOrNull { path.size == 2 && it.name == path[0] }
        return share?.listFiles()?.firstOrNull { it.name == path[1] } ?: throw FileNotFoundException()
    }

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun update(uri: Uri, values: ContentValues?, selection: String?, args: Array<String>?): Int = 0

    override fun delete(uri: Uri, selection: String?, args: Array<String>?): Int = 0

    companion object {
        internal const val AUTHORITY = "org.stufo.files"
        private const val FOLDER = "shared"

        /** A file that another thread makes just now may be a little younger than the moment asked about. */
        private val KEPT_MILLIS = -TimeUnit.MINUTES.toMillis(1)..TimeUnit.DAYS.toMillis(1)

        /** Makes the file, next to earlier ones of its name. What could not be written whole is not left behind. */
        fun make(context: Context, name: String, write: (Appendable) -> Unit): Uri {
            forgetOld(context, System.currentTimeMillis())
            val share = File(folder(context), UUID.randomUUID().toString()).apply { mkdirs() }
            try {
                File(share, name).bufferedWriter().use(write)
            } catch (fault: Throwable) {
                share.deleteRecursively()
                throw fault
            }
            return Uri.Builder().scheme("content").authority(AUTHORITY).appendPath(share.name).appendPath(name).build()
        }

        /** Android's sheet of apps, each with the right to read this file and no other. */
        fun send(file: Uri): Intent {
            val send = Intent(Intent.ACTION_SEND).setType(typeOf(file))
                .putExtra(Intent.EXTRA_STREAM, file)
                .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
            send.clipData = ClipData.newRawUri(null, file)
            return Intent.createChooser(send, null)
        }

        /** Who was handed a file has read it after a day. One from the future was made before the clock was set back. */
        fun forgetOld(context: Context, nowMillis: Long) =
            shares(context).filter { nowMillis - it.lastModified() !in KEPT_MILLIS }.forEach { it.deleteRecursively() }

        /** Who reads one at this moment reads it to its end. */
        fun forgetAll(context: Context) = shares(context).forEach { it.deleteRecursively() }

        private fun typeOf(uri: Uri) = if (uri.lastPathSegment.orEmpty().endsWith(".csv")) "text/csv" else "application/json"

        private fun shares(context: Context): List<File> = folder(context).listFiles().orEmpty().toList()

        private fun folder(context: Context) = File(context.cacheDir, FOLDER)
    }
}
