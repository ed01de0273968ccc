package org.stufo.ui.rules

import org.stufo.R
import org.stufo.core.explain
import org.stufo.core.model.Action
import org.stufo.core.model.Contact
import org.stufo.core.model.Explanation
import org.stufo.core.model.RuleKind
import org.stufo.core.settings
import org.stufo.ui.calls.callIcon
import org.stufo.ui.calls.foldedTrace
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.tonal
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.callerPlace
import org.stufo.words.callerTitle
import org.stufo.words.joined
import org.stufo.words.reasonText
import org.stufo.words.text
import org.stufo.words.wouldText

/** What the user asks, and does with the answer. */
sealed interface WhatIfEvent {
    data class Number(val text: String) : WhatIfEvent

    data class InContacts(val known: Boolean) : WhatIfEvent

    /** A rule of this kind for the number. */
    data object Trace : WhatIfEvent

    data class Rule(val kind: RuleKind) : WhatIfEvent
}

/** "What if this number called?" Nothing is recorded. */
class WhatIfScreen(private var number: String = "", private var inContacts: Boolean = false) : RowsScreen<WhatIfEvent>() {
    private var wholeTrace = false

    @Transient
    private var answer: Explanation? = null

    @Transient
    private var homeRegion = ""

    @Transient
    private var requestId = 0

    override val title: Text get() = text(R.string.what_if_short)

    override fun load() {
        draw()
        explain()
    }

    private fun draw() = show(whatIfRows(number, inContacts, answer, homeRegion, wholeTrace))

    private fun explain() {
        val request = ++requestId
        if (number.isBlank()) {
            answer = null
            return draw()
        }
        val address = number
        val contact = if (inContacts) Contact.FOUND else Contact.NOT_FOUND
        onCore({ it.explain(address, contact) to it.settings().region }) { (explanation, region) ->
            if (request != requestId) return@onCore
            answer = explanation
            homeRegion = region
            draw()
        }
    }

    override fun onEvent(event: WhatIfEvent) {
        when (event) {
            is WhatIfEvent.Number -> typed(event.text)
            is WhatIfEvent.InContacts -> {
                inContacts = event.known
                explain()
            }
            WhatIfEvent.Trace -> {
                wholeTrace = !wholeTrace
                draw()
            }
            is WhatIfEvent.Rule -> host.go(RuleEditScreen(RuleForm.fresh(event.kind, answer?.caller?.number ?: number)))
        }
    }

    private fun typed(text: String) {
        if (text == number) return
        number = text
        explain()
    }
}

internal fun whatIfRows(number: String, inContacts: Boolean, answer: Explanation?, homeRegion: String, wholeTrace: Boolean): List<Row<WhatIfEvent>> =
    buildList {
        add(Row.Field(WhatIfEvent::Number, text(R.string.what_if_number), text(R.string.what_if_hint), number, text(R.string.what_if_help), Typed.PHONE))
        add(
            Row.Chips(
                WhatIfEvent::InContacts,
                null,
                text(R.string.what_if_contact),
                listOf(Option(false, text(R.string.what_if_stranger)), Option(true, text(R.string.what_if_known))),
                inContacts,
            ),
        )
        if (answer == null) {
            add(Row.Empty(IconStyle(R.drawable.ic_question, Tone.NEUTRAL), text(R.string.what_if_empty_title), text(R.string.what_if_empty_words)))
            return@buildList
        }
        add(
            Row.Banner(
                icon = callIcon(answer.action, answer.reason),
                title = wouldText(answer.action),
                words = joined("\n", callerTitle(answer.caller), callerPlace(answer.caller, homeRegion), reasonText(answer.reason, answer.source?.text())),
                buttons = when {
                    answer.neverBlock -> emptyList()
                    answer.action == Action.ALLOW -> listOf(
                        tonal(WhatIfEvent.Rule(RuleKind.BLOCK), text(R.string.action_block)),
                        outlined(WhatIfEvent.Rule(RuleKind.ALLOW), text(R.string.action_allow)),
                    )
                    else -> listOf(
                        tonal(WhatIfEvent.Rule(RuleKind.ALLOW), text(R.string.action_allow)),
                        outlined(WhatIfEvent.Rule(RuleKind.BLOCK), text(R.string.action_block)),
                    )
                },
                loud = false,
            ),
        )
        add(Row.Section(text(R.string.call_trace)))
        addAll(foldedTrace(answer.trace, wholeTrace, WhatIfEvent.Trace))
    }
