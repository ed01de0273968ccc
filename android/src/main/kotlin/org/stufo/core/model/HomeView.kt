package org.stufo.core.model

import org.json.JSONObject

/** The first screen's figures. [days] holds seven, oldest first. */
data class HomeView(
    val region: String,
    val today: Counts,
    val week: Counts,
    val days: List<DayCounts>,
    val waitingUntilMillis: Long?,
    val recent: List<CallRow>,
    val rules: Int,
    val lists: Int,
    val numbers: Long,
    val notices: List<Notice>,
    val register: RegisterLine?,
) {
    companion object {
        fun from(json: JSONObject): HomeView = HomeView(
            region = json.getString("region"),
            today = Counts.from(json.getJSONObject("today")),
            week = Counts.from(json.getJSONObject("week")),
            days = json.list("days", DayCounts::from),
            waitingUntilMillis = json.longOrNull("waiting_until_millis"),
            recent = json.list("recent", CallRow::from),
            rules = json.getInt("rules"),
            lists = json.getInt("lists"),
            numbers = json.getLong("numbers"),
            notices = json.list("notices", Notice::from),
            register = json.objectOrNull("register", RegisterLine::from),
        )
    }
}

/** [date] is ISO 8601, by the phone's wall clock. */
data class DayCounts(val date: String, val counts: Counts) {
    companion object {
        fun from(json: JSONObject): DayCounts = DayCounts(json.getString("date"), Counts.from(json))
    }
}

/** Something the person must be told once. */
data class Notice(val id: Long, val kind: Kind, val listId: Long?, val listName: String?, val atMillis: Long) {
    enum class Kind(val wire: String) {
        DATABASE_RECOVERED("database_recovered"),
        SETTINGS_RESET("settings_reset"),
        RULES_SWITCHED_OFF("rules_switched_off"),
        LISTS_DROPPED("lists_dropped"),
        LIST_HELD("list_held"),
        LIST_STALE("list_stale"),
        LIST_UNTRUSTED("list_untrusted"),
        RPO_IN_FORCE("rpo_in_force"),
        RPO_RENEWAL("rpo_renewal"),

        /** Told by a newer core. */
        UNKNOWN(""),
    }

    companion object {
        fun from(json: JSONObject): Notice = Notice(
            id = json.getLong("id"),
            kind = Kind.entries.firstOrNull { it.wire == json.getString("kind") } ?: Kind.UNKNOWN,
            listId = json.longOrNull("list_id"),
            listName = json.textOrNull("list_name"),
            atMillis = json.getLong("at_millis"),
        )
    }
}
