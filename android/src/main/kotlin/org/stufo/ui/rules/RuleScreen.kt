package org.stufo.ui.rules

import android.app.AlertDialog
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.RadioGroup
import android.widget.TextView
import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.deleteRule
import org.stufo.core.model.Preview
import org.stufo.core.model.RuleDraft
import org.stufo.core.model.RuleKind
import org.stufo.core.model.RuleView
import org.stufo.core.preview
import org.stufo.core.saveRule
import org.stufo.ui.Screen
import org.stufo.ui.Ui
import org.stufo.ui.afterTyping
import org.stufo.ui.inflate
import org.stufo.ui.resources
import org.stufo.ui.sayFault
import org.stufo.ui.showIf
import org.stufo.ui.view

/** Makes or changes a rule, with what it would have done to past calls below the pattern. */
class RuleScreen private constructor(
    private val id: Long,
    private var pattern: String,
    private var label: String,
    private var action: Action,
    private val enabled: Boolean,
    private val schedule: ArrayList<IntArray>?,
    private val sim: Int?,
) : Screen() {
    override fun title(ui: Ui): String =
        ui.resources.getString(if (id == 0L) R.string.screen_rule_new else R.string.screen_rule_edit)

    override fun createView(ui: Ui, container: ViewGroup): View = ui.inflate(R.layout.rule_screen, container).also { view ->
        view.view<EditText>(R.id.rule_pattern).apply {
            setText(pattern)
            afterTyping { pattern = it; showPreview(ui, view) }
        }
        view.view<EditText>(R.id.rule_label).apply {
            setText(label)
            afterTyping { label = it }
        }
        view.view<RadioGroup>(R.id.rule_what).apply {
            check(buttonOf(action))
            setOnCheckedChangeListener { _, button -> action = actionOf(button); showPreview(ui, view) }
        }
        view.view<View>(R.id.rule_save).setOnClickListener { save(ui, view) }
        view.view<View>(R.id.rule_delete).apply {
            showIf(this@RuleScreen.id != 0L)
            setOnClickListener { askDelete(ui) }
        }
        showPreview(ui, view)
    }

    private fun draft() = RuleDraft(
        id = id,
        kind = if (action == Action.ALLOW) RuleKind.ALLOW else RuleKind.BLOCK,
        pattern = pattern.trim(),
        label = label.trim(),
        action = action,
        enabled = enabled,
        schedule = schedule?.map { org.stufo.core.model.Window(it[0], it[1], it[2]) },
        sim = sim,
    )

    private fun save(ui: Ui, view: View) {
        // What was typed in the last moment counts too.
        pattern = view.view<EditText>(R.id.rule_pattern).text.toString()
        label = view.view<EditText>(R.id.rule_label).text.toString()
        val rule = draft()
        ui.onCore({ it.saveRule(rule) }, ui::sayFault) { ui.back() }
    }

    private fun showPreview(ui: Ui, view: View) {
        val rule = draft()
        if (rule.pattern.isEmpty()) return showBad(view)
        ui.onCore({ it.preview(rule) }, { if (rule == draft()) showBad(view) }) { preview ->
            if (rule == draft()) bind(ui, view, preview)
        }
    }

    private fun bind(ui: Ui, view: View, preview: Preview) {
        view.view<TextView>(R.id.rule_preview).text = previewText(ui.resources, preview)
        val warnings = preview.warnings.joinToString("\n") { ui.resources.getString(warningText(it)) }
        view.view<TextView>(R.id.rule_warnings).apply { text = warnings; showIf(warnings.isNotEmpty()) }
        view.view<View>(R.id.rule_save).isEnabled = true
    }

    private fun showBad(view: View) {
        view.view<TextView>(R.id.rule_preview).setText(R.string.rule_preview_bad)
        view.view<View>(R.id.rule_warnings).showIf(false)
        view.view<View>(R.id.rule_save).isEnabled = false
    }

    private fun askDelete(ui: Ui) {
        AlertDialog.Builder(ui.activity)
            .setTitle(R.string.rule_delete_title)
            .setPositiveButton(R.string.action_delete) { _, _ -> ui.onCore({ it.deleteRule(id) }, ui::sayFault) { ui.back() } }
            .setNegativeButton(R.string.action_cancel, null)
            .show()
    }

    companion object {
        fun new() = RuleScreen(0, "", "", Action.REJECT, true, null, null)

        fun blocking(pattern: String) = RuleScreen(0, pattern, "", Action.REJECT, true, null, null)

        fun editing(rule: RuleView): RuleScreen = rule.draft.run {
            val windows = schedule?.mapTo(ArrayList()) { intArrayOf(it.days, it.fromMinute, it.toMinute) }
            RuleScreen(id, pattern, label, action, enabled, windows, sim)
        }

        private fun buttonOf(action: Action) = when (action) {
            Action.ALLOW -> R.id.rule_ring
            Action.SILENCE -> R.id.rule_silence
            Action.REJECT -> R.id.rule_end
        }

        private fun actionOf(button: Int) = when (button) {
            R.id.rule_ring -> Action.ALLOW
            R.id.rule_silence -> Action.SILENCE
            else -> Action.REJECT
        }
    }
}
