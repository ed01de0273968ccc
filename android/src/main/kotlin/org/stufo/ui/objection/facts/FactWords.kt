/** Facts, objections and the register in words. Pure: tested without Android. */
package org.stufo.ui.objection.facts

import org.stufo.R
import org.stufo.core.model.Fact
import org.stufo.core.model.How
import org.stufo.core.model.LawSource
import org.stufo.core.model.Relation
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Tone
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.dotted
import org.stufo.words.joined
import org.stufo.words.plain
import org.stufo.words.shortDate
import org.stufo.words.text

internal fun howText(how: How): Text = text(
    when (how) {
        How.PHONE -> R.string.how_phone
        How.EMAIL -> R.string.how_email
        How.CERTIFIED -> R.string.how_certified
        How.LETTER -> R.string.how_letter
    },
)

internal fun relationText(relation: Relation?): Text = text(
    when (relation) {
        Relation.SAME_NUMBER -> R.string.relation_same_number
        Relation.RANGE_NEIGHBOUR -> R.string.relation_range_neighbour
        Relation.COMPANY -> R.string.relation_company
        null -> R.string.relation_unknown
    },
)

internal fun basisText(basis: Fact.Basis): Text = text(
    when (basis) {
        Fact.Basis.RECORDED -> R.string.basis_recorded
        Fact.Basis.TOLD -> R.string.basis_told
        Fact.Basis.INFERRED -> R.string.basis_inferred
    },
)

internal fun lawName(source: LawSource): Text = plain(listOf(source.law, source.article).filter { it.isNotEmpty() }.joinToString(", "))

/** When it was looked up, and how sure it is. */
internal fun lawState(source: LawSource, now: Now): Text? = dotted(
    text(if (source.isCertain) R.string.law_certain else R.string.law_secondary),
    text(R.string.law_looked_up, shortDate(source.asOf, now)),
)

/** All there is to say of a fact, its law included. */
internal fun factInFull(fact: Fact, now: Now): Text? =
    joined("\n\n", fact.detail.text(), joined("\n", lawName(fact.source), lawState(fact.source, now)), basisText(fact.basis))

/** The kinds of facts of a call, in one line. */
internal fun factLabels(facts: List<Fact>): Text? = dotted(*facts.map { it.label.text() }.toTypedArray())

internal fun factIcon(code: String): IconStyle = IconStyle(
    when (code) {
        "after_register" -> R.drawable.ic_shield
        "outside_hours" -> R.drawable.ic_clock
        "forbidden_day" -> R.drawable.ic_calendar
        "repeat_silent" -> R.drawable.ic_silence
        "after_objection" -> R.drawable.ic_objection
        "hidden_caller" -> R.drawable.ic_hidden
        "failed_verification" -> R.drawable.ic_question
        "too_many_calls" -> R.drawable.ic_repeat
        else -> R.drawable.ic_flag
    },
    Tone.SILENCED,
)
