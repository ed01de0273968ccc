package org.stufo.sync

import java.io.File
import org.json.JSONObject
import org.stufo.core.Core
import org.stufo.core.CoreException
import org.stufo.core.Log
import org.stufo.core.model.putNullable

/** Which lists to ask for: [listId] alone, or all; only those that are due unless [now]. */
data class SyncRequest(val listId: Long?, val now: Boolean, val metered: Boolean) {
    fun toJson(): JSONObject =
        JSONObject().putNullable("list_id", listId).put("now", now).put("metered", metered)
}

/**
 * Does what the core plans and tells it what came. Judges nothing: the core keeps the old list whenever it doubts the
 * new one. Screening goes on meanwhile.
 */
class SyncRunner(
    private val core: Core,
    private val fetcher: Fetcher,
    private val folder: File,
    private val isCancelled: () -> Boolean,
) {
    /** One at a time in the process: two would fetch the same lists. */
    fun run(request: SyncRequest): List<SyncResult> = synchronized(SyncProgress) {
        try {
            SyncStep.allFrom(core.syncPlan(request.toJson())).mapNotNull(::take)
        } finally {
            SyncProgress.current = null
        }
    }

    /** Null for a step that was not begun, or broken off by a cancellation: it stays due. */
    private fun take(step: SyncStep): SyncResult? {
        if (isCancelled()) return null
        val file = File(folder, "list-${step.listId}")
        SyncProgress.current = SyncProgress.Current(step.listId, file)
        return try {
            val came = fetcher.fetch(FetchRequest(step.url, step.headers, step.maxBytes, resumeFrom = 0, into = file))
            if (came is FetchResult.Failure && came.kind == FetchResult.Kind.CANCELLED) return null
            SyncResult.from(step.listId, core.syncApply(outcome(step, came, file)))
        } catch (gone: CoreException) { // The list was removed meanwhile, or the store is busy: the others go on.
            Log.warn("a list could not be taken", gone)
            null
        } finally {
            file.delete()
        }
    }

    private fun outcome(step: SyncStep, came: FetchResult, file: File): JSONObject {
        val json = JSONObject().put("list_id", step.listId)
        return when (came) {
            is FetchResult.Failure -> json.put("failure", came.kind.wire)
            is FetchResult.Answer -> json
                .put("status", came.status)
                .put("headers", JSONObject(came.headers))
                .putNullable("file", file.path.takeIf { came.status == HTTP_OK })
        }
    }

    private companion object {
        const val HTTP_OK = 200
    }
}

/** What a screen can show while lists are fetched. */
object SyncProgress {
    data class Current(val listId: Long, private val file: File) {
        /** So many bytes have come. */
        val bytes: Long get() = file.length()
    }

    @Volatile
    var current: Current? = null
        internal set
}
