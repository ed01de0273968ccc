package org.stufo.ui.lists

import android.content.Context
import android.net.Uri
import android.provider.OpenableColumns
import java.io.File
import java.io.FileNotFoundException
import org.stufo.core.Core
import org.stufo.core.importList
import org.stufo.core.model.ListSync

/** Lists from files of the person's choosing. */
internal object ListFiles {
    /** The file's name as its provider tells it. */
    fun nameOf(context: Context, place: Uri): String {
        val told = context.contentResolver.query(place, arrayOf(OpenableColumns.DISPLAY_NAME), null, null, null)?.use {
            if (it.moveToFirst()) it.getString(0) else null
        }
        return told ?: place.lastPathSegment.orEmpty()
    }

    /** The core reads files, not providers: it gets a copy, which goes away again. */
    fun import(context: Context, core: Core, listId: Long, place: Uri): ListSync.Result {
        val copy = File(context.cacheDir, "import-$listId")
        try {
            val input = context.contentResolver.openInputStream(place) ?: throw FileNotFoundException()
            input.use { from -> copy.outputStream().use { from.copyTo(it) } }
            return core.importList(listId, copy)
        } finally {
            copy.delete()
        }
    }
}
