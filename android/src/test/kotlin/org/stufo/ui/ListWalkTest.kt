package org.stufo.ui

import android.app.AlertDialog
import android.app.job.JobScheduler
import android.content.Intent
import android.view.View
import android.widget.ProgressBar
import android.widget.RadioButton
import android.widget.Switch
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowAlertDialog
import org.robolectric.shadows.ShadowToast
import org.stufo.R
import org.stufo.core.addList
import org.stufo.core.home
import org.stufo.core.importList
import org.stufo.core.lists
import org.stufo.core.model.Action
import org.stufo.core.model.ListRow
import org.stufo.core.service
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.harness.plainList
import org.stufo.notify.CallIntents
import org.stufo.sync.SyncJob
import org.stufo.sync.SyncProgress
import org.stufo.ui.calls.HistoryScreen
import org.stufo.ui.lists.ListScreen
import org.stufo.ui.lists.ListsScreen
import org.stufo.ui.screen.Tab
import java.io.File
import java.util.concurrent.TimeUnit

/** What a user does with lists: subscribe, follow, stop, change, decide. */
@RunWith(StufoRunner::class)
@Config(sdk = [35], qualifiers = "en-w411dp-h891dp-xhdpi")
class ListWalkTest {
    @get:Rule
    val fresh = FreshCore()

    private val walk by lazy { Walk(fresh.context).welcomed().holdRole().open() }

    @Before
    fun stopClock() = Sample.stopClock()

    @After
    fun fetchNothing() {
        SyncProgress.current = null
    }

    private fun add(name: String = "Mine"): Long = fresh.core.addList(plainList(name, "https://lists.example/a.csv", "IT", Action.REJECT))

    private fun import(id: Long, count: Int) {
        val file = File.createTempFile("list", ".txt")
        file.writeText((0 until count).joinToString("\n") { "+3902555${10_000 + it}" })
        fresh.core.importList(id, file)
        file.delete()
    }

    private fun list(): ListRow = fresh.core.lists().single()

    private fun now(): Int = fresh.context.service<JobScheduler>().allPendingJobs.count { SyncJob.isNow(it.id) }

    /** The screen looks again by itself. */
    private fun halfASecond() {
        shadowOf(walk.activity.mainLooper).idleFor(600, TimeUnit.MILLISECONDS)
        walk.settle()
    }

    private fun choose(chip: String) {
        Walk.shown(walk.root).filterIsInstance<RadioButton>().single { it.text.toString() == chip }.performClick()
        walk.settle()
    }

    @Test
    fun anUpdateIsFollowedAndStopped() {
        val id = add()
        walk.tab(Tab.LISTS)
        assertFalse(walk.says("Stop"))
        walk.tap("Update now")
        assertTrue("at once", walk.says("Waiting for a network"))
        assertFalse("asked for once", walk.says("Update now"))
        val asked = fresh.context.service<JobScheduler>().allPendingJobs.first { SyncJob.isNow(it.id) }
        Walk.all(walk.root).single { it.contentDescription == "Update now" }.performClick()
        assertTrue("the button above does not begin it anew", asked === fresh.context.service<JobScheduler>().allPendingJobs.first { SyncJob.isNow(it.id) })
        SyncProgress.current = SyncProgress.Current(id, SyncProgress.Phase.FETCHING, 500_000, 2_000_000)
        halfASecond()
        assertTrue(walk.texts().toString(), walk.says("Mine: fetching, 500"))
        val bar = walk.root.findViewById<ProgressBar>(R.id.row_bar)!!
        assertEquals(false to 250, bar.isIndeterminate to bar.progress)
        SyncProgress.current = SyncProgress.Current(id, SyncProgress.Phase.APPLYING, 2_000_000, null)
        halfASecond()
        assertTrue(walk.says("taking the numbers in"))
        SyncProgress.current = null
        walk.tap("Stop")
        assertEquals("nothing waits any more", 0, now())
        assertTrue(ShadowToast.getTextOfLatestToast().startsWith("Stopped"))
        assertTrue(walk.says("Update now"))
    }

    @Test
    fun whatHasComeIsShownByItself() {
        val id = add()
        walk.tab(Tab.LISTS)
        assertTrue(walk.says("not fetched yet"))
        SyncProgress.current = SyncProgress.Current(id, SyncProgress.Phase.FETCHING, 10, null)
        halfASecond()
        import(id, 12)
        SyncProgress.current = null
        halfASecond()
        assertTrue(walk.texts().toString(), walk.says("12 numbers"))
    }

