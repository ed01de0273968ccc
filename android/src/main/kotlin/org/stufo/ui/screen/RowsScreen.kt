package org.stufo.ui.screen

import android.view.View
import android.view.ViewGroup
import android.widget.ScrollView
import org.stufo.R
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.RowsListener
import org.stufo.ui.rows.RowsView
import org.stufo.ui.rows.inflate
import org.stufo.ui.rows.view

/** A screen made of rows. [load] asks the core and calls [show]; after a change it is called again. */
abstract class RowsScreen : Screen(), RowsListener {
    @Transient
    private var rowsView: RowsView? = null

    @Transient
    private var scroll: ScrollView? = null

    private var scrollY = 0
    private var scrollRestored = true

    /** Leads to [show], at once or when the core has answered. */
    protected abstract fun load()

    override fun createView(container: ViewGroup): View {
        val view = container.inflate(R.layout.rows_screen) as ScrollView
        scroll = view
        rowsView = RowsView(view.view(R.id.rows), this)
        scrollRestored = scrollY == 0
        load()
        return view
    }

    override fun onReturn() = load()

    protected fun show(rows: List<Row>) {
        rowsView?.show(rows)
        if (scrollRestored) return
        scrollRestored = true
        val wanted = scrollY
        scroll?.post { scroll?.scrollTo(0, wanted) }
    }

    override fun keep() {
        scrollY = scroll?.scrollY ?: 0
    }

    override fun onLeave() {
        keep()
        scroll = null
        rowsView = null
    }

    override fun onRow(key: Any) = Unit

    override fun onToggle(key: Any, on: Boolean) = Unit

    override fun onChip(key: Any, option: Any) = Unit

    override fun onField(key: Any, text: String) = Unit
}
