package org.stufo.ui.objection

import org.stufo.R
import org.stufo.ui.RowsScreen
import org.stufo.ui.Tab
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.text

class ObjectionEditScreen(private val id: Long, private val number: String, private val call: Long) : RowsScreen() {
    override val title: Text get() = text(R.string.tab_objection)

    override fun load() = show(emptyList())
}
