package org.stufo.core.model

import org.json.JSONObject

/** Something a form asks for. */
data class FormField(val field: String, val required: Boolean, val text: Wording) {
    companion object {
        fun from(json: JSONObject): FormField =
            FormField(json.getString("field"), json.getBoolean("required"), json.wording("text"))
    }
}

/** A letter of objection; [text] is null while nobody is named whom it is to. */
data class Letter(val form: List<FormField>, val missing: List<FormField>, val text: String?) {
    companion object {
        fun from(json: JSONObject): Letter =
            Letter(json.list("form", FormField::from), json.list("missing", FormField::from), json.textOrNull("text"))
    }
}

/** A complaint to the country's authority about chosen calls: what is supported, what is missing, the draft. */
data class Complaint(
    val authority: Authority?,
    val refused: Refusal?,
    val form: List<FormField>,
    val missing: List<FormField>,
    val warnings: List<Warning>,
    val calls: List<Chosen>,
    val text: String?,
) {
    /** Why there is no draft, and the calls of each company (an empty name: of none that is known). */
    data class Refusal(val code: Code?, val text: Wording, val controllers: List<Controller>) {
        enum class Code(val wire: String) { TWO_CONTROLLERS("two_controllers"), WANTED_CALLER("wanted_caller"), NO_LAW("no_law") }
    }

    data class Controller(val company: String, val calls: List<Long>)

    /** Something to look at before sending; [calls] it is about. */
    data class Warning(val code: String, val text: Wording, val calls: List<Long>)

    /** A chosen call. [company] is what an objection calls it. */
    data class Chosen(val call: CallRow, val company: String?, val facts: List<Fact>)

    companion object {
        fun from(json: JSONObject): Complaint = Complaint(
            authority = json.objectOrNull("authority", Authority::from),
            refused = json.objectOrNull("refused", ::refusal),
            form = json.list("form", FormField::from),
            missing = json.list("missing", FormField::from),
            warnings = json.list("warnings") { Warning(it.getString("code"), it.wording("text"), it.longs("calls")) },
            calls = json.list("calls") {
                Chosen(CallRow.from(it.getJSONObject("call")), it.textOrNull("company"), it.list("facts", Fact::from))
            },
            text = json.textOrNull("text"),
        )

        private fun refusal(json: JSONObject) = Refusal(
            code = Refusal.Code.entries.firstOrNull { it.wire == json.getString("code") },
            text = json.wording("text"),
            controllers = json.list("controllers") { Controller(it.getString("company"), it.longs("calls")) },
        )
    }
}
