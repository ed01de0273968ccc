/** The form of a rule, with what it would have done to past calls. Pure. */
package org.stufo.ui.rules

import org.stufo.R
import org.stufo.core.model.Action
import org.stufo.core.model.PatternKind
import org.stufo.core.model.RuleKind
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.text
import org.stufo.words.whenNear

/** What the user types and chooses of a rule. */
sealed interface FormEvent {
    data class Kind(val kind: RuleKind) : FormEvent

    data class Pattern(val text: String) : FormEvent

    data class Label(val text: String) : FormEvent

    data class Decides(val action: Action) : FormEvent

    data class Sim(val slot: Int) : FormEvent

    data class Valid(val at: When) : FormEvent

    data class Enabled(val on: Boolean) : FormEvent

    /** 0: it stays. */
    data class Lasts(val days: Int) : FormEvent

    data class Hours(val index: Int) : FormEvent
}

enum class FormKey : FormEvent { ADD_HOURS, SAVE, DELETE }

enum class When { ALWAYS, AT_HOURS }

internal fun formRows(form: RuleForm, checked: Checked, now: Now): List<Row<FormEvent>> = buildList {
    add(
        Row.Chips(
            FormEvent::Kind,
            text(R.string.rule_kind),
            null,
            listOf(Option(RuleKind.BLOCK, text(R.string.rule_kind_block)), Option(RuleKind.ALLOW, text(R.string.rule_kind_allow))),
            form.kind,
        ),
    )
    add(Row.Field(FormEvent::Pattern, text(R.string.rule_pattern), text(R.string.rule_pattern_hint), form.pattern, patternHelp(checked), Typed.PATTERN))
    add(Row.Field(FormEvent::Label, text(R.string.rule_label), text(R.string.rule_label_hint), form.label, null, Typed.TEXT))
    if (form.kind == RuleKind.BLOCK) {
        add(
            Row.Chips(
                FormEvent::Decides,
                text(R.string.rule_action),
                text(actionWords(form.action)),
                listOf(Option(Action.REJECT, text(R.string.action_reject)), Option(Action.SILENCE, text(R.string.action_silence))),
                form.action,
            ),
        )
    }
    addAll(previewRows(checked, form.kind, now))
    add(Row.Section(text(R.string.rule_more)))
    add(
        Row.Chips(
            FormEvent::Valid,
            text(R.string.rule_when),
            null,
            listOf(Option(When.ALWAYS, text(R.string.rule_always)), Option(When.AT_HOURS, text(R.string.rule_at_hours))),
            if (form.hours.isEmpty()) When.ALWAYS else When.AT_HOURS,
        ),
    )
    addAll(hoursRows(form.hours, FormEvent::Hours, FormKey.ADD_HOURS))
    add(
        Row.Chips(
            FormEvent::Sim,
            text(R.string.rule_sim),
            text(R.string.rule_sim_words),
            listOf(Option(0, text(R.string.rule_sim_any)), Option(1, text(R.string.rule_sim_n, 1)), Option(2, text(R.string.rule_sim_n, 2))),
            form.sim ?: 0,
        ),
    )
    add(lastsRow(form, now))
    if (form.id != 0L) add(Row.Toggle(FormEvent::Enabled, null, text(R.string.rule_enabled), null, form.enabled))
    add(
        Row.Actions(
            buildList {
                add(primary(FormKey.SAVE, text(R.string.action_save)))
                if (form.id != 0L) add(textButton(FormKey.DELETE, text(R.string.action_delete)))
            },
        ),
    )
}

/** For good, or for some days from now; a rule that has an end shows it. */
private fun lastsRow(form: RuleForm, now: Now): Row<FormEvent> {
    val days = form.expiresMillis?.let { ((it - now.millis + DAY_MILLIS - 1) / DAY_MILLIS).toInt().coerceAtLeast(1) } ?: 0
    return Row.Chips(
        FormEvent::Lasts,
        text(R.string.rule_lasts),
        form.expiresMillis?.let { text(R.string.rule_ends, whenNear(it, now)) },
        (listOf(0, 7, 30) + days).distinct().sorted().map { Option(it, if (it == 0) text(R.string.for_ever) else count(R.plurals.days, it)) },
        days,
    )
}

/** [open] makes the event of the hours at an index. */
internal fun <E> hoursRows(hours: List<Hours>, open: (index: Int) -> E, add: E): List<Row<E>> = buildList {
    hours.forEachIndexed { index, each ->
        add(
            item(
                open(index),
                IconStyle(R.drawable.ic_clock, Tone.NEUTRAL),
                if (each.days == Hours.EVERY_DAY) text(R.string.every_day) else Text.Weekdays(each.days),
                text(R.string.from_to, Text.MinuteOfDay(each.fromMinute), Text.MinuteOfDay(each.toMinute)),
            ),
        )
    }
    if (hours.isNotEmpty()) add(Row.Buttons(listOf(outlined(add, text(R.string.hours_add)))))
}

private fun actionWords(action: Action): Int = if (action == Action.SILENCE) R.string.action_silence_words else R.string.action_reject_words

private fun patternHelp(checked: Checked): Text = when (checked) {
    Checked.Nothing -> text(R.string.rule_pattern_help)
    Checked.Unreadable -> text(R.string.error_bad_pattern)
    is Checked.Read -> dotted(
        text(R.string.pattern_reads, text(kindWords(checked.preview.patternKind)), checked.preview.display),
        checked.preview.covers?.let { count(R.plurals.pattern_covers, it) },
    ) ?: text(R.string.rule_pattern_help)
}

private fun kindWords(kind: PatternKind?): Int = when (kind) {
    PatternKind.EXACT -> R.string.pattern_exact
    PatternKind.PREFIX -> R.string.pattern_prefix
    PatternKind.WILDCARD -> R.string.pattern_wildcard
    PatternKind.REGEX -> R.string.pattern_regex
    null -> R.string.pattern_other
}

internal const val DAY_MILLIS = 86_400_000L
