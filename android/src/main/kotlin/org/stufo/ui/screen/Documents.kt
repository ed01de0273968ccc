package org.stufo.ui.screen

import android.content.ContentResolver
import android.content.Intent
import android.net.Uri
import org.stufo.core.Core
import org.stufo.core.backup
import org.stufo.core.coreException
import org.stufo.core.evidenceExport
import org.stufo.core.export
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.ExportForm
import java.io.ByteArrayOutputStream
import java.io.FileNotFoundException
import java.io.InputStream

/** Files of the user's choosing, through Android's own file screens: the app sees no other file. */
internal object Documents {
    const val CSV = "text/csv"

    /** What the history's table is called at first. */
    const val HISTORY = "stufo-history.csv"

    fun create(name: String, type: String): Intent = Intent(Intent.ACTION_CREATE_DOCUMENT)
        .addCategory(Intent.CATEGORY_OPENABLE)
        .setType(type)
        .putExtra(Intent.EXTRA_TITLE, name)

    /** Any type: file managers disagree about what a JSON file is. */
    fun open(): Intent = Intent(Intent.ACTION_OPEN_DOCUMENT).addCategory(Intent.CATEGORY_OPENABLE).setType("*/*")

    fun backup(core: Core, out: Appendable) {
        out.append(core.backup())
    }

    fun history(core: Core, out: Appendable) = pages(out) { before -> core.export(ExportForm.CSV, before).let { it.text to it.next } }

    /** The facts of these calls, or of all. */
    fun evidence(core: Core, calls: Collection<Long>?, out: Appendable) = pages(out) { before -> core.evidenceExport(before, calls).let { it.text to it.next } }

    /** Page by page: a long history is never in memory as a whole. [page] gives a text and the cursor of the next one. */
    private fun pages(out: Appendable, page: (before: String?) -> Pair<String, String?>) {
        var before: String? = null
        do {
            val (text, next) = page(before)
            out.append(text)
            before = next
        } while (before != null)
    }

    fun read(resolver: ContentResolver, place: Uri): String {
        val input = resolver.openInputStream(place) ?: throw FileNotFoundException()
        return input.use { bounded(it) }.decodeToString()
    }

    /** InputStream.readNBytes is missing on most phones. */
    private fun bounded(input: InputStream): ByteArray {
        val read = ByteArrayOutputStream()
        val part = ByteArray(PART_BYTES)
        while (true) {
            val length = input.read(part)
            if (length < 0) return read.toByteArray()
            read.write(part, 0, length)
            if (read.size() > MAX_BYTES) throw coreException(ErrorCode.BAD_BACKUP, "the file is too large")
        }
    }

    /** A backup of a hundred thousand calls has about 40 MB. */
    private const val MAX_BYTES = 64 * 1024 * 1024
    private const val PART_BYTES = 64 * 1024
}
