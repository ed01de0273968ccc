package org.stufo.harness

import java.util.concurrent.TimeUnit

/** Returns when what another thread does is done; fails after a minute. [meanwhile] is what this thread has to do for it. */
fun await(what: String, meanwhile: () -> Unit = {}, isSo: () -> Boolean) {
    val giveUpNanos = System.nanoTime() + TimeUnit.MINUTES.toNanos(1)
    while (!isSo()) {
        check(System.nanoTime() - giveUpNanos < 0) { "never came: $what" }
        meanwhile()
        Thread.sleep(PAUSE_MILLIS)
    }
}

private const val PAUSE_MILLIS = 5L
