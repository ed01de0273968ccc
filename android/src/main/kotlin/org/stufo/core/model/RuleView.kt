package org.stufo.core.model

import org.json.JSONArray
import org.json.JSONObject
import org.stufo.core.Action

enum class RuleKind(val wire: String) {
    ALLOW("allow"),
    BLOCK("block"),
    ;

    companion object {
        /** A kind that only a newer core knows is shown as one that blocks nothing. */
        fun ofWire(wire: String): RuleKind = entries.firstOrNull { it.wire == wire } ?: ALLOW
    }
}

enum class PatternKind(val wire: String) {
    EXACT("exact"),
    PREFIX("prefix"),
    WILDCARD("wildcard"),
    REGEX("regex"),
    ;

    companion object {
        fun ofWire(wire: String): PatternKind? = entries.firstOrNull { it.wire == wire }
    }
}

/** One stretch of the week; [days] has bit 0 for Monday to bit 6 for Sunday, minutes count from local midnight. */
data class Window(val days: Int, val fromMinute: Int, val toMinute: Int) {
    fun toJson(): JSONObject =
        JSONObject().put("days", days).put("from_minute", fromMinute).put("to_minute", toMinute)

    companion object {
        fun from(json: JSONObject): Window =
            Window(json.getInt("days"), json.getInt("from_minute"), json.getInt("to_minute"))
    }
}

/** A rule as the person makes it; [id] 0 is a new one. */
data class RuleDraft(
    val id: Long,
    val kind: RuleKind,
    val pattern: String,
    val label: String,
    val action: Action,
    val enabled: Boolean,
    val schedule: List<Window>?,
    val sim: Int?,
) {
    fun toJson(): JSONObject = JSONObject()
        .put("id", id)
        .put("kind", kind.wire)
        .put("pattern", pattern)
        .put("label", label)
        .put("action", action.wire)
        .put("enabled", enabled)
        .putNullable("schedule", schedule?.toJson())
        .putNullable("sim", sim)
}

internal fun List<Window>.toJson(): JSONArray = JSONArray(map(Window::toJson))

/** A rule as the core tells it. [covers] is null where no number of numbers can be told (a regex). */
data class RuleView(
    val draft: RuleDraft,
    val createdMillis: Long,
    val patternKind: PatternKind?,
    val display: String?,
    val covers: Long?,
    val hits: Int,
    val lastHitMillis: Long?,
) {
    val id: Long get() = draft.id

    companion object {
        fun from(json: JSONObject): RuleView = RuleView(
            draft = RuleDraft(
                id = json.getLong("id"),
                kind = RuleKind.ofWire(json.getString("kind")),
                pattern = json.getString("pattern"),
                label = json.getString("label"),
                action = Action.ofWire(json.getString("action")),
                enabled = json.getBoolean("enabled"),
                schedule = if (json.isNull("schedule")) null else json.list("schedule", Window::from),
                sim = json.intOrNull("sim"),
            ),
            createdMillis = json.getLong("created_millis"),
            patternKind = json.textOrNull("pattern_kind")?.let(PatternKind::ofWire),
            display = json.textOrNull("display"),
            covers = json.longOrNull("covers"),
            hits = json.getInt("hits"),
            lastHitMillis = json.longOrNull("last_hit_millis"),
        )
    }
}
