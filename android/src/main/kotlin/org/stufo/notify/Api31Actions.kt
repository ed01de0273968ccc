package org.stufo.notify

import android.annotation.TargetApi
import android.app.Notification

/** From API 31 on a button can ask for the phone to be unlocked first. */
@TargetApi(31)
internal object Api31Actions {
    fun afterUnlock(action: Notification.Action.Builder): Notification.Action.Builder =
        action.setAuthenticationRequired(true)
}
