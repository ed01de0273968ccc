package org.stufo.sync

import org.stufo.core.Core
import org.stufo.core.CoreException
import org.stufo.core.Log
import org.stufo.core.model.StepFailure
import org.stufo.core.model.StepResponse
import org.stufo.core.model.SyncApplied
import org.stufo.core.model.SyncPlanRequest
import org.stufo.core.model.SyncReason
import org.stufo.core.model.SyncReasonName
import org.stufo.core.model.SyncStep
import java.io.File
import java.net.HttpURLConnection

/** Which lists to ask for: [listId] alone, or all; only those that are due unless [now]. */
data class SyncRequest(val listId: Long?, val now: Boolean, val metered: Boolean)

/**
 * Does what the core plans and tells it what came. Judges nothing: the core keeps the old list whenever it doubts the
 * new one. Screening goes on meanwhile.
 */
class SyncRunner(private val core: Core, private val fetcher: Fetcher, private val folder: File, private val token: CancellationToken) {
    /** One at a time in the process: two would fetch the same lists. */
    fun run(request: SyncRequest): List<SyncResult> = synchronized(SyncProgress) {
        try {
            core.syncPlan(SyncPlanRequest(request.listId, request.now, request.metered)).steps.mapNotNull(::take)
        } finally {
            SyncProgress.current = null
        }
    }

    /** Null for a list that was not started, or was cancelled by [token]: it stays due, and its transfer is resumed. */
    private fun take(first: SyncStep): SyncResult? {
        val files = mutableSetOf<String>()
        var keep: String? = null
        val endNanos = System.nanoTime() + LIST_MILLIS * NANOS_PER_MILLI
        return try {
            var step: SyncStep? = first
            var answer: SyncApplied? = null
            var steps = 0
            while (step != null && !token.isCancelled && steps++ < MAX_STEPS) {
                files += step.file
                answer = ask(step, (endNanos - System.nanoTime()) / NANOS_PER_MILLI)
                step = answer.next
            }
            keep = answer?.keep
            answer?.takeIf { it.next == null && it.why != CANCELLED }?.let { SyncResult.of(first.listId, it) }
        } catch (gone: CoreException) { // The list was removed meanwhile, or the store is busy: the others go on.
            Log.warn("a list could not be taken", gone)
            null
        } finally {
            for (name in files - setOfNotNull(keep)) File(folder, name).delete()
        }
    }

    private fun ask(step: SyncStep, withinMillis: Long): SyncApplied {
        val file = File(folder, step.file)
        // The phone may have deleted the part to resume, or an older attempt may have left another one.
        val resumeFrom = step.resumeFrom.takeIf { it > 0 && file.length() == it } ?: 0
        if (resumeFrom == 0L) file.delete()
        val headers = if (resumeFrom == 0L) step.headers - "If-Range" else step.headers
        show(step, SyncProgress.Phase.FETCHING, resumeFrom, null)
        val came = fetcher.fetch(
            FetchRequest(step.url, headers, step.maxBytes, resumeFrom, file, withinMillis) { bytes, of -> show(step, SyncProgress.Phase.FETCHING, bytes, of) },
        )
        show(step, SyncProgress.Phase.APPLYING, file.length(), null)
        return apply(step, came, file)
    }

    private fun show(step: SyncStep, phase: SyncProgress.Phase, bytes: Long, of: Long?) {
        SyncProgress.current = SyncProgress.Current(step.listId, phase, bytes, of)
    }

    private fun apply(step: SyncStep, came: FetchResult, file: File): SyncApplied = when (came) {
        is FetchResult.Failure -> core.syncApply(
            StepFailure(step.listId, step.step, step.url, came.kind, came.headers, bytes = came.received, there = file.length()),
        )
        is FetchResult.Answer -> {
            val body = file.path.takeIf { came.status in WITH_BODY }
            core.syncApply(StepResponse(step.listId, step.step, step.url, came.status, came.headers, body, came.received))
        }
    }

    private companion object {
        val CANCELLED = SyncReason.Named(SyncReasonName.CANCELLED)
        val WITH_BODY = setOf(HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_PARTIAL)

        /** Manifest, index, a delta that does not fit, a snapshot: no list needs more. */
        const val MAX_STEPS = 8

        /** What all steps of one list may take: less than the ten minutes of a job, so that its failure is noted and others follow. */
        const val LIST_MILLIS = 8 * 60_000L
        const val NANOS_PER_MILLI = 1_000_000L
    }
}
