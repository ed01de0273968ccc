package org.stufo.ui.calls

import android.app.Dialog
import org.stufo.R
import org.stufo.core.decideCallers
import org.stufo.core.deleteCall
import org.stufo.core.model.CallGroup
import org.stufo.core.model.RuleKind
import org.stufo.ui.screen.HeaderAction
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.Screen
import org.stufo.ui.screen.confirmDialog
import org.stufo.ui.screen.copyText
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.of
import org.stufo.words.text
import java.io.Serializable

/** A list of calls of which some can be chosen by a long press: then the header has what can be done with them. */
abstract class ChoosingScreen : Screen() {
    internal val chosen = ChosenCalls()

    /** While nothing is chosen. */
    protected abstract val allTitle: Text

    protected abstract val allActions: List<HeaderAction>

    /** What is shown under the id of its newest call. */
    protected abstract fun group(id: Long): CallGroup?

    /** Shows again what is there, with other rows chosen. */
    protected abstract fun redraw()

    override val title: Text get() = if (chosen.isEmpty) allTitle else count(R.plurals.history_chosen, chosen.ids.size)

    override val actions: List<HeaderAction>
        get() = if (chosen.isEmpty) {
            allActions
        } else {
            listOf(
                HeaderAction(R.drawable.ic_block, text(R.string.action_block)) { decide(RuleKind.BLOCK) },
                HeaderAction(R.drawable.ic_allow, text(R.string.action_allow)) { decide(RuleKind.ALLOW) },
                HeaderAction(R.drawable.ic_copy, text(R.string.call_copy), onClick = ::copy),
                HeaderAction(R.drawable.ic_delete, text(R.string.action_delete)) { openDialog(DELETE) },
            )
        }

    /** While calls are chosen, a tap chooses another one. */
    protected fun tapped(id: Long) = if (chosen.isEmpty) host.go(Route.Call(id)) else choose(id)

    protected fun choose(id: Long) {
        chosen.turn(group(id) ?: return)
        showChosen()
    }

    private fun chooseNone() {
        chosen.clear()
        showChosen()
    }

    private fun showChosen() {
        redraw()
        host.showHeader()
    }

    override fun onBack(): Boolean {
        if (chosen.isEmpty) return false
        chooseNone()
        return true
    }

    private fun decide(kind: RuleKind) {
        val numbers = chosen.numbers
        if (numbers.isEmpty()) return host.say(text(R.string.history_no_number))
        val said = text(if (kind == RuleKind.BLOCK) R.string.block_done else R.string.block_allowed, chosen.said())
        onCore({ it.decideCallers(kind, numbers) }) { undo ->
            host.offerUndo(said, undo)
            chooseNone()
            onReturn()
        }
    }

    private fun copy() {
        val numbers = chosen.numbers
        if (numbers.isEmpty()) return host.say(text(R.string.history_no_number))
        host.copyText(title.of(context), numbers.joinToString("\n"))
        chooseNone()
    }

    override fun dialog(key: Serializable): Dialog {
        val ids = chosen.ids
        return host.confirmDialog(count(R.plurals.history_delete_question, ids.size), text(R.string.call_delete_words), text(R.string.action_delete)) {
            onCore({ core -> ids.forEach(core::deleteCall) }) {
                chooseNone()
                onReturn()
            }
        }
    }

    private companion object {
        const val DELETE = "delete"
    }
}
