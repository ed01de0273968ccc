package org.stufo.ui.objection

import org.stufo.R
import org.stufo.core.callOrNull
import org.stufo.core.model.Action
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.CallRow
import org.stufo.core.model.ObjectionOverview
import org.stufo.core.noteCall
import org.stufo.core.objectionView
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.plain
import org.stufo.words.text

/** The note that it was said, and the objection which that makes. */
sealed interface SayEvent {
    data object Said : SayEvent

    data object Objection : SayEvent
}

/** The calm answer that gets a number onto the caller's own do-not-call list; for [callId] also the note that it was given. */
class WhatToSayScreen(private val callId: Long?) : RowsScreen<SayEvent>() {
    override val title: Text get() = text(R.string.say_title)

    override fun load() = onCore({ it.objectionView() to callId?.let(it::callOrNull) }) { (view, call) ->
        show(whatToSayRows(view, call))
    }

    override fun onEvent(event: SayEvent) {
        val id = callId ?: return
        when (event) {
            SayEvent.Said -> onCore({ it.noteCall(id, CallOutcome.OBJECTED) }) {
                host.say(text(R.string.say_noted))
                load()
            }
            SayEvent.Objection -> host.go(Route.Objection(null, id))
        }
    }
}

internal fun whatToSayRows(view: ObjectionOverview, call: CallRow?): List<Row<SayEvent>> = buildList {
    val say = view.say
    val words = if (say == null) text(R.string.say_general) else text(R.string.say_quoted, plain(say.words))
    add(Row.Banner(IconStyle(R.drawable.ic_say, Tone.PASSED), text(R.string.say_headline), words, emptyList(), loud = false))
    if (say != null) add(Row.Note(say.meaning.text()))
    view.register?.takeIf { it.enrolledOn == null && it.closedOn == null }?.let {
        add(Row.Note(text(R.string.say_not_enrolled, plain(it.short))))
    }
    if (call != null && call.action != Action.REJECT) add(saidRow(call))
    add(Row.Section(text(R.string.say_works)))
    val good = IconStyle(R.drawable.ic_check, Tone.PASSED)
    add(item(null, good, text(R.string.say_calm), text(R.string.say_calm_why)))
    add(item(null, good, text(R.string.say_who), text(R.string.say_who_why)))
    add(item(null, good, text(R.string.say_note), text(R.string.say_note_why)))
    add(Row.Section(text(R.string.say_fails)))
    val bad = IconStyle(R.drawable.ic_close, Tone.BLOCKED)
    add(item(null, bad, text(R.string.say_insult), text(R.string.say_insult_why)))
    add(item(null, bad, text(R.string.say_wrong), text(R.string.say_wrong_why)))
    add(item(null, bad, text(R.string.say_ring_out), text(R.string.say_ring_out_why)))
    add(Row.Note(text(R.string.say_promise)))
}

private fun saidRow(call: CallRow): Row<SayEvent> = if (call.outcome == CallOutcome.OBJECTED) {
    item(SayEvent.Objection, IconStyle(R.drawable.ic_check, Tone.PASSED), text(R.string.say_noted), text(R.string.say_noted_words))
} else {
    item(SayEvent.Said, IconStyle(R.drawable.ic_objection, Tone.ACCENT), text(R.string.say_objected), text(R.string.say_objected_words), opens = false)
}
