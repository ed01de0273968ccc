package org.stufo.ui.lists

import android.content.Context
import android.net.Uri
import android.provider.OpenableColumns
import org.stufo.core.Core
import org.stufo.core.importList
import org.stufo.core.model.StepResult
import java.io.File
import java.io.FileNotFoundException
import java.io.InputStream
import java.io.OutputStream

/** Lists from files of the user's choosing. */
internal object ListFiles {
    /** The file's name as its provider tells it. */
    fun nameOf(context: Context, place: Uri): String {
        val told = context.contentResolver.query(place, arrayOf(OpenableColumns.DISPLAY_NAME), null, null, null)?.use {
            if (it.moveToFirst()) it.getString(0) else null
        }
        return told ?: place.lastPathSegment.orEmpty()
    }

    /** The core reads files, not providers: it gets a copy, which goes away again. */
    fun import(context: Context, core: Core, listId: Long, place: Uri): StepResult {
        val copy = File(context.cacheDir, "import-$listId")
        try {
            val input = context.contentResolver.openInputStream(place) ?: throw FileNotFoundException()
            val isWhole = input.use { from -> copy.outputStream().use { copied(from, it) } }
            return if (isWhole) core.importList(listId, copy) else StepResult.REFUSED
        } finally {
            copy.delete()
        }
    }

    /** False when the file is larger than any list may be: a provider may never end. */
    private fun copied(from: InputStream, to: OutputStream): Boolean {
        val part = ByteArray(PART_BYTES)
        var all = 0L
        while (true) {
            val length = from.read(part)
            if (length < 0) return true
            all += length
            if (all > MAX_BYTES) return false
            to.write(part, 0, length)
        }
    }

    /** The largest list, the same as for a fetched one: docs/formats/sync.md. */
    private const val MAX_BYTES = 64L * 1024 * 1024
    private const val PART_BYTES = 64 * 1024
}
