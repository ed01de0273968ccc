package org.stufo.ui.home

import android.Manifest
import android.app.Dialog
import android.content.Intent
import java.io.Serializable
import org.stufo.R
import org.stufo.core.dismissNotice
import org.stufo.core.home
import org.stufo.core.model.Notice
import org.stufo.core.waitUntil
import org.stufo.screening.Role
import org.stufo.ui.HeaderAction
import org.stufo.ui.RowsScreen
import org.stufo.ui.Tab
import org.stufo.ui.calls.CallScreen
import org.stufo.ui.calls.HistoryScreen
import org.stufo.ui.lists.ListScreen
import org.stufo.ui.lists.ListsScreen
import org.stufo.ui.now
import org.stufo.ui.objection.RegisterScreen
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.text
import org.stufo.ui.rules.RulesScreen
import org.stufo.ui.rules.WhatIfScreen
import org.stufo.ui.settings.SettingsScreen

/** Protected or not, what was kept away, and who called last. */
class HomeScreen : RowsScreen() {
    override val tab get() = Tab.HOME

    override val title: Text get() = text(R.string.app_name)

    override val actions get() = listOf(HeaderAction(HomeKey.SETTINGS, R.drawable.ic_settings, text(R.string.settings_title)))

    override fun onAction(key: Any) = onKey(key as HomeKey)

    override fun load() = onCore({ it.home() }) { show(homeRows(it, Phone.grants(host), now())) }

    override fun onRow(key: Any) {
        when (key) {
            is Long -> host.go(CallScreen(key))
            is Wait -> wait(waitUntilMillis(key, now()))
            is NoticeKey -> if (key.dismiss) onCore({ it.dismissNotice(key.notice.id) }) { load() } else look(key.notice)
            is HomeKey -> onKey(key)
        }
    }

    private fun onKey(key: HomeKey) {
        when (key) {
            HomeKey.ROLE -> host.openForResult(Role.request(host), ASK_ROLE)
            HomeKey.CONTACTS -> host.requestPermissions(arrayOf(Manifest.permission.READ_CONTACTS), ASK_CONTACTS)
            HomeKey.NOTIFICATIONS -> askNotifications(host)
            HomeKey.STOP_WAITING -> wait(null)
            HomeKey.HISTORY -> host.goTo(HistoryScreen())
            HomeKey.WHAT_IF -> host.go(WhatIfScreen())
            HomeKey.REGISTER -> host.go(RegisterScreen())
            HomeKey.SETTINGS -> host.go(SettingsScreen())
        }
    }

    private fun wait(until: Long?) = onCore({ it.waitUntil(until) }) { load() }

    private fun look(notice: Notice) = when (notice.kind) {
        Notice.Kind.LIST_HELD, Notice.Kind.LIST_STALE, Notice.Kind.LIST_UNTRUSTED -> host.go(notice.listId?.let(::ListScreen) ?: ListsScreen())
        Notice.Kind.LISTS_DROPPED -> host.goTo(ListsScreen())
        Notice.Kind.RPO_IN_FORCE, Notice.Kind.RPO_RENEWAL -> host.go(RegisterScreen())
        Notice.Kind.DATABASE_RECOVERED, Notice.Kind.UNKNOWN -> host.goTo(RulesScreen())
    }

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        refusedForGood(host, request)?.let(::ask)
        load()
    }

    override fun dialog(key: Serializable): Dialog = offerSettings(host, key as Refused)
}
