package org.stufo.ui.rules

import android.view.View
import android.view.ViewGroup
import android.widget.LinearLayout
import android.widget.ListView
import android.widget.TextView
import org.stufo.R
import org.stufo.core.model.RuleView
import org.stufo.core.model.Suggestion
import org.stufo.core.rules
import org.stufo.core.suggestions
import org.stufo.ui.Screen
import org.stufo.ui.Tab
import org.stufo.ui.Ui
import org.stufo.ui.inflate
import org.stufo.ui.resources
import org.stufo.ui.showIf
import org.stufo.ui.view

/** The person's own rules, the most precise first, and what past calls suggest. */
class RulesScreen : Screen() {
    override val tab: Tab get() = Tab.RULES

    override fun title(ui: Ui): String = ui.resources.getString(R.string.screen_rules_title)

    override fun createView(ui: Ui, container: ViewGroup): View = ui.inflate(R.layout.rules_screen, container).also { view ->
        view.view<View>(R.id.rules_add).setOnClickListener { ui.go(RuleScreen.new()) }
        ui.onCore({ it.rules() to it.suggestions() }) { (rules, suggestions) -> bind(ui, view, rules, suggestions) }
    }

    private fun bind(ui: Ui, view: View, rules: List<RuleView>, suggestions: List<Suggestion>) {
        val list = view.view<ListView>(R.id.rules_list)
        val empty = rules.isEmpty() && suggestions.isEmpty()
        list.addHeaderView(header(ui, list, rules, suggestions), null, false)
        list.adapter = RulesList(ui, rules)
        list.showIf(!empty)
        view.view<View>(R.id.rules_empty).showIf(empty)
        view.view<TextView>(R.id.empty_title).setText(R.string.rules_empty)
        view.view<TextView>(R.id.empty_text).setText(R.string.rules_empty_text)
    }

    private fun header(ui: Ui, list: ListView, rules: List<RuleView>, suggestions: List<Suggestion>): View {
        val header = LinearLayout(ui.activity).apply { orientation = LinearLayout.VERTICAL }
        if (suggestions.isNotEmpty()) header.addView(head(ui, header, R.string.rules_suggested))
        for (suggestion in suggestions.take(SUGGESTED)) header.addView(suggestionView(ui, list, suggestion))
        if (rules.isNotEmpty()) header.addView(head(ui, header, R.string.rules_order))
        return header
    }

    private fun head(ui: Ui, parent: ViewGroup, text: Int): View = ui.inflate(R.layout.day_row, parent).also {
        it.view<TextView>(R.id.day_row_text).setText(text)
    }

    private fun suggestionView(ui: Ui, parent: ViewGroup, suggestion: Suggestion): View {
        // A list's own layout parameters know no margins: the card stands in a frame.
        val frame = LinearLayout(ui.activity)
        val row = ui.inflate(R.layout.suggestion_row, frame)
        val callers = ui.resources.getQuantityString(R.plurals.suggestion_callers, suggestion.callers, suggestion.callers)
        val calls = ui.resources.getQuantityString(R.plurals.count_calls, suggestion.calls, suggestion.calls)
        row.view<TextView>(R.id.suggestion_name).text = suggestion.display
        row.view<TextView>(R.id.suggestion_about).text = listOf(callers, calls).joinToString(" · ")
        row.view<View>(R.id.suggestion_accept).setOnClickListener { ui.go(RuleScreen.blocking(suggestion.pattern)) }
        frame.addView(row)
        return frame
    }

    private companion object {
        const val SUGGESTED = 3
    }
}
