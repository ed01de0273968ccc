package org.stufo.ui.objection

import org.stufo.R
import org.stufo.ui.RowsScreen
import org.stufo.ui.rows.Look
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.text

/** The calm answer that gets a number onto the caller's own do-not-call list. */
class WhatToSayScreen : RowsScreen() {
    override val title: Text get() = text(R.string.say_title)

    override fun load() = show(whatToSayRows())
}

internal fun whatToSayRows(): List<Row> = buildList {
    add(Row.Banner(Look(R.drawable.ic_say, Tone.PASSED), text(R.string.say_headline), text(R.string.say_answer), emptyList(), loud = false))
    add(Row.Section(text(R.string.say_works)))
    val good = Look(R.drawable.ic_check, Tone.PASSED)
    add(item(null, good, text(R.string.say_calm), text(R.string.say_calm_why)))
    add(item(null, good, text(R.string.say_who), text(R.string.say_who_why)))
    add(item(null, good, text(R.string.say_note), text(R.string.say_note_why)))
    add(Row.Section(text(R.string.say_fails)))
    val bad = Look(R.drawable.ic_close, Tone.BLOCKED)
    add(item(null, bad, text(R.string.say_insult), text(R.string.say_insult_why)))
    add(item(null, bad, text(R.string.say_wrong), text(R.string.say_wrong_why)))
    add(item(null, bad, text(R.string.say_ring_out), text(R.string.say_ring_out_why)))
    add(Row.Note(text(R.string.say_promise)))
}
