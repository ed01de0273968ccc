package org.stufo.ui.rules

import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.TextView
import org.stufo.R
import org.stufo.core.Contact
import org.stufo.core.explain
import org.stufo.core.model.Explanation
import org.stufo.ui.Screen
import org.stufo.ui.Ui
import org.stufo.ui.afterTyping
import org.stufo.ui.bindVerdict
import org.stufo.ui.callerAbout
import org.stufo.ui.callerName
import org.stufo.ui.fillTrace
import org.stufo.ui.inflate
import org.stufo.ui.resources
import org.stufo.ui.showIf
import org.stufo.ui.verdictIcon
import org.stufo.ui.view
import org.stufo.ui.why
import org.stufo.ui.wouldWord

/** "What if this number called?" Nothing is recorded. */
class WhatIfScreen : Screen() {
    private var number = ""
    private var hidden = false

    override fun title(ui: Ui): String = ui.resources.getString(R.string.screen_whatif_title)

    override fun createView(ui: Ui, container: ViewGroup): View = ui.inflate(R.layout.whatif_screen, container).also { view ->
        view.view<EditText>(R.id.whatif_number).apply {
            setText(number)
            afterTyping {
                number = it
                hidden = false
                ask(ui, view)
            }
        }
        view.view<View>(R.id.whatif_hidden).setOnClickListener {
            hidden = true
            ask(ui, view)
        }
        ask(ui, view)
    }

    private fun ask(ui: Ui, view: View) {
        val asked = number.trim().takeUnless { hidden }
        if (asked?.isEmpty() == true) return view.view<View>(R.id.whatif_result).showIf(false)
        val presentation = if (asked == null) RESTRICTED else ALLOWED
        ui.onCore({ it.explain(asked, Contact.NOT_FOUND, presentation) }) { answer ->
            if (asked == number.trim().takeUnless { hidden }) bind(ui, view, answer)
        }
    }

    private fun bind(ui: Ui, view: View, answer: Explanation) {
        view.view<View>(R.id.whatif_result).showIf(true)
        view.view<TextView>(R.id.whatif_caller).text = callerName(ui.resources, answer.caller)
        view.view<TextView>(R.id.whatif_about).text = callerAbout(ui.resources, answer.caller)
        bindVerdict(
            view.view(R.id.whatif_verdict),
            verdictIcon(answer.action),
            ui.resources.getString(wouldWord(answer.action)),
            why(ui.resources, answer.reason, answer.source),
        )
        fillTrace(ui, view.view(R.id.whatif_trace), answer.trace)
    }

    companion object {
        // TelecomManager.PRESENTATION_*
        private const val ALLOWED = 1
        private const val RESTRICTED = 2
    }
}
