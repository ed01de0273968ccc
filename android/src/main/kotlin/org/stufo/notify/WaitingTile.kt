package org.stufo.notify

import android.os.Handler
import android.os.Looper
import android.service.quicksettings.Tile
import android.service.quicksettings.TileService
import org.stufo.R
import org.stufo.core.Core
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.core.settings
import org.stufo.core.waitUntil
import org.stufo.words.now
import org.stufo.words.of
import org.stufo.words.untilText
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors

/** "I am waiting for a call": for an hour every caller gets through. A second tap ends it. */
class WaitingTile : TileService() {
    private val main = Handler(Looper.getMainLooper())

    /** One thread: taps are carried out and shown in their order, so an older answer never covers a newer one. */
    internal val worker: ExecutorService = Executors.newSingleThreadExecutor { Thread(it, "stufo-tile") }

    override fun onDestroy() {
        worker.shutdown()
        super.onDestroy()
    }

    override fun onStartListening() = onCore { it.waitingUntil() }

    /** Whoever finds the phone must not change who gets through: a locked one is unlocked first. */
    override fun onClick() = if (isLocked) unlockAndRun(::switch) else switch()

    private fun switch() = onCore { core ->
        val until = if (core.waitingUntil() == null) core.now().utcMillis + HOUR_MILLIS else null
        core.waitUntil(until)
        until
    }

    private fun Core.waitingUntil(): Long? = settings().settings.waitingUntilMillis?.takeIf { it > now().utcMillis }

    private fun onCore(work: (Core) -> Long?) {
        worker.execute {
            val show: () -> Unit = try {
                val until = work(CoreAccess.get(this));
                { show(until) }
            } catch (fault: Throwable) {
                Log.warn("the tile could not be served", fault);
                { showUnavailable() }
            }
            main.post(show)
        }
    }

    private fun show(until: Long?) {
        val tile = qsTile ?: return
        tile.state = if (until == null) Tile.STATE_INACTIVE else Tile.STATE_ACTIVE
        tile.subtitle = if (until == null) getString(R.string.tile_waiting_off) else getString(R.string.tile_waiting_until, untilText(until, now()).of(this))
        tile.updateTile()
    }

    private fun showUnavailable() {
        val tile = qsTile ?: return
        tile.state = Tile.STATE_UNAVAILABLE
        tile.updateTile()
    }

    private companion object {
        const val HOUR_MILLIS = 3_600_000L
    }
}
