package org.stufo.ui

import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import org.stufo.R
import org.stufo.core.CoreException
import org.stufo.core.Log

/** What a fault means to a person. */
internal fun faultText(fault: Throwable): Int = when ((fault as? CoreException)?.code) {
    CoreException.BUSY -> R.string.error_busy
    CoreException.NEWER_DATABASE -> R.string.error_newer
    CoreException.BAD_BACKUP -> R.string.error_bad_backup
    CoreException.BAD_REQUEST, CoreException.BAD_PATTERN -> R.string.error_request
    else -> R.string.error_core
}

/** Says it and goes on: for an action on a screen that still stands. */
internal fun Ui.sayFault(fault: Throwable) {
    Log.warn("a screen's request failed", fault)
    say(faultText(fault))
}

internal fun faultView(ui: Ui, container: ViewGroup, fault: Throwable): View {
    Log.warn("a screen could not be filled", fault)
    return ui.inflate(R.layout.fault, container).apply {
        view<TextView>(R.id.fault_text).setText(faultText(fault))
        view<View>(R.id.fault_retry).setOnClickListener { ui.refresh() }
    }
}
