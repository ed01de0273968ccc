package org.stufo.sync

import android.Manifest
import android.app.NotificationManager
import android.app.job.JobScheduler
import android.app.role.RoleManager
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
import org.stufo.R
import org.stufo.core.CoreException
import org.stufo.core.EMPTY_FIELDS
import org.stufo.core.coreException
import org.stufo.core.home
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.model.ReportKind
import org.stufo.core.model.ReportSaveRequest
import org.stufo.core.model.ReportState
import org.stufo.core.model.ReportStateRequest
import org.stufo.core.model.SettingsPatch
import org.stufo.core.patchSettings
import org.stufo.core.reportState
import org.stufo.core.saveReport
import org.stufo.core.service
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.share.SharedFiles
import org.stufo.ui.destinationsOf
import org.stufo.ui.objection.report.ReportScreen
import org.stufo.ui.objection.report.ReportsScreen
import org.stufo.ui.receive
import java.io.File
import java.util.concurrent.TimeUnit

/** What runs by itself: planned once, and quiet unless the user wants or needs it. */
@RunWith(StufoRunner::class)
@Config(sdk = [35, 36])
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

    /** The company that did not answer: the reminder opens that letter, and all of them where there are several. */
    @Test
    fun theReminderOfAnAnswerOpensItsReport() {
        org.stufo.sync.Announcer.current = org.stufo.notify.CoreNotices.Announcer
        fun sent(company: String): Long {
            val id = fresh.core.saveReport(ReportSaveRequest(null, ReportKind.LETTER, emptyList(), EMPTY_FIELDS.copy(company = company), null, null))
            fresh.core.reportState(ReportStateRequest(id, ReportState.SENT, null, null, null, ObjectionMethod.WEB))
            return id
        }

        fun opened(): List<Any> {
            job.run { fresh.core }
            val shown = shadowOf(manager).allNotifications.single()
            manager.cancelAll()
            return destinationsOf(shadowOf(shown.contentIntent).savedIntent)
        }
        val first = sent("Energia")
        fresh.pass(millis = 5 * 86_400_000L)
        sent("Fibra")
        fresh.pass(millis = 28 * 86_400_000L)
        val (all, one) = opened()
        assertEquals(ReportsScreen::class.java to ReportScreen::class.java, all.javaClass to one.javaClass)
        assertEquals(listOf(first), fresh.core.home().notices.map { it.reportId })
        fresh.pass(millis = 5 * 86_400_000L)
        assertEquals("of two", listOf(ReportsScreen::class.java), opened().map { it.javaClass })
    }

    private fun alerts(): List<String> {
        // The app sets this when its process starts.
        org.stufo.sync.Announcer.current = org.stufo.notify.CoreNotices.Announcer
        job.run { fresh.core }
        dayPasses()
        val shown = shadowOf(manager).allNotifications.filter { it.channelId == "protection" }
        manager.cancelAll()
        return shown.map { shadowOf(it).contentTitle.toString() }
    }

    @Test
    fun aRoleThatWasLostSinceYesterdayIsToldTheSameDayAndOnce() {
        val roles = shadowOf(fresh.context.service<RoleManager>())
        assertEquals("what never was is not lost", emptyList<String>(), alerts())
        roles.addHeldRole(RoleManager.ROLE_CALL_SCREENING)
        assertEquals(emptyList<String>(), alerts())
        roles.removeHeldRole(RoleManager.ROLE_CALL_SCREENING)
        assertEquals(listOf(fresh.context.getString(R.string.alert_role_lost_title)), alerts())
        assertEquals(emptyList<String>(), alerts())
    }

    @Test
    fun aPermissionThatWasTakenBackAndASilenceAreTold() {
        val app = shadowOf(fresh.context)
        shadowOf(fresh.context.service<RoleManager>()).addHeldRole(RoleManager.ROLE_CALL_SCREENING)
        app.grantPermissions(Manifest.permission.READ_CONTACTS)
        repeat(12) {
            fresh.core.receive("+390612345678", fresh.now)
            assertEquals(emptyList<String>(), alerts())
        }
        app.denyPermissions(Manifest.permission.READ_CONTACTS)
        assertEquals(listOf(fresh.context.getString(R.string.alert_contacts_lost_title)), alerts())
        assertEquals(emptyList<String>(), alerts())
        val silence = List(4) { alerts() }.flatten()
        assertEquals(listOf(fresh.context.getString(R.string.alert_no_calls_title)), silence)
    }

    /** A core that cannot be opened is told the same day, once a day, and no more when it works again. */
    @Test
    fun aCoreThatFailsIsToldTheSameDay() {
        org.stufo.sync.Announcer.current = org.stufo.notify.CoreNotices.Announcer
        val titles = { shadowOf(manager).allNotifications.map { shadowOf(it).contentTitle.toString() } }
        val failed = listOf(fresh.context.getString(R.string.alert_core_failed_title))
        repeat(2) {
            assertThrows(CoreException::class.java) { job.run { throw coreException(ErrorCode.STORAGE, "full") } }
            assertEquals(failed, titles())
        }
        assertThrows("without the library", UnsatisfiedLinkError::class.java) { job.run { throw UnsatisfiedLinkError() } }
        assertEquals(failed, titles())
        job.run { fresh.core }
        assertEquals(emptyList<String>(), titles())
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
