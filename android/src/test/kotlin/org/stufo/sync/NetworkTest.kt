package org.stufo.sync

import android.Manifest
import android.app.job.JobScheduler
import android.content.Context
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.stufo.core.service
import org.stufo.ui.lists.ListsKey
import org.stufo.ui.lists.listsRows
import org.stufo.ui.rows.Row
import org.stufo.words.Now
import java.time.ZoneOffset

/** A package built with `--offline`: its manifest lacks what the network takes. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [29, 35])
class NetworkTest {
    private val context: Context = RuntimeEnvironment.getApplication()

    private fun withoutNetwork() {
        val info = shadowOf(context.packageManager).getInternalMutablePackageInfo(context.packageName)
        val network = setOf(Manifest.permission.INTERNET, Manifest.permission.ACCESS_NETWORK_STATE)
        info.requestedPermissions = info.requestedPermissions!!.filterNot { it in network }.toTypedArray()
    }

    private fun planned() = context.service<JobScheduler>().allPendingJobs.map { it.id }.toSet()

    @Test
    fun whatTheManifestDeclaresDecides() {
        assertTrue(context.mayUseNetwork())
        withoutNetwork()
        assertFalse(context.mayUseNetwork())
    }

    @Test
    fun nothingIsPlannedThatWaitsForANetwork() {
        Jobs.ensure(context)
        assertEquals(setOf(Jobs.DAILY, SyncJob.SYNC, SyncJob.SYNC_FREE), planned())
        context.service<JobScheduler>().cancelAll()
        withoutNetwork()
        Jobs.ensure(context)
        Jobs.syncNow(context)
        Jobs.syncNow(context, listId = 1)
        assertEquals(setOf(Jobs.DAILY), planned())
    }

    @Test
    fun listsComeFromFilesAlone() {
        val now = Now(0, ZoneOffset.UTC)
        fun ways(network: Boolean) = listsRows(emptyList(), fetching = null, network, now).filterIsInstance<Row.Item<*>>().map { it.event }
        assertEquals(listOf<Any>(ListsKey.DIRECTORY, ListsKey.ADD_URL, ListsKey.ADD_FILE), ways(network = true))
        assertEquals(listOf<Any>(ListsKey.ADD_FILE), ways(network = false))
    }
}
