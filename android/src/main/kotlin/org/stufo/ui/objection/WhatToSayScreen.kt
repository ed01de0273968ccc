package org.stufo.ui.objection

import org.stufo.R
import org.stufo.ui.RowsScreen
import org.stufo.ui.Tab
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.text

class WhatToSayScreen() : RowsScreen() {
    override val title: Text get() = text(R.string.tab_objection)

    override fun load() = show(emptyList())
}
