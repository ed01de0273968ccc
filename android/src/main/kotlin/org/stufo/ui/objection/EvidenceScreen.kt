package org.stufo.ui.objection

import android.app.AlertDialog
import android.app.Dialog
import android.content.Intent
import java.io.Serializable
import org.stufo.R
import org.stufo.core.Core
import org.stufo.core.model.EvidencePage
import org.stufo.ui.HeaderAction
import org.stufo.ui.RowsScreen
import org.stufo.ui.calls.CallScreen
import org.stufo.ui.now
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.of
import org.stufo.ui.rows.text
import org.stufo.ui.settings.Documents

/** Every call about which the record supports something; all of it as a file. */
class EvidenceScreen : RowsScreen() {
    private var code: String? = null
    private var wanted = EVIDENCE_STEP

    @Transient
    private var page: EvidencePage? = null

    override val title: Text get() = text(R.string.evidence_title)

    override val actions
        get() = listOf(
            HeaderAction(EvidenceKey.SAVE, R.drawable.ic_save, text(R.string.evidence_save)),
            HeaderAction(EvidenceKey.SHARE, R.drawable.ic_share, text(R.string.evidence_share)),
        )

    override fun load() {
        val (asked, kind) = wanted to code
        onCore({ it.evidenceUpTo(asked, kind) }) {
            if (asked != wanted || kind != code) return@onCore
            page = it
            show(evidenceRows(it, code, now()))
        }
    }

    override fun onRow(key: Any) {
        when (key) {
            is Long -> host.go(CallScreen(key))
            EvidenceKey.FURTHER -> {
                wanted += EVIDENCE_STEP
                load()
            }
            EvidenceKey.FILTER -> page?.let { ask(shown(it)) }
        }
    }

    private fun shown(page: EvidencePage) = KindsShown(
        ArrayList(listOf<String?>(null) + page.kinds.map { it.code }),
        ArrayList(listOf(text(R.string.evidence_all).of(host)) + page.kinds.map { it.label.text().of(host) }),
    )

    override fun dialog(key: Serializable): Dialog? {
        val kinds = key as? KindsShown ?: return null
        return AlertDialog.Builder(host)
            .setTitle(R.string.evidence_filter)
            .setSingleChoiceItems(kinds.labels.toTypedArray(), kinds.codes.indexOf(code)) { dialog, index ->
                code = kinds.codes[index]
                wanted = EVIDENCE_STEP
                dialog.dismiss()
                load()
            }
            .setNegativeButton(R.string.action_cancel, null)
            .create()
    }

    override fun onAction(key: Any) {
        val name = "stufo-${now().today}.csv"
        if (key == EvidenceKey.SHARE) shareFile(name, ::write) else host.openForResult(Documents.create(name, Documents.CSV), WRITE)
    }

    private fun write(core: Core, out: Appendable) = Documents.evidence(core, null, out)

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        val place = data?.data?.takeIf { ok && request == WRITE } ?: return
        saveFile(place, write = ::write)
    }

    private companion object {
        const val WRITE = 31
    }
}
