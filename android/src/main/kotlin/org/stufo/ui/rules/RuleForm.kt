package org.stufo.ui.rules

import org.stufo.core.model.Action
import org.stufo.core.model.Rule
import org.stufo.core.model.RuleKind
import org.stufo.core.model.RuleRow
import org.stufo.core.model.Window
import java.io.Serializable

/** A stretch of the week as the user edits it: kept with the screen. */
data class Hours(val days: Int, val fromMinute: Int, val toMinute: Int) : Serializable {
    fun toWindow() = Window(days, fromMinute, toMinute)

    companion object {
        private const val serialVersionUID = 1L
        const val EVERY_DAY = 0x7F
        private const val WORKDAYS = 0x1F

        fun of(window: Window) = Hours(window.days, window.fromMinute, window.toMinute)

        /** What a new one begins with: the working day. */
        val WORKING = Hours(WORKDAYS, 9 * 60, 18 * 60)

        /** What quiet hours begin with: the night. */
        val NIGHT = Hours(EVERY_DAY, 22 * 60, 7 * 60)
    }
}

/** What is typed and chosen in the rule's form: survives rotation and the end of the process. */
data class RuleForm(
    val id: Long,
    val kind: RuleKind,
    val pattern: String,
    val label: String,
    val action: Action,
    val enabled: Boolean,
    val hours: List<Hours>,
    val sim: Int?,
    /** It ends then; null: it stays. */
    val expiresMillis: Long?,
) : Serializable {
    fun toDraft() = Rule(
        id = id,
        kind = kind,
        pattern = pattern.trim(),
        label = label.trim(),
        action = if (kind == RuleKind.ALLOW) Action.ALLOW else action,
        enabled = enabled,
        schedule = hours.map(Hours::toWindow).takeIf { it.isNotEmpty() },
        sim = sim,
        expiresMillis = expiresMillis,
    )

    companion object {
        private const val serialVersionUID = 1L

        fun fresh(kind: RuleKind, pattern: String) =
            RuleForm(0, kind, pattern, label = "", action = Action.REJECT, enabled = true, hours = emptyList(), sim = null, expiresMillis = null)

        fun of(rule: RuleRow): RuleForm = RuleForm(
            id = rule.id,
            kind = rule.kind,
            pattern = rule.pattern,
            label = rule.label,
            action = if (rule.action == Action.ALLOW) Action.REJECT else rule.action,
            enabled = rule.enabled,
            hours = rule.schedule.orEmpty().map(Hours::of),
            sim = rule.sim,
            expiresMillis = rule.expiresMillis,
        )
    }
}
