package org.stufo.ui.rules

import android.Manifest
import android.app.Dialog
import org.stufo.R
import org.stufo.core.CoreException
import org.stufo.core.deleteRule
import org.stufo.core.error
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.RuleKind
import org.stufo.core.preview
import org.stufo.core.rules
import org.stufo.core.saveRule
import org.stufo.ui.permissions.ASK_PHONE_STATE
import org.stufo.ui.permissions.Phone
import org.stufo.ui.screen.HeaderAction
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.confirmDialog
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text
import java.io.Serializable

/** A rule being made or changed, with what it would have done to past calls. */
class RuleEditScreen(private var form: RuleForm) :
    RowsScreen<FormEvent>(),
    TakesHours {
    /** A saved rule, read when the screen is first shown. */
    constructor(id: Long) : this(RuleForm.fresh(RuleKind.BLOCK, "").copy(id = id)) {
        isRead = false
    }

    private var isRead = true

    @Transient
    private var checked: Checked? = null

    /** Of the newest request: an answer to an older one is dropped. */
    @Transient
    private var requestId = 0

    /** As it was when the screen was opened. */
    private var asOpened = form

    override val title: Text get() = text(if (form.id == 0L) R.string.rule_new else R.string.rule_edit)

    override val actions get() = listOf(HeaderAction(R.drawable.ic_check, text(R.string.action_save), onClick = ::save))

    override fun load() {
        if (!isRead) return read()
        draw()
        check()
    }

    private fun read() = onCore({ core -> core.rules().firstOrNull { it.id == form.id } }) { rule ->
        if (rule == null) {
            host.say(text(R.string.error_not_found))
            return@onCore host.goBack()
        }
        form = RuleForm.of(rule)
        asOpened = form
        isRead = true
        load()
    }

    private fun draw() = show(formRows(form, checked ?: Checked.Nothing, now()))

    private fun check() {
        val request = ++requestId
        if (form.pattern.isBlank()) {
            checked = Checked.Nothing
            return draw()
        }
        val draft = form.toDraft()
        onCore({ it.preview(draft) }, failed = {
            if (request == requestId) {
                checked = if (it is CoreException && it.error == ErrorCode.BAD_PATTERN) Checked.Unreadable else Checked.Nothing
                draw()
            }
        }) {
            if (request == requestId) {
                checked = Checked.Read(it)
                draw()
            }
        }
    }

    override fun onEvent(event: FormEvent) {
        when (event) {
            is FormEvent.Pattern -> typed(event.text)
            is FormEvent.Label -> form = form.copy(label = event.text)
            is FormEvent.Enabled -> form = form.copy(enabled = event.on)
            is FormEvent.Kind -> choose(form.copy(kind = event.kind))
            is FormEvent.Decides -> choose(form.copy(action = event.action))
            is FormEvent.Sim -> choose(form.copy(sim = event.slot.takeIf { it > 0 }))
            is FormEvent.Lasts -> choose(form.copy(expiresMillis = event.days.takeIf { it > 0 }?.let { now().millis + it * DAY_MILLIS }))
            is FormEvent.Valid -> choose(form.copy(hours = if (event.at == When.ALWAYS) emptyList() else listOf(Hours.WORKING)))
            is FormEvent.Hours -> host.go(HoursScreen(event.index, form.hours[event.index]))
            FormKey.ADD_HOURS -> host.go(HoursScreen(form.hours.size, Hours.WORKING))
            FormKey.SAVE -> save()
            FormKey.DELETE -> openDialog(FormKey.DELETE)
        }
    }

    private fun typed(pattern: String) {
        if (pattern == form.pattern) return
        form = form.copy(pattern = pattern)
        check()
    }

    private fun choose(chosen: RuleForm) {
        form = chosen
        // Which SIM rings can only be told with this permission; without it such a rule waits.
        if (form.sim != null && !Phone.isGranted(context, Manifest.permission.READ_PHONE_STATE)) {
            host.askPermission(Manifest.permission.READ_PHONE_STATE, ASK_PHONE_STATE)
        }
        load()
    }

    override fun dialog(key: Serializable): Dialog = if (key == FormKey.SAVE) {
        host.confirmDialog(text(R.string.rule_leave_question), text(R.string.rule_leave_words), text(R.string.rule_leave)) { left() }
    } else {
        host.confirmDialog(text(R.string.rule_delete_question), null, text(R.string.action_delete)) {
            onCore({ it.deleteRule(form.id) }) { left() }
        }
    }

    /** What was typed is not lost by a slip of the finger. */
    override fun onBack(): Boolean {
        if (form == asOpened || form.pattern.isBlank()) return false
        openDialog(FormKey.SAVE)
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
