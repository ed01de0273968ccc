package org.stufo.screening

import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import org.stufo.core.Log

/**
 * Runs work that may hang or fail, and gives [run]'s fallback instead when it does. Every piece of work has a thread
 * of its own, so that one that hangs never holds up the next; [maxAtOnce] bounds how many may hang.
 */
class Deadline(private val limitMillis: Long, private val maxAtOnce: Int = 8) {
    private val running = AtomicInteger()

    fun <T> run(fallback: T, work: () -> T): T {
        if (running.incrementAndGet() > maxAtOnce) {
            running.decrementAndGet()
            Log.warn("too much work hangs")
            return fallback
        }
        val task = FutureTask { finishing(work) }
        return try {
            Thread(task, "stufo-deadline").apply { isDaemon = true }.start()
            task.get(limitMillis, TimeUnit.MILLISECONDS)
        } catch (fault: Throwable) { // Late, interrupted, failed, or no thread to be had.
            Log.warn("work was given up", fault.cause ?: fault)
            fallback
        }
    }

    private fun <T> finishing(work: () -> T): T = try {
        work()
    } finally {
        running.decrementAndGet()
    }
}
