package org.stufo.ui

import android.content.Intent
import org.stufo.notify.CallIntents
import org.stufo.ui.calls.CallScreen
import org.stufo.ui.lists.ListScreen
import org.stufo.ui.objection.RegisterScreen
import org.stufo.ui.objection.WhatToSayScreen

/** What a notification's tap leads to, from below to above: a call, what to say to its caller, a list, or the register. */
internal fun askedFor(intent: Intent?): List<Screen> {
    val callId = intent?.getLongExtra(CallIntents.EXTRA_CALL_ID, 0) ?: return emptyList()
    val listId = intent.getLongExtra(CallIntents.EXTRA_LIST_ID, 0)
    return listOfNotNull(
        CallScreen(callId).takeIf { callId != 0L },
        WhatToSayScreen(callId).takeIf { callId != 0L && intent.getBooleanExtra(CallIntents.EXTRA_SAY, false) },
        ListScreen(listId).takeIf { listId != 0L },
        RegisterScreen().takeIf { intent.getBooleanExtra(CallIntents.EXTRA_REGISTER, false) },
    )
}
