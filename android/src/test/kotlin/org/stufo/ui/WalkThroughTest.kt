package org.stufo.ui

import android.Manifest
import android.app.Activity
import android.app.job.JobScheduler
import android.content.Intent
import android.net.Uri
import android.view.View
import android.widget.EditText
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowAlertDialog
import org.robolectric.shadows.ShadowToast
import org.stufo.R
import org.stufo.core.addList
import org.stufo.core.backup
import org.stufo.core.deleteRule
import org.stufo.core.explain
import org.stufo.core.export
import org.stufo.core.lists
import org.stufo.core.model.Action
import org.stufo.core.model.BurstGuard
import org.stufo.core.model.ExportForm
import org.stufo.core.model.OwnNumber
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.Switch
import org.stufo.core.patchSettings
import org.stufo.core.rules
import org.stufo.core.saveRule
import org.stufo.core.settings
import org.stufo.harness.FreshCore
import org.stufo.harness.LongFile
import org.stufo.harness.StufoRunner
import org.stufo.harness.plainList
import org.stufo.notify.CallIntents
import org.stufo.share.SharedFilesTest
import org.stufo.ui.call.CallScreen
import org.stufo.ui.home.FirstRun
import org.stufo.ui.home.FirstRunScreen
import org.stufo.ui.home.HomeScreen
import org.stufo.ui.lists.ListFileScreen
import org.stufo.ui.rules.RuleEditScreen
import org.stufo.ui.screen.Tab
import org.stufo.ui.settings.BackupScreen
import org.stufo.ui.settings.KeepingScreen
import org.stufo.ui.settings.RestoreScreen
import org.stufo.ui.settings.SettingsScreen
import org.stufo.ui.settings.WhoScreen
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream

/** The ways a user takes through the app, with the real core behind it. */
@RunWith(StufoRunner::class)
@Config(sdk = [35], qualifiers = "en-w411dp-h891dp-xhdpi")
class WalkThroughTest {
    @get:Rule
    val fresh = FreshCore()

    private val walk by lazy { Walk(fresh.context) }

    @Before
    fun stopClock() = Sample.stopClock()

    private fun home() = walk.welcomed().holdRole().open()

    private fun answer(request: Intent, data: Intent?) {
        shadowOf(walk.activity).receiveResult(request, if (data == null) Activity.RESULT_CANCELED else Activity.RESULT_OK, data)
        walk.settle()
    }

    @Test
    fun aNewUserIsProtectedAfterOneQuestion() {
        walk.knowRole().open()
        assertTrue(walk.activity.top is FirstRunScreen)
        walk.tap("Turn on")
        val asked = shadowOf(walk.activity).nextStartedActivityForResult
        assertNotNull("the role is asked for with a result", asked)
        walk.holdRole()
        answer(asked.intent, Intent())
        assertTrue(walk.says("Stufo screens your calls"))
        walk.tap("Balanced (suggested)")
        assertTrue(walk.says("Chosen."))
        walk.tap("Start")
        assertTrue(walk.activity.top is HomeScreen)
        assertTrue(FirstRun.isDone(fresh.context))
        assertTrue(walk.says("Protection: Balanced"))
    }

    @Test
    fun whoRefusesTheRoleIsShownTheWayThroughTheSettings() {
        walk.knowRole().open().tap("Turn on")
        answer(shadowOf(walk.activity).nextStartedActivityForResult.intent, null)
        assertTrue(walk.says("may not ask again"))
        walk.tap("Open the settings")
        assertEquals("android.settings.MANAGE_DEFAULT_APPS_SETTINGS", shadowOf(walk.activity).nextStartedActivity.action)
        walk.tap("Later")
        assertTrue(walk.says("Not protected"))
    }

    /** Whatever is on is in the line of the settings too; rules, lists and quiet hours have places of their own. */
    @Test
    fun theSettingsSayEverybodyWhoIsStopped() {
        Sample.fill(fresh.core)
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
        val own = OwnNumber(listOf("335 1122334"), Switch.SILENCE, Switch.OFF)
        fresh.core.patchSettings(SettingsPatch(ownNumber = own, listNeighbours = Switch.SILENCE, burst = BurstGuard(Switch.SILENCE, 30)))
        home().go(SettingsScreen())
        val said = walk.texts().single { it.startsWith("Blocked: ") }
        for (part in listOf(R.string.stop_pack, R.string.stop_hidden, R.string.stop_own_number, R.string.stop_list_neighbours, R.string.stop_burst)) {
            assertTrue(said, fresh.context.getString(part) in said)
        }
        assertFalse(said, "rule" in said)
    }

