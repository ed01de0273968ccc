package org.stufo.ui.screen

import android.os.Handler
import android.os.Looper
import android.view.View
import org.stufo.ui.rows.showIf

/** The thin bar under the header: shown when a request takes longer than a moment. */
class Progress(private val bar: View) {
    private val main = Handler(Looper.getMainLooper())
    private var slow = 0

    fun begin(): Waiting = Waiting().also { main.postDelayed(it, BLINK_MILLIS) }

    inner class Waiting : Runnable {
        private var counted = false
        private var ended = false

        override fun run() {
            if (ended) return
            counted = true
            change(1)
        }

        fun end() {
            if (ended) return
            ended = true
            main.removeCallbacks(this)
            if (counted) change(-1)
        }
    }

    private fun change(by: Int) {
        slow += by
        bar.showIf(slow > 0)
    }

    private companion object {
        const val BLINK_MILLIS = 300L
    }
}
