package org.stufo.ui.lists

import org.stufo.R
import org.stufo.ui.RowsScreen
import org.stufo.ui.Tab
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.text

class ListsScreen : RowsScreen() {
    override val tab get() = Tab.LISTS

    override val title: Text get() = text(R.string.tab_lists)

    override fun load() = show(emptyList())
}
