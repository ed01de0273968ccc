package org.stufo.ui.objection

import org.stufo.R
import org.stufo.core.settings
import org.stufo.ui.RowsScreen
import org.stufo.ui.Tab
import org.stufo.ui.rows.Look
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.text

enum class ObjectionKey { SAY, REGISTER, LETTER, COMPLAINT }

/** What ends calls instead of hiding them. */
class ObjectionScreen : RowsScreen() {
    override val tab get() = Tab.OBJECTION

    override val title: Text get() = text(R.string.tab_objection)

    override fun load() = onCore({ it.settings().region }) { show(objectionRows(it)) }

    override fun onRow(key: Any) = when (key as ObjectionKey) {
        ObjectionKey.SAY -> host.go(WhatToSayScreen())
        ObjectionKey.REGISTER -> host.go(RegisterScreen())
        ObjectionKey.LETTER -> host.go(LetterScreen())
        ObjectionKey.COMPLAINT -> host.go(ComplaintScreen())
    }
}

internal fun objectionRows(region: String): List<Row> = buildList {
    add(Row.Banner(Look(R.drawable.ic_objection, Tone.ACCENT), text(R.string.objection_headline), text(R.string.objection_words), emptyList(), loud = false))
    add(item(ObjectionKey.SAY, Look(R.drawable.ic_say, Tone.ACCENT), text(R.string.say_title), text(R.string.say_summary)))
    // The register and its authority are Italy's.
    if (region == "IT") add(item(ObjectionKey.REGISTER, Look(R.drawable.ic_flag, Tone.ACCENT), text(R.string.register_title), text(R.string.register_summary)))
    add(item(ObjectionKey.LETTER, Look(R.drawable.ic_doc, Tone.ACCENT), text(R.string.letter_title), text(R.string.letter_summary)))
    if (region == "IT") add(item(ObjectionKey.COMPLAINT, Look(R.drawable.ic_print, Tone.ACCENT), text(R.string.complaint_title), text(R.string.complaint_summary)))
}
