/** The number ranges of each country, in rows. Pure. */
package org.stufo.ui.settings

import org.stufo.R
import org.stufo.core.model.Certainty
import org.stufo.core.model.PackRow
import org.stufo.ui.rows.Row
import org.stufo.words.Text
import org.stufo.words.joined
import org.stufo.words.plain
import org.stufo.words.text

data class PackSwitch(val id: String, val on: Boolean)

internal fun packRows(packs: List<PackRow>, region: String): List<Row<PackSwitch>> = buildList {
    add(Row.Note(text(R.string.ranges_words)))
    val (home, others) = packs.partition { it.region == region }
    packSection(Text.Country(region), home)
    others.groupBy { it.region }.forEach { (its, rows) -> packSection(Text.Country(its), rows) }
}

private fun MutableList<Row<PackSwitch>>.packSection(title: Text, packs: List<PackRow>) {
    if (packs.isEmpty()) return
    add(Row.Section(title))
    for (pack in packs) {
        val certainty = if (pack.certainty == Certainty.HIGH) null else text(R.string.ranges_uncertain)
        add(
            Row.Toggle(
                { PackSwitch(pack.id, it) },
                null,
                plain(pack.display),
                joined("\n", pack.label.text(), certainty, text(R.string.ranges_source, pack.source.text())),
                pack.enabled,
            ),
        )
    }
}
