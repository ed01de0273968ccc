package org.stufo.sync

import android.app.NotificationManager
import android.app.job.JobScheduler
import android.content.Intent
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.stufo.core.CoreException
import org.stufo.core.coreException
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.SettingsPatch
import org.stufo.core.patchSettings
import org.stufo.core.service
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.share.SharedFiles
import java.io.File
import java.util.concurrent.TimeUnit

/** What runs by itself: planned once, and quiet unless the user wants or needs it. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
class DailyJobTest {
    @get:Rule
    val fresh = FreshCore()

    private val manager get() = fresh.context.service<NotificationManager>()
    private val job by lazy { Robolectric.buildService(DailyJob::class.java).create().get() }

    private fun dayPasses() = fresh.pass(millis = 86_400_000)

    @Test
    fun aRestartPlansTheDailyJobOnceForGood() {
        repeat(2) { RestartReceiver().onReceive(fresh.context, Intent(Intent.ACTION_BOOT_COMPLETED)) }
        val daily = fresh.context.service<JobScheduler>().allPendingJobs.single { it.id == Jobs.DAILY }
        assertTrue(daily.isPersisted && daily.isPeriodic)
        assertEquals(86_400_000L, daily.intervalMillis)
    }

    @Test
    fun aDigestComesAWeekAfterItWasSwitchedOnAndWeeklyFromThen() {
        repeat(8) {
            job.run { fresh.core }
            dayPasses()
        }
        assertEquals("off by default", 0, shadowOf(manager).size())
        fresh.core.patchSettings(SettingsPatch(weeklyDigest = true))
        val told = (1..15).map {
            job.run { fresh.core }
            dayPasses()
            shadowOf(manager).size().also { manager.cancelAll() }
        }
        assertEquals(listOf(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1), told)
    }

    @Test
    fun aNoticeIsToldOnce() {
        fresh.database.parentFile!!.mkdirs()
        fresh.database.writeBytes(ByteArray(8_192) { (it * 31).toByte() })
        job.run { fresh.core }
        assertEquals(1, shadowOf(manager).size())
        manager.cancelAll()
        job.run { fresh.core }
        assertEquals(0, shadowOf(manager).size())
    }

    @Test
    fun aFileThatWasSharedTheDayBeforeIsGone() {
        val (yesterday, today) = List(2) { SharedFiles.make(fresh.context, "stufo.csv") { it.append("id\n") }.pathSegments[0] }
        val folder = File(fresh.context.cacheDir, "shared")
        File(folder, yesterday).setLastModified(System.currentTimeMillis() - TimeUnit.HOURS.toMillis(25))
        assertThrows("also without a core", CoreException::class.java) { job.run { throw coreException(ErrorCode.STORAGE, "full") } }
        assertEquals(listOf(today), folder.list().orEmpty().toList())
    }
}
