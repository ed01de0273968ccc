package org.stufo.ui

import android.content.Intent
import org.stufo.notify.CallIntents
import org.stufo.ui.calls.CallScreen
import org.stufo.ui.objection.RegisterScreen
import org.stufo.ui.objection.WhatToSayScreen

/** What a notification's tap leads to, from below to above: a call, what to say to its caller, or the register. */
internal fun askedFor(intent: Intent?): List<Screen> {
    val callId = intent?.getLongExtra(CallIntents.EXTRA_CALL_ID, 0) ?: return emptyList()
    return listOfNotNull(
        CallScreen(callId).takeIf { callId != 0L },
        WhatToSayScreen(callId).takeIf { callId != 0L && intent.getBooleanExtra(CallIntents.EXTRA_SAY, false) },
        RegisterScreen().takeIf { intent.getBooleanExtra(CallIntents.EXTRA_REGISTER, false) },
    )
}
