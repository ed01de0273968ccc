package org.stufo.core.model

import org.json.JSONObject

/** What the record supports about one call. [calls] are those it rests on, [objection] a saved one. */
data class Fact(
    val code: String,
    val basis: Basis,
    val label: Wording,
    val detail: Wording,
    val source: LawSource,
    val calls: List<Long>,
    val objection: Long?,
) {
    enum class Basis(val wire: String) {
        RECORDED("recorded"),
        TOLD("told"),
        INFERRED("inferred"),
        ;

        companion object {
            /** What only a newer core knows counts as the least certain. */
            fun ofWire(wire: String): Basis = entries.firstOrNull { it.wire == wire } ?: INFERRED
        }
    }

    companion object {
        fun from(json: JSONObject): Fact = Fact(
            code = json.getString("code"),
            basis = Basis.ofWire(json.getString("basis")),
            label = json.wording("label"),
            detail = json.wording("detail"),
            source = LawSource.from(json.getJSONObject("source")),
            calls = json.longs("calls"),
            objection = json.longOrNull("objection"),
        )
    }
}

/** A kind of fact that the country's law knows. */
data class FactKind(val code: String, val label: Wording) {
    companion object {
        fun from(json: JSONObject): FactKind = FactKind(json.getString("code"), json.wording("label"))
    }
}

/** How a caller's number belongs to an objection; null for one that only a newer core knows. */
enum class Relation(val wire: String) {
    SAME_NUMBER("same_number"),
    RANGE_NEIGHBOUR("range_neighbour"),
    COMPANY("company"),
    ;

    companion object {
        fun ofWire(wire: String): Relation? = entries.firstOrNull { it.wire == wire }
    }
}

/** The objection that a call came after: the [count]th one since. */
data class AfterObjection(val objection: Long?, val callId: Long?, val relation: Relation?, val count: Int) {
    companion object {
        fun from(json: JSONObject): AfterObjection = AfterObjection(
            objection = json.longOrNull("objection"),
            callId = json.longOrNull("call_id"),
            relation = Relation.ofWire(json.getString("relation")),
            count = json.getInt("count"),
        )
    }
}

/** What is to be said of one call. About a [wanted] caller nothing is ever claimed. */
data class CallFlags(val afterObjection: AfterObjection?, val facts: List<Fact>, val wanted: Boolean) {
    companion object {
        val NONE = CallFlags(null, emptyList(), wanted = false)

        fun from(json: JSONObject): CallFlags = CallFlags(
            afterObjection = json.objectOrNull("after_objection", AfterObjection::from),
            facts = json.list("facts", Fact::from),
            wanted = json.getBoolean("wanted"),
        )
    }
}

/** A call with its facts. */
data class EvidenceRow(val call: CallRow, val wanted: Boolean, val facts: List<Fact>) {
    companion object {
        fun from(json: JSONObject): EvidenceRow =
            EvidenceRow(CallRow.from(json.getJSONObject("call")), json.getBoolean("wanted"), json.list("facts", Fact::from))
    }
}

/** A page of the evidence, newest first. It may be empty while [next] goes on. */
data class EvidencePage(val rows: List<EvidenceRow>, val next: String?, val kinds: List<FactKind>) {
    companion object {
        fun from(json: JSONObject): EvidencePage =
            EvidencePage(json.list("rows", EvidenceRow::from), json.textOrNull("next"), json.list("kinds", FactKind::from))
    }
}
