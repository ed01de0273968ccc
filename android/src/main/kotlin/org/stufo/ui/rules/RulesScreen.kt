package org.stufo.ui.rules

import org.stufo.R
import org.stufo.core.enableRule
import org.stufo.core.model.RuleKind
import org.stufo.core.model.RuleRow
import org.stufo.core.rules
import org.stufo.core.suggestions
import org.stufo.ui.screen.HeaderAction
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.Tab
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text

/** The user's own rules, most specific first, and what past calls suggest. */
class RulesScreen : RowsScreen<RulesEvent>() {
    @Transient
    private var rules: List<RuleRow> = emptyList()

    override val tab get() = Tab.RULES

    override val title: Text get() = text(R.string.rules_title)

    override val actions get() = listOf(HeaderAction(R.drawable.ic_add, text(R.string.rules_add), onClick = ::addRule))

    override fun load() = onCore({ it.rules() to it.suggestions() }) { (rules, suggestions) ->
        this.rules = rules
        show(rulesRows(rules, suggestions, now()))
    }

    override fun onEvent(event: RulesEvent) {
        when (event) {
            RulesKey.ADD -> addRule()
            RulesKey.WHAT_IF -> host.go(WhatIfScreen())
            is RulesEvent.Suggested -> host.go(RuleEditScreen(RuleForm.fresh(RuleKind.BLOCK, event.pattern)))
            is RulesEvent.Open -> rules.firstOrNull { it.id == event.id }?.let { host.go(RuleEditScreen(RuleForm.of(it))) }
            is RulesEvent.Enabled -> onCore({ it.enableRule(event.id, event.on) }) { load() }
        }
    }

    private fun addRule() = host.go(RuleEditScreen(RuleForm.fresh(RuleKind.BLOCK, "")))
}
