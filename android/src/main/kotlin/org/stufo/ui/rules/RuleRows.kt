/** What the rules show, decided without Android. */
package org.stufo.ui.rules

import android.content.res.Resources
import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.model.Preview
import org.stufo.core.model.RuleKind
import org.stufo.core.model.RuleView
import org.stufo.ui.locale
import java.text.NumberFormat

/** A rule as it is shown. */
internal data class RuleLine(val id: Long, val icon: Int, val name: String, val about: String, val on: Boolean)

internal fun ruleLine(resources: Resources, rule: RuleView): RuleLine {
    val pattern = rule.display ?: rule.draft.pattern
    val does = resources.getString(ruleDoes(rule.draft.kind, rule.draft.action))
    val hits = resources.getQuantityString(R.plurals.count_calls, rule.hits, rule.hits)
    val name = rule.draft.label.ifEmpty { pattern }
    val about = listOfNotNull(pattern.takeIf { it != name }, does, hits).joinToString(" · ")
    return RuleLine(rule.id, ruleIcon(rule.draft.kind, rule.draft.action), name, about, rule.draft.enabled)
}

internal fun ruleDoes(kind: RuleKind, action: Action): Int = when {
    kind == RuleKind.ALLOW -> R.string.rule_lets_ring
    action == Action.SILENCE -> R.string.rule_silences
    else -> R.string.rule_ends
}

private fun ruleIcon(kind: RuleKind, action: Action): Int = when {
    kind == RuleKind.ALLOW -> R.drawable.ic_allow
    action == Action.SILENCE -> R.drawable.ic_silence
    else -> R.drawable.ic_reject
}

/** "02 5555* · covers 1,000,000 numbers. It would have hit 3 recorded calls." */
internal fun previewText(resources: Resources, preview: Preview): String {
    val covers = preview.covers?.let {
        resources.getQuantityString(R.plurals.rule_covers, it.coerceAtMost(Int.MAX_VALUE.toLong()).toInt(), NumberFormat.getInstance(resources.locale).format(it))
    }
    val total = preview.hits.total
    val hits = if (total == 0) {
        resources.getString(R.string.rule_preview_none)
    } else {
        resources.getQuantityString(R.plurals.rule_preview_hits, total, total)
    }
    return listOfNotNull(preview.display, covers).joinToString(" · ") + "\n" + hits
}

internal fun warningText(warning: Preview.Warning): Int = when (warning) {
    Preview.Warning.HITS_CONTACT -> R.string.warning_hits_contact
    Preview.Warning.HITS_ANSWERED -> R.string.warning_hits_answered
    Preview.Warning.HITS_DIALLED -> R.string.warning_hits_dialled
    Preview.Warning.COVERS_NEVER_BLOCK -> R.string.warning_covers_never_block
    Preview.Warning.VERY_WIDE -> R.string.warning_very_wide
}
