package org.stufo.ui.settings

import android.app.AlertDialog
import android.net.Uri
import android.telecom.TelecomManager
import android.view.View
import android.view.ViewGroup
import android.widget.Switch
import android.widget.TextView
import org.json.JSONObject
import org.stufo.R
import org.stufo.core.clearHistory
import org.stufo.core.model.Settings
import org.stufo.core.model.Switch as Option
import org.stufo.core.patchSettings
import org.stufo.core.settings
import org.stufo.core.version
import org.stufo.ui.Request
import org.stufo.ui.Screen
import org.stufo.ui.Tab
import org.stufo.ui.TakesDocument
import org.stufo.ui.Ui
import org.stufo.ui.inflate
import org.stufo.ui.resources
import org.stufo.ui.sayFault
import org.stufo.ui.showIf
import org.stufo.ui.view

/** The options, the person's data, and what Stufo does with it. */
class SettingsScreen : Screen(), TakesDocument {
    private var restoring = false

    override val tab: Tab get() = Tab.SETTINGS

    override fun title(ui: Ui): String = ui.resources.getString(R.string.screen_settings_title)

    override fun createView(ui: Ui, container: ViewGroup): View = ui.inflate(R.layout.settings_screen, container).also { view ->
        ui.onCore({ it.settings().settings to it.version().version }) { (settings, version) ->
            bind(ui, view.view(R.id.settings_rows), settings, version)
        }
    }

    private fun bind(ui: Ui, rows: ViewGroup, settings: Settings, version: String) {
        rows.removeAllViews()
        for (line in settingLines(settings)) {
            when (line) {
                is SettingLine.Head -> rows.addView(head(ui, rows, line.name))
                is SettingLine.Choice -> addRow(ui, rows, line.name, ui.resources.getString(optionWord(line.chosen))) { choose(ui, line) }
                is SettingLine.OnOff -> addSwitch(ui, rows, line)
            }
        }
        rows.addView(head(ui, rows, R.string.settings_data))
        addRow(ui, rows, R.string.settings_backup, null) { ask(ui, Request.Create("stufo.json", "application/json"), false) }
        addRow(ui, rows, R.string.settings_restore, null) { ask(ui, Request.Open, true) }
        addRow(ui, rows, R.string.settings_clear, null) { askClear(ui) }
        val phoneList = ui.resources.getString(R.string.settings_phone_list_help)
        addRow(ui, rows, R.string.settings_phone_list, phoneList) { openPhoneList(ui) }
        rows.addView(head(ui, rows, R.string.settings_privacy))
        addRow(ui, rows, R.string.settings_privacy_text, ui.resources.getString(R.string.settings_about, version), null)
    }

    private fun head(ui: Ui, rows: ViewGroup, text: Int): View = ui.inflate(R.layout.day_row, rows).also {
        it.view<TextView>(R.id.day_row_text).setText(text)
    }

    private fun addRow(ui: Ui, rows: ViewGroup, name: Int, value: String?, tapped: (() -> Unit)?): View {
        val row = ui.inflate(R.layout.setting_row, rows)
        row.view<TextView>(R.id.setting_name).setText(name)
        row.view<TextView>(R.id.setting_value).apply { text = value; showIf(value != null) }
        if (tapped != null) row.setOnClickListener { tapped() }
        rows.addView(row)
        return row
    }

    private fun addSwitch(ui: Ui, rows: ViewGroup, line: SettingLine.OnOff) {
        val row = addRow(ui, rows, line.name, null) { patch(ui, line.patch(!line.on)) }
        row.view<Switch>(R.id.setting_switch).apply { showIf(true); isChecked = line.on }
    }

    private fun choose(ui: Ui, line: SettingLine.Choice) {
        val names = Option.entries.map { ui.resources.getString(optionWord(it)) }.toTypedArray()
        AlertDialog.Builder(ui.activity)
            .setTitle(line.name)
            .setSingleChoiceItems(names, line.chosen.ordinal) { dialog, index ->
                dialog.dismiss()
                patch(ui, line.patch(Option.entries[index]))
            }
            .setNegativeButton(R.string.action_cancel, null)
            .show()
    }

    private fun patch(ui: Ui, patch: JSONObject) = ui.onCore({ it.patchSettings(patch) }, ui::sayFault) { ui.refresh() }

    private fun askClear(ui: Ui) {
        AlertDialog.Builder(ui.activity)
            .setTitle(R.string.settings_clear_title)
            .setPositiveButton(R.string.action_delete) { _, _ -> ui.onCore({ it.clearHistory() }, ui::sayFault) { ui.refresh() } }
            .setNegativeButton(R.string.action_cancel, null)
            .show()
    }

    private fun openPhoneList(ui: Ui) {
        val telecom = ui.activity.getSystemService(TelecomManager::class.java) ?: return
        ui.activity.startActivity(telecom.createManageBlockedNumbersIntent())
    }

    private fun ask(ui: Ui, request: Request, restore: Boolean) {
        restoring = restore
        ui.request(request)
    }

    override fun take(ui: Ui, uri: Uri) = if (restoring) readBackup(ui, uri) else writeBackup(ui, uri)
}
