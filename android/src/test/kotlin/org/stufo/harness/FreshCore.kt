package org.stufo.harness

import android.app.Application
import android.telephony.TelephonyManager
import org.junit.rules.ExternalResource
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.stufo.core.Core
import org.stufo.core.CoreAccess
import org.stufo.core.model.Moment
import org.stufo.core.momentNow
import org.stufo.screening.Deadline
import org.stufo.sync.SyncProgress
import java.io.File

/** A rule: every test starts with a fresh store in its own storage and an Italian SIM, and leaves no open core behind. */
class FreshCore : ExternalResource() {
    val context: Application get() = RuntimeEnvironment.getApplication()

    /** The core that the app under test uses. */
    val core: Core get() = CoreAccess.get(context)

    /** Where it keeps what is the user's. */
    val database: File get() = File(context.createDeviceProtectedStorageContext().filesDir, "stufo.db")

    /** The app's clock; it stands still until a test moves it. A Tuesday morning in Italy. */
    var now = Moment(utcMillis = 1_795_514_400_000, offsetMinutes = 60)

    fun pass(millis: Long) {
        now = now.copy(utcMillis = now.utcMillis + millis)
    }

    override fun before() {
        SyncProgress.current = null
        CoreAccess.reset()
        CoreAccess.clock = { now }
        shadowOf(context.getSystemService(TelephonyManager::class.java)).setSimCountryIso("it")
    }

    override fun after() {
        awaitLateWork()
        SyncProgress.current = null
        CoreAccess.reset()
        CoreAccess.clock = ::momentNow
    }

    /** Work that was given up goes on in its own thread: it would write into the next test's store. */
    private fun awaitLateWork() {
        val late = Thread.getAllStackTraces().keys.filter { it.name == Deadline.THREAD_NAME }
        late.forEach { it.join(LATE_LIMIT_MILLIS) }
        check(late.none(Thread::isAlive)) { "work that was given up does not end" }
    }

    private companion object {
        const val LATE_LIMIT_MILLIS = 20_000L
    }
}
