package org.stufo.core.model

import org.json.JSONObject

/** An option that does nothing, silences or rejects. */
enum class Switch(val wire: String) {
    OFF("off"),
    SILENCE("silence"),
    REJECT("reject"),
    ;

    companion object {
        fun ofWire(wire: String): Switch = entries.firstOrNull { it.wire == wire } ?: OFF
    }
}

/** Callers from other countries: only those of [countries], or all but them. */
data class ForeignOption(val switch: Switch, val onlyListed: Boolean, val countries: List<String>)

data class QuietHours(val switch: Switch, val schedule: List<Window>)

data class RepeatedCall(val enabled: Boolean, val withinMinutes: Int)

/** The person's choices. Change them with `Core.patchSettings`: what this version does not know is kept by the core. */
data class Settings(
    val region: String?,
    val pack: Switch,
    val packRows: Map<String, Boolean>,
    val hidden: Switch,
    val failedVerification: Switch,
    val foreign: ForeignOption,
    val notInContacts: Switch,
    val quietHours: QuietHours,
    val repeatedCall: RepeatedCall,
    val emergencyWindowMinutes: Int,
    val dialledDays: Int,
    val waitingUntilMillis: Long?,
    val keepDays: Int,
    val keepCalls: Int,
    val notifyBlocked: Boolean,
    val notifyOnLockScreen: Boolean,
    val weeklyDigest: Boolean,
    val askOutcome: Boolean,
) {
    companion object {
        fun from(json: JSONObject): Settings = Settings(
            region = json.textOrNull("region"),
            pack = Switch.ofWire(json.getString("pack")),
            packRows = json.getJSONObject("pack_rows").let { rows ->
                rows.keys().asSequence().associateWith { rows.getBoolean(it) }
            },
            hidden = Switch.ofWire(json.getString("hidden")),
            failedVerification = Switch.ofWire(json.getString("failed_verification")),
            foreign = json.getJSONObject("foreign").let {
                ForeignOption(Switch.ofWire(it.getString("switch")), it.getBoolean("only_listed"), it.texts("countries"))
            },
            notInContacts = Switch.ofWire(json.getString("not_in_contacts")),
            quietHours = json.getJSONObject("quiet_hours").let {
                QuietHours(Switch.ofWire(it.getString("switch")), it.list("schedule", Window::from))
            },
            repeatedCall = json.getJSONObject("repeated_call").let {
                RepeatedCall(it.getBoolean("enabled"), it.getInt("within_minutes"))
            },
            emergencyWindowMinutes = json.getInt("emergency_window_minutes"),
            dialledDays = json.getInt("dialled_days"),
            waitingUntilMillis = json.longOrNull("waiting_until_millis"),
            keepDays = json.getInt("keep_days"),
            keepCalls = json.getInt("keep_calls"),
            notifyBlocked = json.getBoolean("notify_blocked"),
            notifyOnLockScreen = json.getBoolean("notify_on_lock_screen"),
            weeklyDigest = json.getBoolean("weekly_digest"),
            askOutcome = json.getBoolean("ask_outcome"),
        )
    }
}

/** The settings with the region in force: the phone's own unless the person chose one. */
data class SettingsView(val settings: Settings, val region: String) {
    companion object {
        fun from(json: JSONObject): SettingsView =
            SettingsView(Settings.from(json.getJSONObject("settings")), json.getString("region"))
    }
}