    @Test
    fun aLostRoleIsSeenWhenTheAppIsOpenedAgain() {
        home()
        assertTrue(walk.says("Protection: Cautious"))
        walk.loseRole().pauseAndResume()
        assertTrue(walk.texts().toString(), walk.says("Not protected"))
    }

    @Test
    fun aCallerIsBlockedFromTheHistory() {
        fresh.core.receive("02 8888 1234", Sample.moment(0, 12, 0))
        home().tab(Tab.HISTORY).tap("02 8888 1234")
        assertTrue(walk.activity.top is CallScreen)
        walk.tap("Block")
        assertTrue(walk.activity.top is CallScreen)
        assertTrue(walk.says("Blocked from now on: 02 8888 1234"))
        assertEquals(Action.REJECT, fresh.core.explain("0288881234").action)
        assertEquals(Action.ALLOW, fresh.core.explain("0288881235").action)
    }

    @Test
    fun aWholeRangeIsBlockedFromTheHistory() {
        fresh.core.receive("02 8888 1234", Sample.moment(0, 12, 0))
        fresh.core.receive("02 8888 1277", Sample.moment(0, 13, 0))
        home().tab(Tab.HISTORY).tap("02 8888 1234").tap("Block 02 8888 1xxx (1,000 numbers)")
        assertTrue(walk.says("Blocked from now on: 02 8888 1xxx"))
        assertEquals(Action.REJECT, fresh.core.explain("0288881299").action)
        assertEquals(Action.ALLOW, fresh.core.explain("0288882299").action)
    }

    @Test
    fun aBlockedCallerIsLetThroughWithOneTap() {
        fresh.core.receive("0844 123456", Sample.moment(0, 12, 0))
        home().tab(Tab.HISTORY).tap("0844 123 456").tap("Let it ring")
        assertEquals(Action.ALLOW, fresh.core.explain("0844123456").action)
        assertEquals(1, fresh.core.rules().size)
    }

    @Test
    fun aNotificationOpensItsCall() {
        val id = fresh.core.receive("0844 123456", Sample.moment(0, 12, 0))
        walk.welcomed().holdRole().open(Intent().putExtra(CallIntents.EXTRA_CALL_ID, id))
        assertTrue(walk.activity.top is CallScreen)
        assertTrue(walk.says("0844 123 456"))
        walk.back()
        assertTrue(walk.activity.top is HomeScreen)
    }

    @Test
    fun whatIsTypedSurvivesRotationAndTheEndOfTheProcess() {
        home().tab(Tab.RULES).tap("Add a rule").type("Number or pattern", "02 7777*").type("Name", "Pests")
        walk.killAndReturn()
        assertTrue(walk.activity.top is RuleEditScreen)
        val typed = Walk.shown(walk.root).filterIsInstance<EditText>().map { it.text.toString() }
        assertEquals(listOf("02 7777*", "Pests"), typed)
        walk.scrollToEnd().tap("Save")
        assertEquals("Pests", fresh.core.rules().single().label)
        walk.back()
        assertTrue("after a rule comes its list, then home", walk.activity.top is HomeScreen)
    }

    @Test
    fun aPatternThatDoesNotReadIsSaidSoAndNotSaved() {
        home().tab(Tab.RULES).tap("Add a rule").type("Number or pattern", "/02(/")
        assertTrue(walk.says("cannot be read"))
        walk.scrollToEnd().tap("Save")
        assertTrue(walk.activity.top is RuleEditScreen)
        assertEquals(0, fresh.core.rules().size)
    }

    @Test
    fun waitingForACallIsSwitchedOnAndOff() {
        home().tap("4 hours")
        assertEquals(CoreClock.now() + 4 * 3_600_000L, fresh.core.settings().settings.waitingUntilMillis)
        assertTrue(walk.says("Everybody gets through until"))
        walk.tap("End now")
        assertEquals(null, fresh.core.settings().settings.waitingUntilMillis)
        assertTrue(walk.says("Waiting for a call?"))
    }

