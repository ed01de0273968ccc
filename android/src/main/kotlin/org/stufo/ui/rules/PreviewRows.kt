/** What a rule would have done to past calls, in rows. Pure. */
package org.stufo.ui.rules

import org.stufo.R
import org.stufo.core.model.PreviewWarning
import org.stufo.core.model.RuleKind
import org.stufo.core.model.RulePreview
import org.stufo.ui.calls.callItem
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.text

/** What the preview said: nothing yet, a text that does not read, or what the rule would have done. */
sealed interface Checked {
    data object Nothing : Checked

    data object Unreadable : Checked

    data class Read(val preview: RulePreview) : Checked
}

internal fun previewRows(checked: Checked, kind: RuleKind, now: Now): List<Row<Nothing>> = buildList {
    val preview = (checked as? Checked.Read)?.preview ?: return@buildList
    add(Row.Section(text(R.string.preview_title)))
    for (warning in preview.warnings) {
        add(item(null, IconStyle(R.drawable.ic_warning, Tone.WARNING), text(warningText(warning))))
    }
    val all = preview.hits.total
    val total = count(if (kind == RuleKind.BLOCK) R.plurals.preview_hits_block else R.plurals.preview_hits_allow, all)
    add(item(null, IconStyle(R.drawable.ic_history, Tone.NEUTRAL), if (all == 0) text(R.string.preview_none) else total, hitsWords(preview)))
    preview.calls.take(PREVIEW_CALLS).forEach { add(callItem(it, event = null, now = now)) }
}

private fun hitsWords(preview: RulePreview): Text? = dotted(
    preview.hits.contacts.takeIf { it > 0 }?.let { count(R.plurals.preview_contacts, it) },
    preview.hits.answered.takeIf { it > 0 }?.let { count(R.plurals.preview_answered, it) },
    preview.hits.dialled.takeIf { it > 0 }?.let { count(R.plurals.preview_dialled, it) },
)

private fun warningText(warning: PreviewWarning): Int = when (warning) {
    PreviewWarning.HITS_CONTACT -> R.string.warning_hits_contact
    PreviewWarning.HITS_ANSWERED -> R.string.warning_hits_answered
    PreviewWarning.HITS_DIALLED -> R.string.warning_hits_dialled
    PreviewWarning.COVERS_NEVER_BLOCK -> R.string.warning_covers_never_block
    PreviewWarning.VERY_WIDE -> R.string.warning_very_wide
}

private const val PREVIEW_CALLS = 5
