/** The rules and the suggestions in rows. Pure. */
package org.stufo.ui.rules

import org.stufo.R
import org.stufo.core.model.Action
import org.stufo.core.model.RuleKind
import org.stufo.core.model.RuleRow
import org.stufo.core.model.RuleSuggestion
import org.stufo.ui.calls.actionIcon
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.words.Now
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.plain
import org.stufo.words.text
import org.stufo.words.whenInSentence

/** What the user does with all rules. */
sealed interface RulesEvent {
    data class Open(val id: Long) : RulesEvent

    data class Enabled(val id: Long, val on: Boolean) : RulesEvent

    data class Suggested(val pattern: String) : RulesEvent
}

enum class RulesKey : RulesEvent { ADD, WHAT_IF }

internal fun rulesRows(rules: List<RuleRow>, suggestions: List<RuleSuggestion>, now: Now): List<Row<RulesEvent>> = buildList {
    if (rules.isEmpty()) {
        add(Row.Empty(IconStyle(R.drawable.ic_rules, Tone.NEUTRAL), text(R.string.rules_empty_title), text(R.string.rules_empty_words)))
    } else {
        add(Row.Note(text(R.string.rules_order)))
        rules.forEach { add(ruleRow(it, now)) }
    }
    add(Row.Actions(listOf(primary(RulesKey.ADD, text(R.string.rules_add)), outlined(RulesKey.WHAT_IF, text(R.string.what_if_title)))))
    if (suggestions.isNotEmpty()) {
        add(Row.Section(text(R.string.rules_suggestions)))
        suggestions.forEach { add(suggestionRow(it)) }
        add(Row.Note(text(R.string.rules_suggestions_why)))
    }
}

private fun ruleRow(rule: RuleRow, now: Now): Row<RulesEvent> {
    val label = rule.label.takeIf { it.isNotBlank() }
    val shown = plain(rule.display ?: rule.pattern)
    return Row.SwitchItem(
        event = RulesEvent.Open(rule.id),
        switched = { on -> RulesEvent.Enabled(rule.id, on) },
        icon = if (rule.enabled) ruleIcon(rule.kind, rule.action) else IconStyle(ruleIcon(rule.kind, rule.action).icon, Tone.NEUTRAL),
        title = label?.let(::plain) ?: shown,
        summary = dotted(
            text(ruleVerb(rule.kind, rule.action)),
            shown.takeIf { label != null },
            count(R.plurals.rule_hits, rule.hits).takeIf { rule.hits > 0 },
            rule.expiresMillis?.let { text(R.string.rule_until, whenInSentence(it, now)) },
            rule.lastHitMillis?.let { text(R.string.rule_last_hit, whenInSentence(it, now)) },
        ),
        on = rule.enabled,
    )
}

internal fun ruleIcon(kind: RuleKind, action: Action): IconStyle = actionIcon(if (kind == RuleKind.ALLOW) Action.ALLOW else action)

private fun ruleVerb(kind: RuleKind, action: Action): Int = when {
    kind == RuleKind.ALLOW -> R.string.rule_rings
    action == Action.SILENCE -> R.string.rule_silenced
    else -> R.string.rule_rejected
}

private fun suggestionRow(suggestion: RuleSuggestion): Row<RulesEvent> = item(
    event = RulesEvent.Suggested(suggestion.pattern),
    icon = IconStyle(R.drawable.ic_idea, Tone.ACCENT),
    title = plain(suggestion.display),
    summary = text(
        R.string.rules_suggestion,
        count(R.plurals.rules_suggestion_calls, suggestion.calls),
        count(R.plurals.rules_suggestion_callers, suggestion.callers),
    ),
)