    @Test
    fun hiddenNumbersAreSilencedFromTheSettings() {
        home().go(WhoScreen())
        val chips = Walk.shown(walk.root).filterIsInstance<android.widget.RadioButton>().filter { it.text.toString() == "Silence" }
        chips[1].performClick()
        walk.settle()
        assertEquals(Switch.SILENCE, fresh.core.settings().settings.hidden)
        assertEquals("the rest stays", Switch.REJECT, fresh.core.settings().settings.pack)
    }

    @Test
    fun aListIsAddedByAddressAndFetchedAtOnce() {
        home().tab(Tab.LISTS).tap("From an address").type("Address", "http://lists.example/a.csv").tap("Subscribe")
        assertEquals("only https", 0, fresh.core.lists().size)
        walk.type("Address", "https://lists.example/a.csv").type("Name", "Mine").tap("Subscribe")
        assertEquals(listOf("Mine"), fresh.core.lists().map { it.name })
        assertTrue(walk.says("Mine"))
        val jobs = fresh.context.getSystemService(JobScheduler::class.java)!!.allPendingJobs
        assertTrue("it is fetched now", jobs.any { it.extras.getLong("list") == fresh.core.lists().single().id })
    }

    @Test
    fun aListIsAddedFromAFile() {
        val place = Uri.parse("content://files/numbers.csv")
        shadowOf(fresh.context.contentResolver).registerInputStream(place, ByteArrayInputStream("number\n+390266660001\n+390266660002\n".toByteArray()))
        home().tab(Tab.LISTS).scrollToEnd().tap("From a file")
        answer(shadowOf(walk.activity).nextStartedActivityForResult.intent, Intent().setData(place))
        walk.tap("Read the file")
        assertEquals(listOf(2L), fresh.core.lists().map { it.numbers })
        assertEquals(Action.REJECT, fresh.core.explain("0266660001").action)
    }

    @Test
    fun aFileThatHoldsNoListLeavesNone() {
        val place = Uri.parse("content://files/photo.jpg")
        shadowOf(fresh.context.contentResolver).registerInputStream(place, ByteArrayInputStream(ByteArray(2_000) { it.toByte() }))
        home().tab(Tab.LISTS).scrollToEnd().tap("From a file")
        answer(shadowOf(walk.activity).nextStartedActivityForResult.intent, Intent().setData(place))
        walk.tap("Read the file")
        assertEquals(0, fresh.core.lists().size)
    }

    /** A good list but for its size: if it were read, it would be taken. */
    @Test
    fun aFileOfMoreThanAnyListIsGivenUp() {
        val place = Uri.parse("content://files/endless")
        val file = LongFile("+390266660001\n", "#".repeat(1_000) + "\n", 2 * LongFile.MOST)
        shadowOf(fresh.context.contentResolver).registerInputStream(place, file)
        home().go(ListFileScreen(place.toString())).tap("Read the file")
        assertTrue(ShadowToast.getTextOfLatestToast().startsWith("No list could be read"))
        assertEquals(0, fresh.core.lists().size)
        assertTrue("read: ${file.given}", file.given in LongFile.MOST..LongFile.MOST + 1_000_000)
        assertEquals("no copy is left", emptyList<String>(), fresh.context.cacheDir.list().orEmpty().filter { it.startsWith("import") })
    }

    @Test
    fun aListIsRemovedAfterAQuestion() {
        fresh.core.addList(plainList("Mine", "https://lists.example/a.csv", "IT", Action.REJECT))
        home().tab(Tab.LISTS).tap("Mine").scrollToEnd().tap("Remove")
        assertEquals("asked first", 1, fresh.core.lists().size)
        ShadowAlertDialog.getLatestAlertDialog().getButton(android.app.AlertDialog.BUTTON_POSITIVE).performClick()
        walk.settle()
        assertEquals(0, fresh.core.lists().size)
    }

