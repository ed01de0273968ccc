package org.stufo.ui.rows

/** What the user does with rows. */
interface RowsListener {
    fun onRow(key: Any)

    fun onToggle(key: Any, on: Boolean)

    fun onChip(key: Any, option: Any)

    fun onField(key: Any, text: String)
}
