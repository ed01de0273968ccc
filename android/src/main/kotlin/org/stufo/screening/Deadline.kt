package org.stufo.screening

import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger
import org.stufo.core.Log

/**
 * Runs work that may hang or fail, and gives [run]'s fallback instead when it does. Every piece of work has a thread
 * of its own, so that one that hangs never holds up the next; [maxAtOnce] bounds how many may hang.
 */
class Deadline(private val limitMillis: Long, private val maxAtOnce: Int = 8) {
    private val running = AtomicInteger()

    /** [tooLate] is told a result that came after the fallback was given; it runs on the work's own thread. */
    fun <T> run(fallback: T, tooLate: (T) -> Unit = {}, work: () -> T): T {
        if (running.incrementAndGet() > maxAtOnce) {
            running.decrementAndGet()
            Log.warn("too much work hangs")
            return fallback
        }
        val decided = AtomicBoolean()
        val task = FutureTask { finishing(decided, tooLate, work) }
        return try {
            Thread(task, THREAD_NAME).apply { isDaemon = true }.start()
            task.get(limitMillis, TimeUnit.MILLISECONDS)
        } catch (fault: Throwable) { // Late, interrupted, failed, or no thread to be had.
            Log.warn("work was given up", fault.cause ?: fault)
            // Done in this very moment? Then its result counts, and nobody was told otherwise.
            if (decided.compareAndSet(false, true)) fallback else task.get()
        }
    }

    private fun <T> finishing(decided: AtomicBoolean, tooLate: (T) -> Unit, work: () -> T): T = try {
        work().also { if (!decided.compareAndSet(false, true)) tooLate(it) }
    } finally {
        running.decrementAndGet()
    }

    internal companion object {
        const val THREAD_NAME = "stufo-deadline"
    }
}