    @Test
    fun aBackupIsWrittenSeenAndRestored() {
        val id = fresh.core.saveRule(RuleSample.office)
        val place = Uri.parse("content://files/stufo.json")
        val written = ByteArrayOutputStream()
        shadowOf(fresh.context.contentResolver).registerOutputStream(place, written)
        home().go(BackupScreen()).tap("Save a backup")
        answer(shadowOf(walk.activity).nextStartedActivityForResult.intent, Intent().setData(place))
        assertEquals(fresh.core.backup(), written.toString(Charsets.UTF_8))

        fresh.core.deleteRule(id)
        shadowOf(fresh.context.contentResolver).registerInputStreamSupplier(place) { ByteArrayInputStream(written.toByteArray()) }
        walk.tap("Restore from a file")
        answer(shadowOf(walk.activity).nextStartedActivityForResult.intent, Intent().setData(place))
        assertTrue(walk.activity.top is RestoreScreen)
        assertTrue("seen first", walk.says("1 rule"))
        assertEquals(0, fresh.core.rules().size)
        walk.tap("Merge")
        assertEquals(listOf("office"), fresh.core.rules().map { it.label })
    }

    @Test
    fun aBackupAndTheHistoryAreSharedWithAnotherApp() {
        fresh.core.saveRule(RuleSample.office)
        fresh.core.receive("02 5555 1234", Sample.moment(0, 9, 0))
        home().go(BackupScreen()).tap("Share a backup")
        assertEquals(fresh.core.backup(), SharedFilesTest.read(sent("application/json")))
        walk.go(KeepingScreen()).tap("Share the table")
        assertEquals(fresh.core.export(ExportForm.CSV, null).text, SharedFilesTest.read(sent("text/csv")))
    }

    /** What is handed to the app that the user chooses. */
    private fun sent(type: String): Intent {
        @Suppress("DEPRECATION")
        val sent = shadowOf(walk.activity).nextStartedActivity.getParcelableExtra<Intent>(Intent.EXTRA_INTENT)!!
        return sent.also { assertEquals(type, it.type) }
    }

    @Test
    fun aFileThatIsNoBackupChangesNothing() {
        fresh.core.saveRule(RuleSample.office)
        val place = Uri.parse("content://files/other.json")
        shadowOf(fresh.context.contentResolver).registerInputStreamSupplier(place) { ByteArrayInputStream("{}".toByteArray()) }
        home().go(RestoreScreen(place.toString()))
        assertTrue(walk.says("Nothing was changed"))
        assertFalse(walk.says("Merge"))
        assertEquals(1, fresh.core.rules().size)
    }

    @Test
    fun aFileOfMoreThanAnyBackupIsGivenUp() {
        val place = Uri.parse("content://files/endless.json")
        val file = LongFile(fresh.core.backup(), " ", 2 * LongFile.MOST)
        shadowOf(fresh.context.contentResolver).registerInputStream(place, file)
        home().go(RestoreScreen(place.toString()))
        assertTrue(walk.texts().toString(), walk.says("This file is not a Stufo backup."))
        assertTrue("read: ${file.given}", file.given in LongFile.MOST..LongFile.MOST + 1_000_000)
    }

    @Test
    fun theContactsAreAskedForOnlyOnceTheRoleIsHeld() {
        walk.welcomed().knowRole().open()
        assertFalse(walk.says("Allow contacts"))
        walk.holdRole().pauseAndResume()
        assertTrue(walk.says("Allow contacts"))
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
        walk.pauseAndResume()
        assertFalse(walk.says("Allow contacts"))
        assertEquals(View.VISIBLE, walk.root.visibility)
    }

    @Test
    fun everyScreenSurvivesTheEndOfTheProcess() {
        Sample.fill(fresh.core)
        home()
        for ((name, show) in Screens.all(fresh.core)) {
            show(walk)
            val shown = walk.activity.top.javaClass to walk.texts().take(8)
            walk.killAndReturn()
            assertEquals(name, shown, walk.activity.top.javaClass to walk.texts().take(8))
        }
    }

    @Test
    fun theWholeAppSpeaksItalian() {
        RuntimeEnvironment.setQualifiers("it-w411dp-h891dp-xhdpi")
        home()
        assertTrue(walk.says("Protezione: Prudente"))
    }
}
