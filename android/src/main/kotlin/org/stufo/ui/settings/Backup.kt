/** The person's data to and from one document of their choice; the core checks it whole before anything changes. */
package org.stufo.ui.settings

import android.app.AlertDialog
import android.net.Uri
import java.io.IOException
import org.stufo.R
import org.stufo.core.backup
import org.stufo.core.backupPreview
import org.stufo.core.model.BackupPreview
import org.stufo.core.model.RestoreMode
import org.stufo.core.restore
import org.stufo.ui.Ui
import org.stufo.ui.resources
import org.stufo.ui.sayFault

internal fun writeBackup(ui: Ui, uri: Uri) {
    val files = ui.activity.contentResolver
    ui.onCore({ core ->
        val text = core.backup()
        (files.openOutputStream(uri, "wt") ?: throw IOException()).use { it.write(text.toByteArray()) }
    }, { failed(ui, it) }) { ui.say(R.string.settings_backup_done) }
}

internal fun readBackup(ui: Ui, uri: Uri) {
    val files = ui.activity.contentResolver
    ui.onCore({ core ->
        val bytes = (files.openInputStream(uri) ?: throw IOException()).use { it.readAtMost(MAX_BYTES) }
        val text = bytes.toString(Charsets.UTF_8)
        text to core.backupPreview(text)
    }, { failed(ui, it) }) { (text, preview) -> askMode(ui, text, preview) }
}

private fun askMode(ui: Ui, text: String, preview: BackupPreview) {
    val rules = ui.resources.getQuantityString(R.plurals.count_rules, preview.rules, preview.rules)
    val calls = ui.resources.getQuantityString(R.plurals.count_calls, preview.calls, preview.calls)
    AlertDialog.Builder(ui.activity)
        .setTitle(R.string.settings_restore_title)
        .setMessage(ui.resources.getString(R.string.settings_restore_text, rules, calls))
        .setPositiveButton(R.string.settings_restore_merge) { _, _ -> restore(ui, text, RestoreMode.MERGE) }
        .setNeutralButton(R.string.settings_restore_replace) { _, _ -> restore(ui, text, RestoreMode.REPLACE) }
        .setNegativeButton(R.string.action_cancel, null)
        .show()
}

private fun restore(ui: Ui, text: String, mode: RestoreMode) = ui.onCore({ it.restore(text, mode) }, ui::sayFault) {
    ui.say(R.string.settings_restore_done)
    ui.refresh()
}

private fun failed(ui: Ui, fault: Throwable) =
    if (fault is IOException || fault is SecurityException) ui.say(R.string.error_file) else ui.sayFault(fault)

private fun java.io.InputStream.readAtMost(most: Int): ByteArray {
    val out = java.io.ByteArrayOutputStream()
    val buffer = ByteArray(BUFFER)
    while (true) {
        val count = read(buffer)
        if (count < 0) return out.toByteArray()
        out.write(buffer, 0, count)
        if (out.size() > most) throw IOException()
    }
}

/** As much as the core reads of a request. */
private const val MAX_BYTES = 60 * 1024 * 1024
private const val BUFFER = 64 * 1024
