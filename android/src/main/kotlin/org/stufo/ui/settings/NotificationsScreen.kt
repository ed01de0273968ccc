package org.stufo.ui.settings

import org.stufo.R
import org.stufo.core.settings
import org.stufo.ui.home.Phone
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.text

/** What is told, and how much of it on a locked screen. */
class NotificationsScreen : PatchScreen() {
    override val title: Text get() = text(R.string.notifications_title)

    override fun load() = onCore({ it.settings().settings }) { show(notificationRows(it)) }

    override fun onToggle(key: Any, on: Boolean) = patch((key as NotificationKey).wire, on)

    override fun onRow(key: Any) = host.open(Phone.notificationSettings(host))
}
