/** What the settings show, decided without views. */
package org.stufo.ui.settings

import org.json.JSONObject
import org.stufo.R
import org.stufo.core.model.Settings
import org.stufo.core.model.Switch

/** A line of the settings. */
internal sealed interface SettingLine {
    data class Head(val name: Int) : SettingLine

    /** Ring, silence or end. [patch] makes the change. */
    data class Choice(val name: Int, val chosen: Switch, val patch: (Switch) -> JSONObject) : SettingLine

    data class OnOff(val name: Int, val on: Boolean, val patch: (Boolean) -> JSONObject) : SettingLine
}

internal fun settingLines(settings: Settings): List<SettingLine> = listOf(
    SettingLine.Head(R.string.settings_calls),
    choice(R.string.settings_pack, "pack", settings.pack),
    choice(R.string.settings_hidden, "hidden", settings.hidden),
    choice(R.string.settings_not_in_contacts, "not_in_contacts", settings.notInContacts),
    SettingLine.Choice(R.string.settings_foreign, settings.foreign.switch) { chosen ->
        val foreign = JSONObject().put("switch", chosen.wire).put("only_listed", settings.foreign.onlyListed)
        JSONObject().put("foreign", foreign.put("countries", org.json.JSONArray(settings.foreign.countries)))
    },
    choice(R.string.settings_verification, "failed_verification", settings.failedVerification),
    SettingLine.OnOff(R.string.settings_repeated, settings.repeatedCall.enabled) { on ->
        val option = JSONObject().put("enabled", on).put("within_minutes", settings.repeatedCall.withinMinutes)
        JSONObject().put("repeated_call", option)
    },
    SettingLine.Head(R.string.settings_notifications),
    onOff(R.string.settings_notify_blocked, "notify_blocked", settings.notifyBlocked),
    onOff(R.string.settings_lock_screen, "notify_on_lock_screen", settings.notifyOnLockScreen),
)

private fun choice(name: Int, field: String, chosen: Switch) =
    SettingLine.Choice(name, chosen) { JSONObject().put(field, it.wire) }

private fun onOff(name: Int, field: String, on: Boolean) = SettingLine.OnOff(name, on) { JSONObject().put(field, it) }

internal fun optionWord(option: Switch): Int = when (option) {
    Switch.OFF -> R.string.switch_off
    Switch.SILENCE -> R.string.switch_silence
    Switch.REJECT -> R.string.switch_reject
}
