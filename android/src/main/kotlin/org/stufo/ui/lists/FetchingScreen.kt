package org.stufo.ui.lists

import android.os.Handler
import android.os.Looper
import org.stufo.R
import org.stufo.core.acceptHeldList
import org.stufo.core.isFetched
import org.stufo.core.keepList
import org.stufo.core.model.ListRow
import org.stufo.sync.Jobs
import org.stufo.sync.SyncProgress
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.text

/** A screen that follows the fetching of lists while it is shown. */
abstract class FetchingScreen<E> : RowsScreen<E>() {
    @Transient
    private var handler: Handler? = null

    @Transient
    private var wasFetching = false

    protected fun fetching(): Fetching? {
        val current = SyncProgress.current
        return when {
            current != null -> Fetching(current.listId, current.phase == SyncProgress.Phase.APPLYING, current.bytes, current.of)
            Jobs.isSyncingNow(context) -> Fetching(listId = null, isApplied = false, bytes = 0, of = null)
            else -> null
        }
    }

    protected fun syncNow(listId: Long?) {
        Jobs.syncNow(context, listId)
        redraw()
    }

    /** The new version of a held list: it is fetched at once; that of a file is read from the file once more. */
    protected fun acceptHeld(list: ListRow) = onCore({ it.acceptHeldList(list.id) }) {
        if (list.isFetched) syncNow(list.id) else host.say(text(R.string.list_accept_file))
    }

    /** The numbers that a held list had before. */
    protected fun keepHeld(listId: Long) = onCore({ it.keepList(listId) }) { load() }

    protected fun stopSync() {
        Jobs.stopSync(context)
        host.say(text(R.string.lists_stopped))
        load()
    }

    /** Draws again with what was loaded last. */
    protected abstract fun redraw()

    /** Call it when the screen has loaded. */
    protected fun follow() {
        if (handler == null) handler = Handler(Looper.getMainLooper()).also { it.postDelayed(::refresh, PAUSE_MILLIS) }
    }

    private fun refresh() {
        if (!isShown) return
        val fetching = fetching() != null
        // Lists whose fetch has ended are read again; those still being fetched are only redrawn.
        if (fetching) {
            redraw()
        } else if (wasFetching) {
            load()
        }
        wasFetching = fetching
        handler?.postDelayed(::refresh, PAUSE_MILLIS)
    }

    override fun onLeave() {
        super.onLeave()
        handler?.removeCallbacksAndMessages(null)
        handler = null
    }

    private companion object {
        const val PAUSE_MILLIS = 500L
    }
}
