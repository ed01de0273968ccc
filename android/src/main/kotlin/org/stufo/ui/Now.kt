package org.stufo.ui

import java.time.ZoneId
import org.stufo.core.CoreAccess
import org.stufo.ui.calls.Now

/** The phone's clock, read once per drawing. */
internal fun now(): Now = Now(CoreAccess.now().utcMillis, ZoneId.systemDefault())
