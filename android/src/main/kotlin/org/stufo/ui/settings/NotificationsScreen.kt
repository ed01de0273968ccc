package org.stufo.ui.settings

import org.stufo.R
import org.stufo.core.settings
import org.stufo.ui.permissions.Phone
import org.stufo.words.Text
import org.stufo.words.text

/** What is told, and how much of it on a locked screen. */
class NotificationsScreen : PatchScreen() {
    override val title: Text get() = text(R.string.notifications_title)

    override fun load() = onCore({ it.settings().settings }) { show(notificationRows(it)) }

    override fun onToggle(key: Any, on: Boolean) = patch((key as NotificationKey).wire, on)

    override fun onRow(key: Any) = host.open(Phone.notificationSettings(context))
}
