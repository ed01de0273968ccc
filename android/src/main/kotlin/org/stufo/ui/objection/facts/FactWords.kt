/** Facts, objections and the register in words. Pure: tested without Android. */
package org.stufo.ui.objection.facts

import org.stufo.R
import org.stufo.core.model.CallOffer
import org.stufo.core.model.Certainty
import org.stufo.core.model.Fact
import org.stufo.core.model.FactBasis
import org.stufo.core.model.FactCode
import org.stufo.core.model.LawSource
import org.stufo.core.model.ObjectionMethod
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

internal fun howText(how: ObjectionMethod): Text = text(
    when (how) {
        ObjectionMethod.PHONE -> R.string.how_phone
        ObjectionMethod.EMAIL -> R.string.how_email
        ObjectionMethod.CERTIFIED -> R.string.how_certified
        ObjectionMethod.LETTER -> R.string.how_letter
        ObjectionMethod.WEB -> R.string.how_web
        ObjectionMethod.REGISTERED -> R.string.how_registered
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

internal fun basisText(basis: FactBasis): Text = text(
    when (basis) {
        FactBasis.RECORDED -> R.string.basis_recorded
        FactBasis.SELF_REPORTED -> R.string.basis_told
        FactBasis.INFERRED -> R.string.basis_inferred
    },
)

internal fun lawName(source: LawSource): Text = plain(listOf(source.law, source.article).filter { it.isNotEmpty() }.joinToString(", "))

/** When it was looked up, and how sure it is. */
internal fun lawState(source: LawSource, now: Now): Text? = dotted(
    text(if (source.certainty == Certainty.HIGH) R.string.law_certain else R.string.law_secondary),
    text(R.string.law_looked_up, shortDate(source.asOf, now)),
)

/** All there is to say of a fact, its law included. */
internal fun factInFull(fact: Fact, now: Now): Text? =
    joined("\n\n", fact.detail.text(), joined("\n", lawName(fact.source), lawState(fact.source, now)), basisText(fact.basis))

/** What is said of every call of a list: it stands above the list once, not on each row. */
internal fun commonFacts(rows: List<List<Fact>>): List<Fact> {
    val first = rows.firstOrNull()?.takeIf { rows.size > 1 } ?: return emptyList()
    return first.filter { fact -> rows.all { row -> row.any { it.code == fact.code && it.detail == fact.detail } } }
}

/** What differs, in a word each; null where nothing does. */
internal fun factTags(facts: List<Fact>, common: List<Fact>): Text? {
    val differs = facts.filterNot { fact -> common.any { it.code == fact.code && it.detail == fact.detail } }
    return dotted(*differs.distinctBy { it.tag }.map { it.tag.text() }.toTypedArray())
}

/** The common facts in one line each, with their law. */
internal fun commonWords(common: List<Fact>): Text? =
    joined("\n", *common.map { fact -> dotted(fact.label.text(), fact.detail.text(), lawName(fact.source)) }.toTypedArray())

internal fun offerText(offer: CallOffer): Text = text(
    when (offer) {
        CallOffer.ENERGY -> R.string.offer_energy
        CallOffer.TELEPHONE -> R.string.offer_telephone
        CallOffer.INVESTMENTS -> R.string.offer_investments
        CallOffer.INSURANCE -> R.string.offer_insurance
        CallOffer.RENOVATION -> R.string.offer_renovation
        CallOffer.TRAINING -> R.string.offer_training
        CallOffer.OTHER -> R.string.offer_other
        CallOffer.NOTHING -> R.string.offer_nothing
    },
)

internal fun factIcon(code: FactCode): IconStyle = IconStyle(
    when (code) {
        FactCode.AFTER_REGISTER -> R.drawable.ic_shield
        FactCode.OUTSIDE_HOURS -> R.drawable.ic_clock
        FactCode.FORBIDDEN_DAY -> R.drawable.ic_calendar
        FactCode.REPEAT_SILENT -> R.drawable.ic_silence
        FactCode.AFTER_OBJECTION -> R.drawable.ic_objection
        FactCode.HIDDEN_CALLER -> R.drawable.ic_hidden
        FactCode.FAILED_VERIFICATION -> R.drawable.ic_question
        FactCode.TOO_MANY_CALLS -> R.drawable.ic_repeat
        FactCode.CONSENT_REQUIRED -> R.drawable.ic_flag
        FactCode.SECTOR_BAN -> R.drawable.ic_block
        FactCode.WRONG_RANGE -> R.drawable.ic_range
    },
    Tone.SILENCED,
)
