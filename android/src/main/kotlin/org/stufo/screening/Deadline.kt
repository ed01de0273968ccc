package org.stufo.screening

import org.stufo.core.Log
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import java.util.concurrent.atomic.AtomicInteger

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
        val result = CompletableFuture<T>()
        try {
            Thread({ complete(result, fallback, tooLate, work) }, THREAD_NAME).apply { isDaemon = true }.start()
        } catch (fault: Throwable) { // No thread to be had.
            running.decrementAndGet()
            Log.warn("work could not begin", fault)
            return fallback
        }
        await(result)
        // The future takes one result, whoever comes first: the work, or the end of its time.
        if (result.complete(fallback)) Log.warn("work was given up")
        return result.join()
    }

    private fun <T> complete(result: CompletableFuture<T>, fallback: T, tooLate: (T) -> Unit, work: () -> T) {
        try {
            val value = work()
            if (!result.complete(value)) tooLate(value)
        } catch (fault: Throwable) {
            Log.warn("work failed", fault)
            result.complete(fallback)
        } finally {
            running.decrementAndGet()
        }
    }

    /** `completeOnTimeout` is missing before Android 13. */
    private fun await(result: CompletableFuture<*>) {
        try {
            result.get(limitMillis, TimeUnit.MILLISECONDS)
        } catch (_: TimeoutException) {
            Unit
        } catch (_: InterruptedException) {
            Thread.currentThread().interrupt()
        }
    }

    internal companion object {
        const val THREAD_NAME = "stufo-deadline"
    }
}
