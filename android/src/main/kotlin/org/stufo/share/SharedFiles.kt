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
import java.util.concurrent.TimeUnit

/**
 * Hands a file to the app that the person chose in Android's own sheet. Not exported: another app reads the one file for which it was
 * given the right, and nothing else. The files lie in the cache, a day at most.
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

    override fun getType(uri: Uri): String = typeOf(file(uri).name)

    /** Looked for among the names that are there: an address leads nowhere else. */
    private fun file(uri: Uri): File =
        files(requireNotNull(context)).firstOrNull { it.name == uri.lastPathSegment } ?: throw FileNotFoundException()

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun update(uri: Uri, values: ContentValues?, selection: String?, args: Array<String>?): Int = 0

    override fun delete(uri: Uri, selection: String?, args: Array<String>?): Int = 0

    companion object {
        private const val AUTHORITY = "org.stufo.files"
        private const val FOLDER = "shared"
        private val KEPT_MILLIS = TimeUnit.DAYS.toMillis(1)

        /** Makes the file; another of its name is gone then. What could not be written whole is not left behind. */
        fun make(context: Context, name: String, write: (Appendable) -> Unit): Uri {
            val file = File(folder(context).apply { mkdirs() }, name)
            try {
                file.bufferedWriter().use(write)
            } catch (fault: Throwable) {
                file.delete()
                throw fault
            }
            return Uri.Builder().scheme("content").authority(AUTHORITY).appendPath(name).build()
        }

        /** Android's sheet of apps, each with the right to read this file and no other. */
        fun send(file: Uri): Intent {
            val send = Intent(Intent.ACTION_SEND).setType(typeOf(file.lastPathSegment.orEmpty()))
                .putExtra(Intent.EXTRA_STREAM, file)
                .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
            send.clipData = ClipData.newRawUri(null, file)
            return Intent.createChooser(send, null)
        }

        /** Once a day: who was handed a file has read it by then. */
        fun forgetOld(context: Context, nowMillis: Long) =
            files(context).filter { nowMillis - it.lastModified() > KEPT_MILLIS }.forEach { it.delete() }

        private fun typeOf(name: String) = if (name.endsWith(".csv")) "text/csv" else "application/json"

        private fun files(context: Context): List<File> = folder(context).listFiles().orEmpty().toList()

        private fun folder(context: Context) = File(context.cacheDir, FOLDER)
    }
}
