package org.stufo.ui

import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.view.View
import android.view.accessibility.AccessibilityManager
import android.widget.TextView
import org.stufo.R
import org.stufo.core.service
import org.stufo.ui.rows.showIf
import org.stufo.ui.rows.view

/** The bar at the bottom that says what was just done, with the way back until a moment is over. */
internal class UndoBar(private val bar: View, private val undo: (String) -> Unit) {
    private val main = Handler(Looper.getMainLooper())
    private val hide = Runnable(::close)
    private var change: String? = null
    private var said = ""

    init {
        bar.view<View>(R.id.undo_button).setOnClickListener {
            change?.let(undo)
            close()
        }
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

    fun restore(saved: Bundle?) {
        val (said, change) = saved?.getStringArray(KEPT)?.takeIf { it.size == 2 } ?: return
        show(said, change)
    }

    /** The window goes. */
    fun leave() = main.removeCallbacks(hide)

    private companion object {
        const val KEPT = "undo"
        const val SHOWN_MILLIS = 10_000
    }
}