    @Test
    fun everythingOfAListIsChanged() {
        val id = add()
        walk.go(ListScreen(id)).type("Name", "Reported")
        choose("Silence")
        choose("7 days")
        Walk.shown(walk.root).filterIsInstance<Switch>().last().let { (it.parent as View).performClick() }
        walk.settle()
        walk.tap("https://lists.example/a.csv").type("Address", "http://lists.example/b.csv").tap("Save")
        assertEquals("only https", "https://lists.example/a.csv", list().origin)
        walk.type("Address", "https://lists.example/b.csv").tap("Save")
        walk.tap("Country of numbers without +code").type("Another country", "spai").tap("Spain")
        assertTrue(walk.activity.top is ListScreen)
        walk.back()
        val changed = list()
        assertEquals("Reported", changed.name)
        assertEquals(Action.SILENCE to 168, changed.action to changed.intervalHours)
        assertEquals(true to "https://lists.example/b.csv", changed.wifiOnly to changed.origin)
        assertEquals("ES", changed.region)
        walk.tab(Tab.LISTS)
        Walk.shown(walk.root).filterIsInstance<Switch>().single().performClick()
        walk.settle()
        assertEquals(false, list().enabled)
    }

    @Test
    fun aHeldListIsDecidedOnFromHome() {
        val id = add()
        import(id, 300)
        import(id, 10)
        assertTrue(walk.says("“Mine” has suddenly changed a lot"))
        walk.tap("Have a look")
        assertTrue(walk.activity.top is ListScreen)
        assertTrue(walk.says("If you do nothing, they stay"))
        walk.tap("Take the new version")
        assertEquals(1, now())
        assertTrue(walk.says("Waiting for a network"))
    }

    /** From each of the three places the same happens. */
    @Test
    fun aHeldListIsAnsweredOnHomeAndInTheOverview() {
        val id = add()
        import(id, 300)
        import(id, 10)
        assertEquals(0, now())
        walk.tap("Take the new version")
        assertTrue(walk.activity.top is ListScreen)
        assertEquals("fetched at once", 1, now())
        walk.tap("Stop").tab(Tab.LISTS)
        assertEquals(0, now())
        walk.tap("Take the new version")
        assertTrue(walk.activity.top is ListsScreen)
        assertEquals("fetched at once", 1, now())
        walk.tap("Stop").tap("Keep the numbers of before")
        assertEquals(0, now())
        assertFalse(walk.says("Keep the numbers of before"))
        assertEquals(300L, list().numbers)
        assertEquals(emptyList<Any>(), fresh.core.home().notices)
    }

    @Test
    fun aListThatStoppedNobodyYetSaysSo() {
        walk.go(HistoryScreen(add(), "Mine"))
        assertTrue(walk.says("Nothing found"))
        assertFalse(walk.says("No calls yet"))
    }

    @Test
    fun aNotificationOpensItsList() {
        val id = add()
        walk.close()
        walk.open(Intent().putExtra(CallIntents.EXTRA_LIST_ID, id))
        assertTrue(walk.activity.top is ListScreen)
        assertTrue(walk.says("https://lists.example/a.csv"))
    }

    @Test
    fun aPublicListIsSubscribedToFromTheDirectory() {
        walk.tab(Tab.LISTS).tap("Public lists")
        assertEquals("none is on by itself", 0, fresh.core.lists().size)
        walk.tap("Lista de teléfonos spam")
        assertEquals("looking is not subscribing", 0, fresh.core.lists().size)
        walk.tap("Subscribe")
        assertEquals("ES" to "Lista de teléfonos spam", list().region to list().name)
        assertTrue(walk.activity.top is ListsScreen)
    }

    @Test
    fun aKeyThatIsNoneIsSaidSo() {
        walk.tab(Tab.LISTS).tap("From an address").type("Address", "https://lists.example/repo/").type("Public key", "RWnonsense").tap("Subscribe")
        assertEquals(0, fresh.core.lists().size)
        assertTrue(ShadowToast.getTextOfLatestToast().contains("56 characters"))
        walk.type("Public key", "RWQOamXZ5dECQTV6SVl0iqyTmcY4Jx44l1mpS3qmAOVGvmUkZhbxfFMy").tap("Subscribe")
        assertEquals("RWQOamXZ5dECQTV6SVl0iqyTmcY4Jx44l1mpS3qmAOVGvmUkZhbxfFMy", list().publicKey)
    }

    @Test
    fun aServerThatTellsChangesIsSubscribedToAsOne() {
        walk.tab(Tab.LISTS).tap("From an address").type("Address", "https://blocks.example/api/blocklist").tap("Only what has changed").tap("Subscribe")
        assertEquals("phoneblock", fresh.core.lists().single().form)
    }

    @Test
    fun leavingARuleHalfMadeAsksFirst() {
        walk.tab(Tab.RULES).tap("Add a rule")
        val rules = walk.activity.below
        walk.back()
        assertEquals("nothing typed, nothing asked", rules, walk.activity.top)
        walk.tap("Add a rule").type("Number or pattern", "02 7777*").back()
        assertTrue("still there", walk.says("Number or pattern"))
        val dialog = ShadowAlertDialog.getLatestAlertDialog()
        assertTrue(dialog.isShowing)
        dialog.getButton(AlertDialog.BUTTON_NEGATIVE).performClick()
        walk.settle()
        assertTrue(walk.says("02 7777"))
        walk.back()
        ShadowAlertDialog.getLatestAlertDialog().getButton(AlertDialog.BUTTON_POSITIVE).performClick()
        walk.settle()
        assertEquals(rules, walk.activity.top)
        assertEquals(emptyList<Any>(), fresh.core.home().notices)
    }
}
