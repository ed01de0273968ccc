package org.stufo.ui

import android.content.Intent
import org.stufo.notify.CallIntents
import org.stufo.ui.calls.CallScreen
import org.stufo.ui.lists.ListScreen

/** What a notification's tap leads to, from below to above: a call, or a list. */
internal fun askedFor(intent: Intent?): List<Screen> {
    val callId = intent?.getLongExtra(CallIntents.EXTRA_CALL_ID, 0) ?: return emptyList()
    val listId = intent.getLongExtra(CallIntents.EXTRA_LIST_ID, 0)
    return listOfNotNull(
        CallScreen(callId).takeIf { callId != 0L },
        ListScreen(listId).takeIf { listId != 0L },
    )
}
