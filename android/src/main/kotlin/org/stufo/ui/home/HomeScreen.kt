package org.stufo.ui.home

import android.Manifest
import android.annotation.TargetApi
import android.app.Dialog
import android.app.StatusBarManager
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.graphics.drawable.Icon
import android.os.Build
import org.stufo.R
import org.stufo.core.acceptHeldList
import org.stufo.core.dismissNotice
import org.stufo.core.dismissStep
import org.stufo.core.home
import org.stufo.core.keepList
import org.stufo.core.model.NextStep
import org.stufo.core.model.Notice
import org.stufo.core.model.NoticeKind
import org.stufo.core.model.SettingsPatch
import org.stufo.core.patchSettings
import org.stufo.core.service
import org.stufo.core.waitUntil
import org.stufo.notify.WaitingTile
import org.stufo.screening.Role
import org.stufo.sync.Jobs
import org.stufo.ui.permissions.ASK_CONTACTS
import org.stufo.ui.permissions.ASK_ROLE
import org.stufo.ui.permissions.Phone
import org.stufo.ui.permissions.Refused
import org.stufo.ui.permissions.askNotifications
import org.stufo.ui.permissions.offerSettings
import org.stufo.ui.permissions.refusedForGood
import org.stufo.ui.screen.HeaderAction
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.Tab
import org.stufo.words.ContactNames
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text
import java.io.Serializable

/** Protected or not, what was kept away, and who called last. */
class HomeScreen : RowsScreen<HomeEvent>() {
    override val tab get() = Tab.HOME

    override val title: Text get() = text(R.string.app_name)

    override val actions get() = listOf(HeaderAction(R.drawable.ic_settings, text(R.string.settings_title)) { host.go(Route.Settings) })

    override fun load() {
        val app = context.applicationContext
        onCore({ core ->
            core.home().also { home -> ContactNames.learn(app, home.recent.map { it.caller.number }) }
        }) { show(homeRows(it, Phone.grants(context), now(), hasTile = canAddTile)) }
    }

    override fun onEvent(event: HomeEvent) {
        when (event) {
            is HomeEvent.Call -> host.go(Route.Call(event.id))
            is Wait -> wait(waitUntilMillis(event, now()))
            is NoticeKey -> if (event.dismiss) onCore({ it.dismissNotice(event.notice.id) }) { load() } else open(event.notice)
            is HomeKey -> onKey(event)
            is StepKey -> if (event.dismiss) onCore({ it.dismissStep(event.step) }) { load() } else take(event.step)
            is HeldKey -> held(event)
        }
    }

    private fun onKey(key: HomeKey) {
        when (key) {
            HomeKey.ROLE -> host.openForResult(Role.request(context), ASK_ROLE)
            HomeKey.CONTACTS -> host.askPermission(Manifest.permission.READ_CONTACTS, ASK_CONTACTS)
            HomeKey.NOTIFICATIONS -> askNotifications(host)
            HomeKey.LEVEL -> host.go(Route.Level)
            HomeKey.STOP_WAITING -> wait(null)
            HomeKey.HISTORY -> host.goTo(Route.History.ALL)
            HomeKey.WHAT_IF -> host.go(Route.WhatIf)
            HomeKey.REGISTER -> host.go(Route.Register)
        }
    }

    private fun take(step: NextStep) = when (step) {
        NextStep.LEVEL, NextStep.FOREIGN -> host.go(Route.Level)
        NextStep.REGISTER -> host.go(Route.Register)
        NextStep.ASK_OUTCOME -> onCore({ it.patchSettings(SettingsPatch(askOutcome = true)) }) { load() }
        NextStep.TILE -> {
            if (canAddTile) Api33Tile.add(context)
            onCore({ it.dismissStep(NextStep.TILE) }) { load() }
        }
    }

    /** What the user accepts is fetched at once, and its list shows how it comes; what is kept stays as it is. */
    private fun held(event: HeldKey) = onCore({
        if (event.keep) it.keepList(event.listId) else it.acceptHeldList(event.listId)
    }) {
        if (event.keep) return@onCore load()
        Jobs.syncNow(context, event.listId)
        host.go(Route.OneList(event.listId))
    }

    private fun wait(until: Long?) = onCore({ it.waitUntil(until) }) { load() }

    private fun open(notice: Notice) = when (notice.kind) {
        NoticeKind.LIST_HELD, NoticeKind.LIST_STALE, NoticeKind.LIST_UNTRUSTED -> host.go(notice.listId?.let(Route::OneList) ?: Route.Lists)
        NoticeKind.CALLS_NOT_RECORDED -> load()
        NoticeKind.SETTINGS_RESET -> host.go(Route.Settings)
        NoticeKind.LISTS_DROPPED -> host.goTo(Route.Lists)
        NoticeKind.RPO_IN_FORCE, NoticeKind.RPO_RENEWAL -> host.go(Route.Register)
        NoticeKind.ANSWER_DUE -> host.go(notice.reportId?.let(Route::Report) ?: Route.Reports)
        NoticeKind.DATABASE_RECOVERED, NoticeKind.RULES_SWITCHED_OFF -> host.goTo(Route.Rules)
    }

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        refusedForGood(host, request)?.let(::openDialog)
        load()
    }

    override fun dialog(key: Serializable): Dialog = offerSettings(host, key as Refused)
}

/** Android 13 and later add a tile when an app asks. */
private val canAddTile get() = Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU

@TargetApi(33)
private object Api33Tile {
    fun add(context: Context) = context.service<StatusBarManager>().requestAddTileService(
        ComponentName(context, WaitingTile::class.java),
        context.getString(R.string.tile_waiting),
        Icon.createWithResource(context, R.drawable.ic_tile_waiting),
        context.mainExecutor,
    ) {}
}
