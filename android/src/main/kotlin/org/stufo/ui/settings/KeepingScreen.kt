package org.stufo.ui.settings

import android.app.Dialog
import android.content.Intent
import android.net.Uri
import org.stufo.R
import org.stufo.core.clearHistory
import org.stufo.core.model.SettingsPatch
import org.stufo.core.settings
import org.stufo.share.SharedFiles
import org.stufo.ui.screen.Documents
import org.stufo.ui.screen.confirmDialog
import org.stufo.words.Text
import org.stufo.words.text
import java.io.Serializable

/** How long calls are kept, taking them along, forgetting them. */
class KeepingScreen : PatchScreen<KeepingEvent>() {
    override val title: Text get() = text(R.string.keeping_title)

    override fun load() = onCore({ it.settings().settings }) { show(keepingRows(it)) }

    override fun onEvent(event: KeepingEvent) = when (event) {
        is KeepingEvent.Days -> patch(SettingsPatch(keepDays = event.days))
        is KeepingEvent.Calls -> patch(SettingsPatch(keepCalls = event.calls))
        KeepingKey.EXPORT -> host.openForResult(Documents.create(Documents.HISTORY, Documents.CSV), WRITE)
        KeepingKey.SHARE -> shareFile(Documents.HISTORY, Documents::history)
        KeepingKey.CLEAR -> openDialog(KeepingKey.CLEAR)
    }

    override fun dialog(key: Serializable): Dialog =
        host.confirmDialog(text(R.string.keeping_clear_question), text(R.string.keeping_clear_really), text(R.string.action_delete)) {
            val app = context.applicationContext
            onCore({ core ->
                SharedFiles.forgetAll(app)
                core.clearHistory()
            }) { host.say(text(R.string.keeping_cleared)) }
        }

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        val place: Uri = data?.data?.takeIf { ok && request == WRITE } ?: return
        saveFile(place, write = Documents::history)
    }

    private companion object {
        const val WRITE = 21
    }
}
