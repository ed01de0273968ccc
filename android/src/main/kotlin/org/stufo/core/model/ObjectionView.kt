package org.stufo.core.model

import java.time.LocalDate
import org.json.JSONObject

/** The objection tab's first screen. [country] null: no file of law for it, and so no register, authority or words. */
data class ObjectionView(
    val country: String?,
    val register: RegisterView?,
    val authority: Authority?,
    val say: Say?,
    val objections: Int,
    val calledAgain: Int,
    val callsAfter: Int,
    val evidenceCalls: Int,
    val lookedAt: Int,
) {
    companion object {
        fun from(json: JSONObject): ObjectionView = ObjectionView(
            country = json.textOrNull("country"),
            register = json.objectOrNull("register", RegisterView::from),
            authority = json.objectOrNull("authority", Authority::from),
            say = json.objectOrNull("say", Say::from),
            objections = json.getInt("objections"),
            calledAgain = json.getInt("called_again"),
            callsAfter = json.getInt("calls_after"),
            evidenceCalls = json.getJSONObject("evidence").getInt("calls"),
            lookedAt = json.getJSONObject("evidence").getInt("looked_at"),
        )
    }
}

/** A country's opposition register and the person's enrolment in it. */
data class RegisterView(
    val short: String,
    val name: Wording,
    val site: String,
    val what: Wording,
    val steps: List<Step>,
    val ready: Wording,
    val limits: Wording,
    val renew: Wording,
    val enrolledOn: LocalDate?,
    val renewedOn: LocalDate?,
    val inForceOn: LocalDate?,
    val inForce: Boolean,
    val daysLeft: Int?,
    val renewalDueOn: LocalDate?,
    val renewalDue: Boolean,
    val renewalIsLaw: Boolean,
    val closedOn: LocalDate?,
    val source: LawSource,
) {
    /** One way to enrol: a number to dial, a page to open, or only to read. */
    data class Step(val kind: String, val title: Wording, val text: Wording, val dial: String?, val url: String?) {
        companion object {
            fun from(json: JSONObject): Step =
                Step(json.getString("kind"), json.wording("title"), json.wording("text"), json.textOrNull("dial"), json.textOrNull("url"))
        }
    }

    companion object {
        fun from(json: JSONObject): RegisterView = RegisterView(
            short = json.getString("short"),
            name = json.wording("name"),
            site = json.getString("site"),
            what = json.wording("what"),
            steps = json.list("steps", Step::from),
            ready = json.wording("ready"),
            limits = json.wording("limits"),
            renew = json.wording("renew"),
            enrolledOn = json.dateOrNull("enrolled_on"),
            renewedOn = json.dateOrNull("renewed_on"),
            inForceOn = json.dateOrNull("in_force_on"),
            inForce = json.getBoolean("in_force"),
            daysLeft = json.intOrNull("days_left"),
            renewalDueOn = json.dateOrNull("renewal_due_on"),
            renewalDue = json.getBoolean("renewal_due"),
            renewalIsLaw = json.getBoolean("renewal_is_law"),
            closedOn = json.dateOrNull("closed_on"),
            source = LawSource.from(json.getJSONObject("source")),
        )
    }
}

/** What the first screen says of the enrolment. */
data class RegisterLine(val short: String, val inForce: Boolean, val inForceOn: LocalDate, val daysLeft: Int) {
    companion object {
        fun from(json: JSONObject): RegisterLine = RegisterLine(
            short = json.getString("short"),
            inForce = json.getBoolean("in_force"),
            inForceOn = LocalDate.parse(json.getString("in_force_on")),
            daysLeft = json.getInt("days_left"),
        )
    }
}

/** Who takes reports. */
data class Authority(val name: String, val site: String, val report: String, val how: Wording, val source: LawSource) {
    companion object {
        fun from(json: JSONObject): Authority = Authority(
            name = json.getString("name"),
            site = json.getString("site"),
            report = json.getString("report"),
            how = json.wording("how"),
            source = LawSource.from(json.getJSONObject("source")),
        )
    }
}

/** What to answer a caller, in the country's language, and what it means. */
data class Say(val words: String, val meaning: Wording) {
    companion object {
        fun from(json: JSONObject): Say = Say(json.getString("words"), json.wording("meaning"))
    }
}
