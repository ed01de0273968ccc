package org.stufo.ui.screen

import android.os.Handler
import android.os.Looper
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/** The one thread on which screens ask the core, in the order they asked. */
object Worker {
    private val executor = Executors.newSingleThreadExecutor { Thread(it, "stufo-screens").apply { isDaemon = true } }
    private val main = Handler(Looper.getMainLooper())

    /** [done] and [failed] come on the main thread. */
    fun <T> run(work: () -> T, failed: (Throwable) -> Unit, done: (T) -> Unit) {
        executor.execute {
            val told: () -> Unit = try {
                val value = work();
                { done(value) }
            } catch (fault: Throwable) {
                { failed(fault) }
            }
            main.post(told)
        }
    }

    /** Returns when all that was asked so far is done: for tests. */
    internal fun await() {
        executor.submit {}.get(WAIT_SECONDS, TimeUnit.SECONDS)
    }

    private const val WAIT_SECONDS = 60L
}
