package org.stufo.ui.home

import android.Manifest
import android.app.Dialog
import android.content.Context
import android.content.Intent
import org.stufo.R
import org.stufo.core.chooseLevel
import org.stufo.core.levels
import org.stufo.core.model.Level
import org.stufo.screening.ContactNumbers
import org.stufo.screening.Role
import org.stufo.ui.permissions.ASK_CONTACTS
import org.stufo.ui.permissions.ASK_ROLE
import org.stufo.ui.permissions.Phone
import org.stufo.ui.permissions.Refused
import org.stufo.ui.permissions.askNotifications
import org.stufo.ui.permissions.offerSettings
import org.stufo.ui.permissions.refusedForGood
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.text
import java.io.Serializable

/** The first thing a new user sees. Done in a minute: protected. */
class FirstRunScreen : RowsScreen<FirstRunEvent>() {
    private var refused = false

    override val title: Text get() = text(R.string.app_name)

    override fun load() {
        // The question of the level comes once there is something to protect with.
        if (!Role.isHeld(context)) return show(firstRunRows(Phone.grants(context), refused, levels = null))
        onCore({ it.levels() }) { show(firstRunRows(Phone.grants(context), refused, it)) }
    }

    override fun onEvent(event: FirstRunEvent) {
        when (event) {
            is FirstRunEvent.Chosen -> choose(event.level)
            FirstRunKey.ROLE -> host.openForResult(Role.request(context), ASK_ROLE)
            FirstRunKey.ROLE_SETTINGS -> host.open(Phone.defaultApps())
            FirstRunKey.CONTACTS -> host.askPermission(Manifest.permission.READ_CONTACTS, ASK_CONTACTS)
            FirstRunKey.NOTIFICATIONS -> askNotifications(host)
            FirstRunKey.DONE -> {
                FirstRun.setDone(context)
                host.goTo(HomeScreen())
            }
        }
    }

    private fun choose(level: Level) {
        val app = context.applicationContext
        onCore({ it.chooseLevel(level, ContactNumbers.all(app)) }) { load() }
    }

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        if (request == ASK_ROLE) refused = !Role.isHeld(context)
        if (request != ASK_ROLE) refusedForGood(host, request)?.let(::openDialog)
        load()
    }

    override fun dialog(key: Serializable): Dialog = offerSettings(host, key as Refused)
}

/** Whether the user has been welcomed. */
internal object FirstRun {
    private const val FILE = "ui"
    private const val DONE = "first_run_done"

    fun isDone(context: Context): Boolean = file(context).getBoolean(DONE, false)

    fun setDone(context: Context) = file(context).edit().putBoolean(DONE, true).apply()

    private fun file(context: Context) = context.getSharedPreferences(FILE, Context.MODE_PRIVATE)
}
