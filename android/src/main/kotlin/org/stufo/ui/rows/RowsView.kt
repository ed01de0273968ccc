package org.stufo.ui.rows

import android.graphics.Rect
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.LinearLayout
import org.stufo.R

/**
 * Shows rows in [container], neighbours in one card. Rows of the same shape as those shown are bound in place, so that
 * focus, typing and scrolling are not lost when something changes.
 */
class RowsView<E>(private val container: LinearLayout, private val on: (E) -> Unit) {
    private var shape: List<Any?> = emptyList()
    private val views = mutableListOf<View>()

    fun show(rows: List<Row<E>>) {
        val newShape = rows.map(::shapeOf)
        if (newShape != shape) rebuild(rows)
        shape = newShape
        rows.forEachIndexed { index, row -> RowBinder.bind(views[index], row, on) }
    }

    /** How far below the top of [ancestor] a row stands, once it is laid out. */
    fun topOf(index: Int, ancestor: ViewGroup): Int {
        val place = Rect()
        ancestor.offsetDescendantRectToMyCoords(views[index], place)
        return place.top
    }

    private fun rebuild(rows: List<Row<E>>) {
        container.removeAllViews()
        views.clear()
        var card: LinearLayout? = null
        for ((before, row) in (listOf(null) + rows).zip(rows)) {
            if (!row.inCard) card = null
            val parent = if (row.inCard) card ?: newCard().also { card = it } else container
            val view = parent.inflate(layoutOf(row))
            if (row is Row.Actions) (view as FlowLayout).isCentred = before is Row.Empty || rows.first() is Row.Empty
            parent.addView(view)
            views += view
        }
    }

    private fun newCard(): LinearLayout {
        val card = LayoutInflater.from(container.context).inflate(R.layout.card, container, false) as LinearLayout
        container.addView(card)
        return card
    }

    /** Rows with the same shape can take each other's place in the same view. */
    private fun shapeOf(row: Row<*>): Any? = when (row) {
        is Row.Buttons -> row.buttons.map { it.style }
        is Row.Actions -> row.buttons.map { it.style } to Row.Actions::class
        is Row.Banner -> row.buttons.map { it.style } + row.loud
        is Row.Chips<*, *> -> row.options.size to row.title
        is Row.Field -> Row.Field::class to row.title
        is Row.Item -> Row.Item::class to (row.event == null)
        is Row.Bars -> Row.Bars::class to (row.event == null)
        is Row.Section, is Row.Note, is Row.Gap, is Row.Words, is Row.Toggle, is Row.Check,
        is Row.SwitchItem, is Row.Empty, is Row.Chart, is Row.Progress,
        -> row::class
    }

    private fun layoutOf(row: Row<*>): Int = when (row) {
        is Row.Section -> R.layout.row_section
        is Row.Note -> R.layout.row_note
        is Row.Gap -> R.layout.row_gap
        is Row.Words -> R.layout.row_text
        is Row.Item -> R.layout.row_item
        is Row.Toggle -> R.layout.row_toggle
        is Row.Check -> R.layout.row_check
        is Row.SwitchItem -> R.layout.row_switch_item
        is Row.Chips<*, *> -> R.layout.row_chips
        is Row.Field -> R.layout.row_field
        is Row.Buttons, is Row.Actions -> R.layout.row_buttons
        is Row.Banner -> R.layout.row_banner
        is Row.Empty -> R.layout.row_empty
        is Row.Chart -> R.layout.row_chart
        is Row.Progress -> R.layout.row_progress
        is Row.Bars -> R.layout.row_bars
    }
}
