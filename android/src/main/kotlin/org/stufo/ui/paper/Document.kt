package org.stufo.ui.paper

/** A sheet in points of 1/72 inch, as PDF counts. */
data class Sheet(val width: Int, val height: Int) {
    companion object {
        val A4 = Sheet(595, 842)
    }
}

/** A table: heads of its columns, and the cells of its rows. */
data class Grid(val columns: List<String>, val rows: List<List<String>>)

/** What stands on paper: [text] as it is, then [grid] and [after]. [title] stands large above. [name] names the print job and the file. */
data class Document(val name: String, val text: String, val grid: Grid? = null, val after: String = "", val title: String? = null)
