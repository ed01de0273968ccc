package org.stufo.ui.history

import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import org.stufo.R
import org.stufo.core.call
import org.stufo.core.callWanted
import org.stufo.core.deleteCall
import org.stufo.core.model.CallDetails
import org.stufo.core.model.CallRow
import org.stufo.core.model.CallerView
import org.stufo.core.model.Outcome
import org.stufo.core.noteCall
import org.stufo.ui.Screen
import org.stufo.ui.Ui
import org.stufo.ui.bindVerdict
import org.stufo.ui.callerAbout
import org.stufo.ui.callerName
import org.stufo.ui.dayAndTime
import org.stufo.ui.fillCalls
import org.stufo.ui.fillTrace
import org.stufo.ui.inflate
import org.stufo.ui.outcomeWord
import org.stufo.ui.resources
import org.stufo.ui.rules.RuleScreen
import org.stufo.ui.sayFault
import org.stufo.ui.showIf
import org.stufo.ui.verdictIcon
import org.stufo.ui.verdictWord
import org.stufo.ui.view
import org.stufo.ui.why

/** One call: why, what every stage saw, who called before and from nearby; allow or block from here. */
class CallScreen(private val id: Long) : Screen() {
    override fun title(ui: Ui): String = ui.resources.getString(R.string.screen_call_title)

    override fun createView(ui: Ui, container: ViewGroup): View = ui.inflate(R.layout.call_screen, container).also { view ->
        view.visibility = View.INVISIBLE
        ui.onCore({ it.call(id) }) {
            bind(ui, view, it)
            view.visibility = View.VISIBLE
        }
    }

    private fun bind(ui: Ui, view: View, details: CallDetails) {
        val call = details.call
        view.view<TextView>(R.id.call_caller).text = callerName(ui.resources, call.caller)
        val about = listOf(callerAbout(ui.resources, call.caller), dayAndTime(ui.resources, call.at.utcMillis))
        view.view<TextView>(R.id.call_about).text = about.filter(String::isNotEmpty).joinToString(" · ")
        bindVerdict(
            view.view(R.id.call_verdict),
            verdictIcon(call.action),
            ui.resources.getString(verdictWord(call.action)),
            why(ui.resources, call.reason, call.source),
        )
        bindActions(ui, view, call, details.rangePattern)
        bindOutcomes(ui, view.view(R.id.call_outcomes), call)
        fillTrace(ui, view.view(R.id.call_trace), details.trace)
        fillCalls(ui, view.view(R.id.call_earlier), details.earlier)
        fillCalls(ui, view.view(R.id.call_neighbours), details.neighbours)
        view.view<View>(R.id.call_earlier_head).showIf(details.earlier.isNotEmpty())
        view.view<View>(R.id.call_neighbours_head).showIf(details.neighbours.isNotEmpty())
    }

    private fun bindActions(ui: Ui, view: View, call: CallRow, range: String?) {
        val number = call.caller.number.takeIf {
            call.caller.kind == CallerView.Kind.NUMBER || call.caller.kind == CallerView.Kind.SHORT_CODE
        }
        for (id in listOf(R.id.call_allow, R.id.call_block, R.id.call_back, R.id.call_share)) {
            view.view<View>(id).showIf(number != null)
        }
        view.view<View>(R.id.call_block_range).showIf(range != null)
        view.view<View>(R.id.call_delete).setOnClickListener {
            ui.onCore({ it.deleteCall(id) }, ui::sayFault) {
                ui.say(R.string.call_deleted_done)
                ui.back()
            }
        }
        if (number == null) return
        view.view<View>(R.id.call_allow).setOnClickListener {
            ui.onCore({ it.callWanted(id) }, ui::sayFault) {
                ui.say(R.string.call_allowed_done)
                ui.refresh()
            }
        }
        view.view<View>(R.id.call_block).setOnClickListener { ui.go(RuleScreen.blocking(number)) }
        view.view<View>(R.id.call_block_range).setOnClickListener { range?.let { ui.go(RuleScreen.blocking(it)) } }
        view.view<View>(R.id.call_back).setOnClickListener { callBack(ui, call, number) }
        view.view<View>(R.id.call_share).setOnClickListener { shareText(ui, number) }
    }

    private fun bindOutcomes(ui: Ui, container: ViewGroup, call: CallRow) {
        container.removeAllViews()
        for (outcome in Outcome.entries) {
            val chip = ui.inflate(R.layout.chip, container) as TextView
            chip.setText(outcomeWord(outcome))
            chip.isActivated = call.outcome == outcome
            chip.isSelected = chip.isActivated
            val chosen = outcome.takeIf { call.outcome != outcome }
            chip.setOnClickListener { ui.onCore({ it.noteCall(id, chosen) }, ui::sayFault) { ui.refresh() } }
            container.addView(chip)
        }
    }
}
