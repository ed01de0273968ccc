/** What is asked of a server, within which bounds, and what came. */
package org.stufo.sync

import org.stufo.core.model.FetchFailure
import java.io.File

/**
 * What to fetch. [resumeFrom] bytes of [into] are kept and the rest asked for; the answer has [withinMillis] at most, and the
 * fetcher's own limit; [onProgress] hears how much is there, of how much.
 */
data class FetchRequest(
    val url: String,
    val headers: Map<String, String>,
    val maxBytes: Long,
    val resumeFrom: Long,
    val into: File,
    val withinMillis: Long = Long.MAX_VALUE,
    val onProgress: (bytes: Long, of: Long?) -> Unit,
)

/** What came. Header names are in small letters; [received] bytes of body came over the network. */
sealed interface FetchResult {
    val headers: Map<String, String>
    val received: Long

    /** A whole answer, whatever its status; its body is in the request's file when the status is 200 or 206. */
    data class Answer(val status: Int, override val headers: Map<String, String>, override val received: Long) : FetchResult

    /** No whole answer; what came of the body is in the file. The headers are empty where none came. */
    data class Failure(val kind: FetchFailure, override val headers: Map<String, String>, override val received: Long) : FetchResult
}

/** Bounds of one fetch. */
data class FetchLimits(val schemes: Set<String>, val redirects: Int, val waitMillis: Int, val totalMillis: Long) {
    companion object {
        val PHONE = FetchLimits(setOf("https"), redirects = 5, waitMillis = 20_000, totalMillis = 8 * 60_000L)
    }
}

internal class FetchStopped(val kind: FetchFailure) : Exception()
