package org.stufo.ui.settings

import org.stufo.R
import org.stufo.core.model.SettingsPatch
import org.stufo.core.settings
import org.stufo.ui.permissions.Phone
import org.stufo.words.Text
import org.stufo.words.text

/** What is told, and how much of it on a locked screen. */
class NotificationsScreen : PatchScreen<NotificationEvent>() {
    override val title: Text get() = text(R.string.notifications_title)

    override fun load() = onCore({ it.settings().settings }) { show(notificationRows(it)) }

    override fun onEvent(event: NotificationEvent) = when (event) {
        is NotificationEvent.Switch -> patch(patchOf(event.key, event.on))
        NotificationEvent.System -> host.open(Phone.notificationSettings(context))
    }

    private fun patchOf(key: NotificationKey, on: Boolean) = when (key) {
        NotificationKey.BLOCKED -> SettingsPatch(notifyBlocked = on)
        NotificationKey.LOCK_SCREEN -> SettingsPatch(notifyOnLockScreen = on)
        NotificationKey.OUTCOME -> SettingsPatch(askOutcome = on)
        NotificationKey.DIGEST -> SettingsPatch(weeklyDigest = on)
    }
}
