package org.stufo.ui.rules

import android.Manifest
import android.app.Dialog
import java.io.Serializable
import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.CoreException
import org.stufo.core.deleteRule
import org.stufo.core.model.RuleKind
import org.stufo.core.preview
import org.stufo.core.saveRule
import org.stufo.ui.permissions.ASK_PHONE_STATE
import org.stufo.ui.permissions.Phone
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.question
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text

/** A rule being made or changed, with what it would have done to past calls. */
class RuleEditScreen(private var form: RuleForm) : RowsScreen(), TakesHours {
    @Transient
    private var checked: Checked? = null

    /** An answer to an older text is dropped. */
    @Transient
    private var question = 0

    /** As it was when the screen was opened. */
    private val asOpened = form

    override val title: Text get() = text(if (form.id == 0L) R.string.rule_new else R.string.rule_edit)

    override fun load() {
        draw()
        check()
    }

    private fun draw() = show(formRows(form, checked ?: Checked.Nothing, now()))

    private fun check() {
        val asked = ++question
        if (form.pattern.isBlank()) {
            checked = Checked.Nothing
            return draw()
        }
        val draft = form.toDraft()
        onCore({ it.preview(draft) }, failed = {
            if (asked == question) {
                checked = if (it is CoreException && it.code == CoreException.BAD_PATTERN) Checked.Unreadable else Checked.Nothing
                draw()
            }
        }) {
            if (asked == question) {
                checked = Checked.Read(it)
                draw()
            }
        }
    }

    override fun onField(key: Any, text: String) {
        if (key == FormKey.LABEL) form = form.copy(label = text)
        if (key == FormKey.PATTERN && text != form.pattern) {
            form = form.copy(pattern = text)
            check()
        }
    }

    override fun onChip(key: Any, option: Any) {
        form = when (key as FormKey) {
            FormKey.KIND -> form.copy(kind = option as RuleKind)
            FormKey.ACTION -> form.copy(action = option as Action)
            FormKey.SIM -> form.copy(sim = (option as Int).takeIf { it > 0 })
            FormKey.WHEN -> form.copy(hours = if (option == When.ALWAYS) emptyList() else listOf(Hours.WORKING))
            else -> form
        }
        // Which SIM rings can only be told with this permission; without it such a rule waits.
        if (form.sim != null && !Phone.isGranted(context, Manifest.permission.READ_PHONE_STATE)) {
            host.askPermission(Manifest.permission.READ_PHONE_STATE, ASK_PHONE_STATE)
        }
        load()
    }

    override fun onToggle(key: Any, on: Boolean) {
        form = form.copy(enabled = on)
    }

    override fun onRow(key: Any) {
        when (key) {
            is HoursKey -> host.go(HoursScreen(key.index, form.hours[key.index]))
            FormKey.ADD_HOURS -> host.go(HoursScreen(form.hours.size, Hours.WORKING))
            FormKey.SAVE -> save()
            FormKey.DELETE -> ask(FormKey.DELETE)
        }
    }

    override fun dialog(key: Serializable): Dialog = if (key == FormKey.SAVE) {
        host.question(text(R.string.rule_leave_question), text(R.string.rule_leave_words), text(R.string.rule_leave)) { left() }
    } else {
        host.question(text(R.string.rule_delete_question), null, text(R.string.action_delete)) {
            onCore({ it.deleteRule(form.id) }) { left() }
        }
    }

    /** What was typed is not lost by a slip of the finger. */
    override fun onBack(): Boolean {
        if (form == asOpened || form.pattern.isBlank()) return false
        ask(FormKey.SAVE)
        return true
    }

    private fun left() {
        form = asOpened
        host.goBack()
    }

    private fun save() {
        if (form.pattern.isBlank()) return host.say(text(R.string.rule_pattern_missing))
        val draft = form.toDraft()
        onCore({ it.saveRule(draft) }) {
            host.say(text(R.string.rule_saved))
            left()
        }
    }

    override fun takeHours(index: Int, hours: Hours?) {
        form = form.copy(hours = form.hours.replaced(index, hours))
    }
}
