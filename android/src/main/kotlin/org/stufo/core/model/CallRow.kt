package org.stufo.core.model

import org.json.JSONObject
import org.stufo.core.Action
import org.stufo.core.Contact
import org.stufo.core.Moment
import org.stufo.core.Reason

/** One call of the record. */
data class CallRow(
    val id: Long,
    val at: Moment,
    val caller: CallerView,
    val action: Action,
    val reason: Reason,
    val source: Source?,
    val contact: Contact,
    val sim: Int?,
    val outcome: Outcome?,
    val note: String,
) {
    companion object {
        fun from(json: JSONObject): CallRow = CallRow(
            id = json.getLong("id"),
            at = Moment.from(json.getJSONObject("at")),
            caller = CallerView.from(json.getJSONObject("caller")),
            action = Action.ofWire(json.getString("action")),
            reason = Reason.ofWire(json.getString("reason")),
            source = json.objectOrNull("source", Source::from),
            contact = Contact.ofWire(json.getString("contact")),
            sim = json.intOrNull("sim"),
            outcome = json.textOrNull("outcome")?.let(Outcome::ofWire),
            note = json.getString("note"),
        )
    }
}

/** How a call that rang ended, as the person told. */
enum class Outcome(val wire: String) {
    ANSWERED("answered"),
    RANG_OUT("rang_out"),
    SILENT("silent"),
    HUNG_UP("hung_up"),
    OBJECTED("objected"),
    ;

    companion object {
        /** Null for one that only a newer core knows. */
        fun ofWire(wire: String): Outcome? = entries.firstOrNull { it.wire == wire }
    }
}

/** The rule, pack row, list or country that spoke. [id] is a number for rules and lists, a name for pack rows. */
data class Source(
    val kind: Kind,
    val id: String,
    val label: String,
    val labelIt: String?,
    val matchedDigits: Int?,
    val category: String?,
    val score: Long?,
) {
    enum class Kind(val wire: String) { RULE("rule"), PACK("pack"), LIST("list"), COUNTRY("country"), UNKNOWN("") }

    companion object {
        fun from(json: JSONObject): Source = Source(
            kind = Kind.entries.firstOrNull { it.wire == json.getString("kind") } ?: Kind.UNKNOWN,
            id = json.textOrNull("id") ?: json.textOrNull("region").orEmpty(),
            label = json.textOrNull("label") ?: json.textOrNull("region").orEmpty(),
            labelIt = json.textOrNull("label_it"),
            matchedDigits = json.intOrNull("matched_digits"),
            category = json.textOrNull("category"),
            score = json.longOrNull("score"),
        )
    }
}
