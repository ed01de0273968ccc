package org.stufo.ui

import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.view.View
import android.view.accessibility.AccessibilityManager
import android.widget.TextView
import org.stufo.R
import org.stufo.core.CoreAccess
import org.stufo.core.CoreException
import org.stufo.core.Log
import org.stufo.core.error
import org.stufo.core.model.ErrorCode
import org.stufo.core.service
import org.stufo.core.undo
import org.stufo.ui.rows.showIf
import org.stufo.ui.rows.view
import org.stufo.ui.screen.Host
import org.stufo.ui.screen.Worker
import org.stufo.ui.screen.faultText
import org.stufo.words.text

/** The bar at the bottom that says what was just done, with the way back until a moment is over. */
internal class UndoBar(private val bar: View, private val host: Host, saved: Bundle?, private val undone: () -> Unit) {
    private val main = Handler(Looper.getMainLooper())
    private val hide = Runnable(::close)
    private var change: String? = null
    private var said = ""

    init {
        bar.view<View>(R.id.undo_button).setOnClickListener {
            change?.let(::undo)
            close()
        }
        saved?.getStringArray(KEPT)?.takeIf { it.size == 2 }?.let { (said, change) -> show(said, change) }
    }

    private fun undo(change: String) = Worker.run({ CoreAccess.get(bar.context.applicationContext).undo(change) }, failed = ::notUndone) {
        host.say(text(R.string.undo_done))
        undone()
    }

    private fun notUndone(fault: Throwable) {
        Log.warn("a change could not be taken back", fault)
        val isChanged = fault is CoreException && fault.error == ErrorCode.REFUSED
        host.say(if (isChanged) text(R.string.undo_changed) else faultText(fault))
    }

    fun show(said: String, change: String) {
        this.said = said
        this.change = change
        bar.view<TextView>(R.id.undo_text).text = said
        bar.showIf(true)
        main.removeCallbacks(hide)
        main.postDelayed(hide, shownMillis())
    }

    /** Whoever needs longer to read or to reach it has told the phone. */
    private fun shownMillis(): Long {
        val content = AccessibilityManager.FLAG_CONTENT_TEXT or AccessibilityManager.FLAG_CONTENT_CONTROLS
        return bar.context.service<AccessibilityManager>().getRecommendedTimeoutMillis(SHOWN_MILLIS, content).toLong()
    }

    private fun close() {
        main.removeCallbacks(hide)
        change = null
        bar.showIf(false)
    }

    fun save(state: Bundle) {
        change?.let { state.putStringArray(KEPT, arrayOf(said, it)) }
    }

    private companion object {
        const val KEPT = "undo"
        const val SHOWN_MILLIS = 10_000
    }
}
