package org.stufo.notify

import android.os.Looper
import android.service.quicksettings.Tile
import android.service.quicksettings.TileService
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowService
import org.stufo.core.model.Settings
import org.stufo.core.settings
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import java.util.concurrent.TimeUnit

/** The Quick Settings tile: one tap for an hour, another to end it. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
class WaitingTileTest {
    @get:Rule
    val fresh = FreshCore()

    private val tile by lazy { Robolectric.buildService(WaitingTile::class.java).create().get() }

    private fun until() = fresh.core.settings().settings.waitingUntilMillis

    /** The tile asks the core on a thread of its own and shows the answer on the main one. */
    private fun shows(state: Int) {
        tile.worker.submit {}.get(60, TimeUnit.SECONDS)
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals(state, tile.qsTile.state)
    }

    @Test
    fun aTapWaitsForAnHourAndAnotherEndsIt() {
        tile.onStartListening()
        shows(Tile.STATE_INACTIVE)
        tile.onClick()
        shows(Tile.STATE_ACTIVE)
        assertEquals(fresh.now.utcMillis + 3_600_000, until())
        tile.onClick()
        shows(Tile.STATE_INACTIVE)
        assertNull(until())
    }

    @Test
    fun anHourLaterItIsOver() {
        tile.onClick()
        shows(Tile.STATE_ACTIVE)
        fresh.pass(millis = 3_600_001)
        tile.onStartListening()
        shows(Tile.STATE_INACTIVE)
    }

    /** A locked phone is unlocked before anything changes: Android then runs what was asked. */
    @Test
    @Config(shadows = [LockedTile::class])
    fun aLockedPhoneIsUnlockedFirst() {
        tile.onStartListening()
        tile.onClick()
        shows(Tile.STATE_INACTIVE)
        assertNull(until())
        Shadow.extract<LockedTile>(tile).unlock()
        shows(Tile.STATE_ACTIVE)
        assertEquals(fresh.now.utcMillis + 3_600_000, until())
    }

    @Test
    fun withoutACoreItSaysThatItCannot() {
        fresh.core.close()
        tile.onStartListening()
        shows(Tile.STATE_UNAVAILABLE)
    }

    /** The tile of a locked phone. Robolectric's own unlocks it at once; here the user does, with [unlock]. */
    @Implements(TileService::class)
    class LockedTile : ShadowService() {
        private val shown = Shadow.newInstanceOf(Tile::class.java)
        private var asked: Runnable? = null

        fun unlock() = requireNotNull(asked) { "no unlock was asked for" }.run()

        @Implementation
        fun getQsTile(): Tile = shown

        @Implementation
        fun isLocked(): Boolean = true

        @Implementation
        fun unlockAndRun(next: Runnable) {
            asked = next
        }
    }
}
