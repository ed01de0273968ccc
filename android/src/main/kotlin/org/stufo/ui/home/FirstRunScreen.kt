package org.stufo.ui.home

import android.Manifest
import android.app.Dialog
import android.content.Intent
import java.io.Serializable
import org.stufo.R
import org.stufo.screening.Role
import org.stufo.ui.RowsScreen
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.text

/** The first thing a new user sees. Done in a minute: protected. */
class FirstRunScreen : RowsScreen() {
    private var refused = false

    override val title: Text get() = text(R.string.app_name)

    override fun load() = show(firstRunRows(Phone.grants(host), refused))

    override fun onRow(key: Any) {
        when (key as FirstRunKey) {
            FirstRunKey.ROLE -> host.openForResult(Role.request(host), ASK_ROLE)
            FirstRunKey.ROLE_SETTINGS -> host.open(Phone.defaultApps())
            FirstRunKey.CONTACTS -> host.requestPermissions(arrayOf(Manifest.permission.READ_CONTACTS), ASK_CONTACTS)
            FirstRunKey.NOTIFICATIONS -> askNotifications(host)
            FirstRunKey.DONE -> {
                FirstRun.setDone(host)
                host.goTo(HomeScreen())
            }
        }
    }

    override fun onResult(request: Int, ok: Boolean, data: Intent?) {
        if (request == ASK_ROLE) refused = !Role.isHeld(host)
        if (request != ASK_ROLE) refusedForGood(host, request)?.let(::ask)
        load()
    }

    override fun dialog(key: Serializable): Dialog = offerSettings(host, key as Refused)
}
