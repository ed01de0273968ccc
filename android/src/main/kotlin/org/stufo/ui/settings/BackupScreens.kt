/** Saving everything to one file, and bringing it back after a look at what it holds. */
package org.stufo.ui.settings

import android.app.Dialog
import android.content.Intent
import android.net.Uri
import org.stufo.R
import org.stufo.core.backupPreview
import org.stufo.core.model.BackupPreview
import org.stufo.core.model.RestoreMode
import org.stufo.core.model.Restored
import org.stufo.core.restore
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.ui.screen.Documents
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.confirmDialog
import org.stufo.ui.screen.documentFault
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.now
import org.stufo.words.text
import org.stufo.words.whenNear
import java.io.Serializable

enum class BackupKey { SAVE, SHARE, RESTORE }

enum class RestoreKey { MERGE, REPLACE }

class BackupScreen : RowsScreen<BackupKey>() {
    override val title: Text get() = text(R.string.backup_title)

    override fun load() = show(
        listOf(
            Row.Note(text(R.string.backup_words)),
            item(BackupKey.SAVE, IconStyle(R.drawable.ic_save, Tone.ACCENT), text(R.string.backup_save), text(R.string.backup_save_words), opens = false),
            item(BackupKey.SHARE, IconStyle(R.drawable.ic_share, Tone.ACCENT), text(R.string.backup_share), text(R.string.backup_share_words), opens = false),
            item(BackupKey.RESTORE, IconStyle(R.drawable.ic_open, Tone.ACCENT), text(R.string.backup_restore), text(R.string.backup_restore_words)),
        ),
    )

    override fun onEvent(event: BackupKey) = when (event) {
        BackupKey.SAVE -> host.openForResult(Documents.create(name(), "application/json"), WRITE)
        BackupKey.SHARE -> shareFile(name(), Documents::backup)
        BackupKey.RESTORE -> host.openForResult(Documents.open(), READ)
    }

    private fun name() = "stufo-${now().today}.json"

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        val place = data?.data?.takeIf { ok } ?: return
        if (request == READ) return host.go(RestoreScreen(place.toString()))
        saveFile(place, R.string.backup_saved, Documents::backup)
    }

    private companion object {
        const val WRITE = 22
        const val READ = 23
    }
}

/** What a backup holds, before anything is changed. */
class RestoreScreen(private val place: String) : RowsScreen<RestoreKey>() {
    override val title: Text get() = text(R.string.backup_restore)

    override fun load() {
        val resolver = context.contentResolver
        onCore({ it.backupPreview(Documents.read(resolver, Uri.parse(place))) }, failed = { show(unreadableRows(documentFault(it))) }) {
            show(restoreRows(it, now()))
        }
    }

    override fun onEvent(event: RestoreKey) = when (event) {
        RestoreKey.MERGE -> restore(RestoreMode.MERGE)
        RestoreKey.REPLACE -> openDialog(RestoreKey.REPLACE)
    }

    override fun dialog(key: Serializable): Dialog =
        host.confirmDialog(text(R.string.backup_replace_question), text(R.string.backup_replace_words), text(R.string.backup_replace)) {
            restore(RestoreMode.REPLACE)
        }

    private fun restore(mode: RestoreMode) {
        val resolver = context.contentResolver
        onCore({ it.restore(Documents.read(resolver, Uri.parse(place)), mode) }, failed = { host.say(documentFault(it)) }) {
            host.say(restoredText(it))
            host.goBack()
        }
    }
}

internal fun unreadableRows(fault: Text): List<Row<Nothing>> =
    listOf(Row.Empty(IconStyle(R.drawable.ic_warning, Tone.WARNING), text(R.string.backup_unreadable), fault))

internal fun restoredText(restored: Restored): Text {
    val (rules, calls) = count(R.plurals.backup_rules, restored.rules) to count(R.plurals.backup_calls, restored.calls)
    if (restored.unreadableRules == 0) return text(R.string.backup_restored, rules, calls)
    return text(R.string.backup_restored_but, rules, calls, count(R.plurals.backup_rules_left_out, restored.unreadableRules))
}

internal fun restoreRows(preview: BackupPreview, now: Now): List<Row<RestoreKey>> = buildList {
    val neutral = { icon: Int -> IconStyle(icon, Tone.NEUTRAL) }
    add(Row.Note(text(R.string.backup_made, whenNear(preview.createdMillis, now))))
    add(
        item(
            null,
            neutral(R.drawable.ic_rules),
            count(R.plurals.backup_rules, preview.rules),
            text(R.string.backup_new_rules, Text.Number(preview.newRules.toLong()), Text.Number(preview.conflicts.toLong())),
        ),
    )
    if (preview.unreadableRules > 0) add(Row.Note(count(R.plurals.backup_rules_left_out, preview.unreadableRules)))
    add(item(null, neutral(R.drawable.ic_history), count(R.plurals.backup_calls, preview.calls)))
    add(item(null, neutral(R.drawable.ic_lists), count(R.plurals.backup_lists, preview.subscriptions)))
    add(item(null, neutral(R.drawable.ic_objection), count(R.plurals.backup_objections, preview.objections)))
    add(Row.Note(text(R.string.backup_choice)))
    add(Row.Actions(listOf(primary(RestoreKey.MERGE, text(R.string.backup_merge)), outlined(RestoreKey.REPLACE, text(R.string.backup_replace)))))
}
