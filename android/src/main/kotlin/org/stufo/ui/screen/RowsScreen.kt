package org.stufo.ui.screen

import android.view.View
import android.view.ViewGroup
import android.widget.ScrollView
import org.stufo.R
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.RowsView
import org.stufo.ui.rows.inflate
import org.stufo.ui.rows.view

/**
 * A screen made of rows, each of which tells of its use by an event of the screen's own kind. [load] asks the core and calls
 * [show]; after a change it is called again.
 */
abstract class RowsScreen<E> : Screen() {
    @Transient
    private var rowsView: RowsView<E>? = null

    @Transient
    private var scroll: ScrollView? = null

    private var scrollY = 0
    private var scrollRestored = true

    /** Where the screen begins was found, or the user has scrolled since. */
    private var hasLanded = false

    /** Leads to [show], at once or when the core has answered. */
    protected abstract fun load()

    /** Whether the screen begins at this row when it is first shown. */
    protected open fun landsOn(row: Row<E>): Boolean = false

    /** The user has used a row. */
    protected abstract fun onEvent(event: E)

    override fun createView(container: ViewGroup): View {
        val view = container.inflate(R.layout.rows_screen) as ScrollView
        scroll = view
        rowsView = RowsView(view.view(R.id.rows), ::onEvent)
        scrollRestored = scrollY == 0
        load()
        return view
    }

    override fun onReturn() = load()

    protected fun show(rows: List<Row<E>>) {
        rowsView?.show(rows)
        if (!hasLanded) return land(rows.indexOfFirst(::landsOn))
        if (scrollRestored) return
        scrollRestored = true
        val wanted = scrollY
        scroll?.post { scroll?.scrollTo(0, wanted) }
    }

    private fun land(index: Int) {
        hasLanded = true
        scrollRestored = true
        if (index > 0) scroll?.post { scroll?.let { it.scrollTo(0, rowsView?.topOf(index, it) ?: 0) } }
    }

    override fun keep() {
        scrollY = scroll?.scrollY ?: 0
    }

    override fun onLeave() {
        keep()
        scroll = null
        rowsView = null
    }
}

/** A screen to read: nothing on it can be used. */
abstract class ReadingScreen : RowsScreen<Nothing>() {
    override fun onEvent(event: Nothing): Nothing = event
}
