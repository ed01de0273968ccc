package org.stufo.core.model

import org.json.JSONArray
import org.json.JSONObject
import org.stufo.core.Moment

/** How an objection was made. */
enum class How(val wire: String) {
    PHONE("phone"),
    EMAIL("email"),
    CERTIFIED("certified"),
    LETTER("letter"),
    ;

    companion object {
        fun ofWire(wire: String): How = entries.firstOrNull { it.wire == wire } ?: PHONE
    }
}

/** A number of a company: E.164 and as it is written. */
data class WrittenNumber(val number: String, val display: String) {
    /** Logs use this form. */
    override fun toString(): String = "WrittenNumber"

    companion object {
        fun from(json: JSONObject): WrittenNumber = WrittenNumber(json.getString("number"), json.getString("display"))
    }
}

/** An objection with the calls after it. [id] null: made of a call noted "I objected", the one of [callId]. */
data class ObjectionRow(
    val id: Long?,
    val callId: Long?,
    val company: String,
    val numbers: List<WrittenNumber>,
    val at: Moment,
    val how: How,
    val note: String,
    val after: After,
) {
    /** [calls] are the newest twenty at most. */
    data class After(val count: Int, val byRelation: Map<Relation, Int>, val first: Moment?, val last: Moment?, val calls: List<Later>, val more: Boolean)

    data class Later(val relation: Relation?, val call: CallRow)

    companion object {
        fun from(json: JSONObject): ObjectionRow = ObjectionRow(
            id = json.longOrNull("id"),
            callId = json.longOrNull("call_id"),
            company = json.getString("company"),
            numbers = json.list("numbers", WrittenNumber::from),
            at = Moment.from(json.getJSONObject("at")),
            how = How.ofWire(json.getString("how")),
            note = json.getString("note"),
            after = after(json.getJSONObject("after")),
        )

        private fun after(json: JSONObject) = After(
            count = json.getInt("count"),
            byRelation = Relation.entries.associateWith { json.getInt(it.wire) },
            first = json.objectOrNull("first", Moment::from),
            last = json.objectOrNull("last", Moment::from),
            calls = json.list("calls") { Later(Relation.ofWire(it.getString("relation")), CallRow.from(it.getJSONObject("call"))) },
            more = json.getBoolean("more"),
        )
    }
}

/** The newest objections; [more]: there are older ones. */
data class ObjectionList(val rows: List<ObjectionRow>, val more: Boolean) {
    companion object {
        fun from(json: JSONObject): ObjectionList = ObjectionList(json.list("objections", ObjectionRow::from), json.getBoolean("more"))
    }
}

/** An objection as the person enters it; [id] 0 is a new one. Numbers are in any written form. */
data class ObjectionDraft(
    val id: Long,
    val callId: Long?,
    val company: String,
    val numbers: List<String>,
    val at: Moment,
    val how: How,
    val note: String,
) {
    fun toJson(): JSONObject = JSONObject()
        .put("id", id)
        .putNullable("call_id", callId)
        .put("company", company)
        .put("numbers", JSONArray(numbers))
        .put("at", at.toJson())
        .put("how", how.wire)
        .put("note", note)

    /** Logs use this form. */
    override fun toString(): String = "ObjectionDraft($id)"
}
