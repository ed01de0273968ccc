package org.stufo.ui

import android.os.Handler
import android.os.Looper
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors

/** The one worker thread of the screens. Calls are screened on threads of their own and never wait for it. */
internal object Io {
    private val worker: ExecutorService = Executors.newSingleThreadExecutor { Thread(it, "stufo-io") }
    private val main = Handler(Looper.getMainLooper())

    fun <T> run(work: () -> T, done: (Result<T>) -> Unit) {
        worker.execute {
            val result = runCatching(work)
            main.post { done(result) }
        }
    }

    /** Waits until everything handed in so far is done: for tests. */
    internal fun drain() {
        worker.submit {}.get()
    }
}
