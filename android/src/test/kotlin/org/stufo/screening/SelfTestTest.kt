package org.stufo.screening

import android.app.role.RoleManager
import android.content.ComponentName
import android.content.Intent
import android.telecom.CallScreeningService
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.stufo.core.history
import org.stufo.core.model.HistoryRequest
import org.stufo.harness.FreshCore
import org.stufo.harness.NoLibraryRunner
import org.stufo.harness.StufoRunner

/** Holds the role, and starts the service when it is bound. */
internal fun preparePhone() {
    val app = RuntimeEnvironment.getApplication()
    shadowOf(app.getSystemService(RoleManager::class.java)).addHeldRole(RoleManager.ROLE_CALL_SCREENING)
    val service = Robolectric.buildService(ScreeningService::class.java).create().get()
    val binder = service.onBind(Intent(CallScreeningService.SERVICE_INTERFACE))
    shadowOf(app).setComponentNameAndServiceForBindService(ComponentName(app, ScreeningService::class.java), binder)
}

/** The self-test: what it says when all is well, and when not. */
@RunWith(StufoRunner::class)
@Config(sdk = [29, 30, 35, 36])
class SelfTestTest {
    @get:Rule
    val fresh = FreshCore()

    @Before
    fun prepare() = preparePhone()

    @After
    fun restore() {
        ScreeningService.makeScreening = ::phoneScreening
    }

    private fun run() = SelfTest.run(fresh.context).result

    @Test
    fun aPhoneInOrderJudgesTheCallAndKeepsNothingOfIt() {
        assertEquals(SelfTestResult.OK, run())
        assertEquals(0, fresh.core.history(HistoryRequest(10)).rows.size)
    }

    @Test
    fun aRoleHeldByAnotherApp() {
        shadowOf(fresh.context.getSystemService(RoleManager::class.java)).removeHeldRole(RoleManager.ROLE_CALL_SCREENING)
        assertEquals(SelfTestResult.NO_ROLE, run())
    }

    /** A store that cannot be written: its folder is a file, as on a phone where nothing more can be made. */
    @Test
    fun aFullDisk() {
        val folder = fresh.database.parentFile!!
        folder.deleteRecursively()
        folder.writeText("")
        assertEquals(SelfTestResult.NO_STORE, run())
        folder.delete()
    }

    @Test
    fun aServiceThatThePhoneDoesNotStart() {
        shadowOf(fresh.context).declareComponentUnbindable(ComponentName(fresh.context, ScreeningService::class.java))
        assertEquals(SelfTestResult.NO_SERVICE, run())
    }
}

/** The self-test on a phone where the library cannot be loaded. */
@RunWith(NoLibraryRunner::class)
@Config(sdk = [29, 30, 35, 36])
class SelfTestWithoutLibraryTest {
    @Test
    fun theMissingLibraryIsNamed() {
        preparePhone()
        assertEquals(SelfTestResult.NO_LIBRARY, SelfTest.run(RuntimeEnvironment.getApplication()).result)
    }
}
