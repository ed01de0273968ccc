/** What reading a list repaired and left out. Pure. */
package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.model.Fault
import org.stufo.core.model.ListRow
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.text

/** What reading the list's version in force repaired and left out, and why. */
internal fun <E> readingRows(list: ListRow): List<Row<E>> = buildList {
    val info = IconStyle(R.drawable.ic_info, Tone.NEUTRAL)
    val reading = list.reading
    val repaired = reading?.repaired ?: 0
    if (repaired > 0) add(item(null, info, count(R.plurals.list_repaired, repaired)))
    // Of a signed repository only what the guards on every list keep out.
    val leftOut = reading?.leftOut ?: list.sync?.leftOut ?: 0
    if (leftOut > 0) {
        val reasons = reading?.faults.orEmpty().map { text(R.string.list_fault, Text.Number(it.lines), text(faultText(it.fault))) }
        add(item(null, info, count(R.plurals.list_left_out, leftOut), dotted(*reasons.toTypedArray())))
    }
}

private fun faultText(fault: Fault): Int = when (fault) {
    Fault.NOT_A_NUMBER -> R.string.fault_not_a_number
    Fault.TOO_WIDE -> R.string.fault_too_wide
    Fault.NEVER_BLOCK -> R.string.fault_never_block
    Fault.NOT_A_PREFIX -> R.string.fault_not_a_prefix
    Fault.LINE_TOO_LONG -> R.string.fault_line_too_long
    Fault.UNCLOSED_QUOTE -> R.string.fault_unclosed_quote
    Fault.NOT_A_RANGE -> R.string.fault_not_a_range
    Fault.ALLOWED -> R.string.fault_allowed
}
