package org.stufo.ui.objection.evidence

import android.app.AlertDialog
import android.app.Dialog
import android.content.Intent
import org.stufo.R
import org.stufo.core.Core
import org.stufo.core.model.EvidencePage
import org.stufo.core.model.FactCode
import org.stufo.ui.screen.Documents
import org.stufo.ui.screen.HeaderAction
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.of
import org.stufo.words.text
import java.io.Serializable

/** Every call about which the record supports something; all of it as a file. */
class EvidenceScreen : RowsScreen<EvidenceEvent>() {
    private var code: FactCode? = null
    private var wanted = EVIDENCE_STEP

    @Transient
    private var page: EvidencePage? = null

    override val title: Text get() = text(R.string.evidence_title)

    override val actions
        get() = listOf(
            HeaderAction(R.drawable.ic_save, text(R.string.evidence_save)) { host.openForResult(Documents.create(fileName(), Documents.CSV), WRITE) },
            HeaderAction(R.drawable.ic_share, text(R.string.evidence_share)) { shareFile(fileName(), ::write) },
        )

    override fun load() {
        val (asked, kind) = wanted to code
        onCore({ it.evidenceUpTo(asked, kind) }) {
            if (asked != wanted || kind != code) return@onCore
            page = it
            show(evidenceRows(it, code, now()))
        }
    }

    override fun onEvent(event: EvidenceEvent) {
        when (event) {
            is EvidenceEvent.Call -> host.go(Route.Call(event.id))
            EvidenceKey.FURTHER -> {
                wanted += EVIDENCE_STEP
                load()
            }
            EvidenceKey.FILTER -> page?.let { openDialog(shown(it)) }
        }
    }

    private fun shown(page: EvidencePage) = KindsShown(
        ArrayList(listOf<FactCode?>(null) + page.kinds.map { it.code }),
        ArrayList(listOf(text(R.string.evidence_all).of(context)) + page.kinds.map { it.label.text().of(context) }),
    )

    override fun dialog(key: Serializable): Dialog? {
        val kinds = key as? KindsShown ?: return null
        return AlertDialog.Builder(context)
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

    private fun fileName() = "stufo-${now().today}.csv"

    private fun write(core: Core, out: Appendable) = Documents.evidence(core, null, out)

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        val place = data?.data?.takeIf { ok && request == WRITE } ?: return
        saveFile(place, write = ::write)
    }

    private companion object {
        const val WRITE = 31
    }
}
