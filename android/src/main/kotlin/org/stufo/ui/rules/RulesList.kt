package org.stufo.ui.rules

import android.view.View
import android.view.ViewGroup
import android.widget.BaseAdapter
import android.widget.ImageView
import android.widget.Switch
import android.widget.TextView
import org.stufo.R
import org.stufo.core.enableRule
import org.stufo.core.model.RuleView
import org.stufo.ui.Ui
import org.stufo.ui.inflate
import org.stufo.ui.resources
import org.stufo.ui.sayFault
import org.stufo.ui.view

/** The rows of the rules; the switch turns a rule off without losing it. */
internal class RulesList(private val ui: Ui, private val rules: List<RuleView>) : BaseAdapter() {
    override fun getCount(): Int = rules.size

    override fun getItem(position: Int): RuleView = rules[position]

    override fun getItemId(position: Int): Long = rules[position].id

    override fun getView(position: Int, old: View?, parent: ViewGroup): View =
        (old ?: ui.inflate(R.layout.rule_row, parent)).also { bind(it, rules[position]) }

    private fun bind(view: View, rule: RuleView) {
        val line = ruleLine(ui.resources, rule)
        view.view<ImageView>(R.id.rule_row_icon).setImageResource(line.icon)
        view.view<TextView>(R.id.rule_row_name).text = line.name
        view.view<TextView>(R.id.rule_row_about).text = line.about
        view.setOnClickListener { ui.go(RuleScreen.editing(rule)) }
        view.view<Switch>(R.id.rule_row_switch).apply {
            setOnCheckedChangeListener(null)
            isChecked = line.on
            contentDescription = ui.resources.getString(R.string.a11y_rule_switch, line.name)
            setOnCheckedChangeListener { _, on ->
                ui.onCore({ it.enableRule(rule.id, on) }, ui::sayFault) { ui.refresh() }
            }
        }
    }
}
