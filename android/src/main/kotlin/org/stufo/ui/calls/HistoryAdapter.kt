package org.stufo.ui.calls

import android.view.View
import android.view.ViewGroup
import android.widget.BaseAdapter
import org.stufo.R
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.RowBinder
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.inflate

/** Rows in a list that makes views only for what is in sight. */
internal class HistoryAdapter(private val pages: HistoryPages, private val chosen: ChosenCalls, private val on: Taps) : BaseAdapter() {
    /** Both tell the call's id. */
    class Taps(val tapped: (Long) -> Unit, val held: (Long) -> Unit)

    override fun getCount(): Int = pages.rows.size

    override fun getItem(position: Int): Row<Long> = pages.rows[position]

    override fun getItemId(position: Int): Long = (getItem(position) as? Row.Item)?.event ?: -position.toLong()

    override fun hasStableIds(): Boolean = true

    override fun getViewTypeCount(): Int = 2

    override fun getItemViewType(position: Int): Int = if (getItem(position) is Row.Section) 1 else 0

    override fun areAllItemsEnabled(): Boolean = false

    override fun isEnabled(position: Int): Boolean = false

    override fun getView(position: Int, old: View?, parent: ViewGroup): View {
        val row = getItem(position)
        val view = old ?: parent.inflate(if (row is Row.Section) R.layout.history_day else R.layout.history_call)
        // The call's own view is inside one that leaves room at the sides.
        val target = if (row is Row.Section) view else ((view as ViewGroup).getChildAt(0) as ViewGroup).getChildAt(0)
        val id = (row as? Row.Item)?.event
        val isChosen = id != null && id in chosen
        RowBinder.bind(target, if (isChosen) (row as Row.Item).copy(icon = CHOSEN) else row, on.tapped)
        target.isSelected = isChosen
        if (id != null) {
            target.setOnLongClickListener {
                on.held(id)
                true
            }
        }
        return view
    }

    private companion object {
        val CHOSEN = IconStyle(R.drawable.ic_check, Tone.ACCENT)
    }
}
