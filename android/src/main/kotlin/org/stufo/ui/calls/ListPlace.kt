package org.stufo.ui.calls

import android.widget.ListView
import java.io.Serializable

/** Where a list stands: kept through other screens, rotation and the end of the process, and found again page by page. */
internal class ListPlace : Serializable {
    private var row = 0
    private var top = 0

    /** The list stands elsewhere until enough of it is there. */
    private var isLost = false

    fun keep(list: ListView?) {
        if (isLost || list == null) return
        row = list.firstVisiblePosition
        top = list.getChildAt(0)?.top ?: 0
    }

    /** The list is loaded again and shall come back to where it was. */
    fun lose() {
        isLost = row > 0 || top < 0
    }

    fun forget(list: ListView?) {
        isLost = false
        row = 0
        top = 0
        list?.setSelection(0)
    }

    /** Call it when rows have come; asks [pages] for more until the place is there. */
    fun find(list: ListView?, pages: HistoryPages) {
        if (!isLost || pages.reachesFor(row + AHEAD)) return
        isLost = false
        list?.setSelectionFromTop(row, top)
    }

    private companion object {
        const val serialVersionUID = 1L

        /** Rows below the place that should be there too. */
        const val AHEAD = 20
    }
}
