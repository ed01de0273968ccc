/** What objection and evidence say of one call, on its details. Pure. */
package org.stufo.ui.objection.facts

import org.stufo.R
import org.stufo.core.model.Action
import org.stufo.core.model.CallDetails
import org.stufo.core.model.CallOffer
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.Fact
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.words.dotted
import org.stufo.words.joined
import org.stufo.words.text

/** What the user does with what objection and evidence say of a call. */
sealed interface FlagEvent

/** An objection by its id, or by the call it was made in. */
data class ObjectionKey(val id: Long?, val callId: Long?) : FlagEvent

data class FactKey(val fact: Fact) : FlagEvent

/** What the caller offered. */
data class OfferKey(val offer: CallOffer) : FlagEvent

enum class FlagKey : FlagEvent { SAY, OBJECTED, COMPLAINT, VOID, LOOKUP }

/** [event] makes an event of the screen of one of these. */
internal fun <E> flagRows(details: CallDetails, event: (FlagEvent) -> E): List<Row<E>> = buildList {
    val after = details.flags.afterObjection
    if (details.flags.unsure && after == null) {
        // A stranger may be a courier: nothing is claimed, and nothing is coloured.
        add(Row.Gap)
        add(item(null, IconStyle(R.drawable.ic_question, Tone.NEUTRAL), text(R.string.flags_unsure), text(R.string.flags_unsure_words)))
        return@buildList
    }
    if (after == null && details.flags.facts.isEmpty()) return@buildList
    add(Row.Section(text(R.string.flags_title)))
    if (after != null) {
        add(
            item(
                event(ObjectionKey(after.objection, after.callId)),
                IconStyle(R.drawable.ic_flag, Tone.WARNING),
                text(R.string.flag_after_objection, after.count),
                relationText(after.relation),
            ),
        )
    }
    details.flags.facts.forEach { add(factItem(it, event)) }
}

private fun <E> factItem(fact: Fact, event: (FlagEvent) -> E): Row.Item<E> = item(
    event(FactKey(fact)),
    factIcon(fact.code),
    fact.label.text(),
    joined("\n", fact.detail.text(), dotted(lawName(fact.source), basisText(fact.basis))),
)

/** What to do about it, beside the notes. */
internal fun <E> flagActions(details: CallDetails, event: (FlagEvent) -> E): List<Row<E>> = buildList {
    if (!details.flags.wanted) {
        val options = CallOffer.entries.map { Option(it, offerText(it)) }
        add(Row.Chips({ event(OfferKey(it)) }, text(R.string.offer_title), text(R.string.offer_words), options, details.call.offer))
    }
    details.flags.lookup?.let {
        add(item(event(FlagKey.LOOKUP), IconStyle(R.drawable.ic_search, Tone.ACCENT), text(R.string.call_lookup), it.what.text()))
    }
    if (details.flags.voidContract) {
        add(item(event(FlagKey.VOID), IconStyle(R.drawable.ic_doc, Tone.ACCENT), text(R.string.letter_void), text(R.string.letter_void_summary)))
    }
    add(item(event(FlagKey.SAY), IconStyle(R.drawable.ic_say, Tone.ACCENT), text(R.string.call_what_to_say)))
    val objection = IconStyle(R.drawable.ic_objection, Tone.ACCENT)
    if (details.call.outcome == CallOutcome.OBJECTED) {
        add(item(event(ObjectionKey(null, details.call.id)), objection, text(R.string.say_noted), text(R.string.say_noted_words)))
    } else if (details.call.action != Action.REJECT) {
        add(item(event(FlagKey.OBJECTED), objection, text(R.string.say_objected), text(R.string.say_objected_words), opens = false))
    }
    if (!details.flags.wanted) {
        add(item(event(FlagKey.COMPLAINT), IconStyle(R.drawable.ic_doc, Tone.ACCENT), text(R.string.objection_draft_complaint)))
    }
}
