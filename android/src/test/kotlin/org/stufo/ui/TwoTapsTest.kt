package org.stufo.ui

import android.view.View
import android.widget.EditText
import android.widget.ScrollView
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.shadows.ShadowAlertDialog
import org.robolectric.shadows.ShadowToast
import org.stufo.R
import org.stufo.core.deleteRule
import org.stufo.core.enableRule
import org.stufo.core.explain
import org.stufo.core.history
import org.stufo.core.lists
import org.stufo.core.model.Action
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.Contact
import org.stufo.core.model.HistoryRequest
import org.stufo.core.model.RuleKind
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.Switch
import org.stufo.core.objections
import org.stufo.core.patchSettings
import org.stufo.core.rules
import org.stufo.core.saveRule
import org.stufo.core.settings
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.call.CallScreen
import org.stufo.ui.home.HomeScreen
import org.stufo.ui.lists.ListAddScreen
import org.stufo.ui.lists.ListForm
import org.stufo.ui.objection.complaint.CallPickScreen
import org.stufo.ui.objection.complaint.ComplaintDraft
import org.stufo.ui.objection.complaint.ComplaintFormScreen
import org.stufo.ui.objection.record.ObjectionEditScreen
import org.stufo.ui.objection.record.ObjectionForm
import org.stufo.ui.rules.RuleEditScreen
import org.stufo.ui.screen.Tab
import org.stufo.ui.settings.RangesScreen
import org.stufo.ui.settings.WhoScreen
import org.stufo.words.now
import org.stufo.core.model.Rule as CoreRule

/** What one does every day, counted in taps from where one is, and taken back. */
@RunWith(StufoRunner::class)
@Config(sdk = [35], qualifiers = "en-w411dp-h891dp-xhdpi")
class TwoTapsTest {
    @get:Rule
    val fresh = FreshCore()

    private val walk by lazy { Walk(fresh.context) }
    private var taps = 0

    @Before
    fun stopClock() = Sample.stopClock()

    private fun history() = walk.welcomed().holdRole().open().tab(Tab.HISTORY)

    private fun tap(text: String) {
        taps++
        walk.tap(text)
    }

    private fun tapAction(label: String) {
        taps++
        walk.tapAction(label)
    }

    private fun hold(text: String) {
        taps++
        walk.hold(text)
    }

    private fun action(number: String) = fresh.core.explain(number, Contact.NOT_FOUND).action

    private fun undoBar() = walk.root.findViewById<View>(R.id.main_undo)!!.visibility == View.VISIBLE

    @Test
    fun theLastCallerIsBlockedWithTwoTapsAndTheWayBackWithOne() {
        fresh.core.receive("02 8888 1234", Sample.moment(0, 12, 0))
        history()
        hold("02 8888 1234")
        tapAction("Block")
        assertEquals(2, taps)
        assertEquals(Action.REJECT, action("0288881234"))
        assertTrue(walk.says("Blocked from now on: 02 8888 1234"))
        walk.tap("Undo")
        assertEquals(Action.ALLOW, action("0288881234"))
        assertEquals(emptyList<Any>(), fresh.core.rules())
        assertFalse("once", undoBar())
    }

    @Test
    fun severalCallersAreBlockedAtATime() {
        for ((minute, number) in listOf("02 8888 1234", "02 8888 1234", "351 012 3456", "06 6666 1234").withIndex()) {
            fresh.core.receive(number, Sample.moment(0, 12, minute))
        }
        fresh.core.receive(null, Sample.moment(0, 12, 30))
        history().hold("06 6666 1234").tap("351 012 3456").hold("Hidden number")
        assertTrue("what was chosen survives", walk.killAndReturn().says("3 chosen"))
        walk.tapAction("Block")
        assertTrue(walk.says("Blocked from now on: 2 numbers"))
        assertEquals(listOf(Action.REJECT, Action.REJECT, Action.ALLOW), listOf("0666661234", "3510123456", "0288881234").map(::action))
        assertTrue("nothing is chosen any more", walk.says("History"))
        walk.tap("Undo")
        assertEquals(emptyList<Any>(), fresh.core.rules())
    }

    @Test
    fun aHiddenCallerAloneIsNotBlocked() {
        fresh.core.receive(null, Sample.moment(0, 12, 30))
        history().hold("Hidden number").tapAction("Block")
        assertEquals("None of them shows a number.", ShadowToast.getTextOfLatestToast())
        walk.back()
        assertTrue("back ends the choice first", walk.says("History"))
        assertEquals(emptyList<Any>(), fresh.core.rules())
    }

    @Test
    fun chosenCallsAreDeletedAfterAQuestion() {
        for (minute in 0..2) fresh.core.receive("02 8888 123$minute", Sample.moment(0, 12, minute))
        history().hold("02 8888 1230").tap("02 8888 1231").tapAction("Delete")
        val asked = ShadowAlertDialog.getLatestAlertDialog()
        asked.getButton(android.app.AlertDialog.BUTTON_POSITIVE).performClick()
        walk.settle()
        assertEquals(listOf("+390288881232"), fresh.core.history(HistoryRequest(10)).rows.map { it.caller.number })
    }

    @Test
    fun theNeighboursAreBlockedWithTwoTaps() {
        fresh.core.receive("02 8888 1234", Sample.moment(0, 12, 0))
        history()
        tap("02 8888 1234")
        tap("Block 02 8888 1xxx (1,000 numbers)")
        assertEquals(2, taps)
        assertEquals(listOf(Action.REJECT, Action.ALLOW), listOf(action("0288881999"), action("0288882000")))
        assertFalse("not offered twice", walk.says("1xxx (1,000 numbers)"))
        walk.tap("Undo")
        assertEquals(Action.ALLOW, action("0288881999"))
        assertTrue("offered again", walk.says("1xxx (1,000 numbers)"))
    }

    @Test
    fun aCountryIsSilencedWithTwoTaps() {
        val before = fresh.core.settings()
        fresh.core.receive("+44 20 7946 0958", Sample.moment(0, 12, 0))
        history()
        tap("+44 20 7946 0958")
        tap("Silence United Kingdom")
        assertEquals(2, taps)
        assertEquals(listOf(Action.SILENCE, Action.ALLOW), listOf(action("+442079460000"), action("+41446681800")))
        walk.tap("Undo")
        assertEquals(before, fresh.core.settings())
    }

    @Test
    fun whatDecidedIsOpenedWithOneTap() {
        val rule = CoreRule(0, RuleKind.BLOCK, "02 8888*", "Pests", Action.REJECT, true, null, null)
        val id = fresh.core.saveRule(rule)
        fresh.core.receive("02 8888 1234", Sample.moment(0, 12, 0))
        history().tap("02 8888 1234")
        tap("your rule “Pests”")
        assertEquals(1, taps)
        assertTrue(walk.activity.top is RuleEditScreen)
        assertTrue("read from the core", "Pests" in fields())
        walk.type("Name", "Nuisance").tapAction("Save")
        assertEquals("saved from the top", "Nuisance", fresh.core.rules().single { it.id == id }.label)
        assertTrue(walk.activity.top is CallScreen)
        fresh.core.deleteRule(id)
        walk.tap("your rule “Pests”")
        assertEquals("It is no longer there. It may have been deleted.", ShadowToast.getTextOfLatestToast())
        assertTrue("back at the call", walk.activity.top is CallScreen)
    }

    @Test
    @GraphicsMode(GraphicsMode.Mode.NATIVE)
    fun theOptionThatDecidedIsInSight() {
        fresh.core.patchSettings(SettingsPatch(notInContacts = Switch.SILENCE))
        fresh.core.receive("02 8888 1234", Sample.moment(0, 12, 0))
        fresh.core.receive("0844 123456", Sample.moment(0, 12, 5))
        history().tap("02 8888 1234").tap("not in your contacts")
        assertTrue(walk.activity.top is WhoScreen)
        fun scrolled() = walk.root.findViewById<ScrollView>(R.id.rows_scroll)!!.scrollY
        val landed = scrolled()
        assertTrue("not at the top: $landed", landed > 0)
        val title = Walk.shown(walk.root).filterIsInstance<TextView>().first { it.text.toString() == fresh.context.getString(R.string.who_strangers) }
        val place = IntArray(2).also(title::getLocationInWindow)
        assertTrue("in the upper half: ${place[1]}", place[1] in 0..walk.root.height / 2)
        walk.scrollToEnd()
        val end = scrolled()
        walk.killAndReturn()
        assertEquals("where the user was", end, scrolled())

        walk.tab(Tab.HISTORY).tap("0844 123 456").tap("Rejected")
        assertTrue(walk.activity.top is RangesScreen)
    }

    @Test
    fun thatOneHasObjectedIsNotedWithOneTap() {
        fresh.core.receive("02 8888 1234", Sample.moment(0, 12, 0))
        history().tap("02 8888 1234")
        tap("I answered and objected")
        assertEquals(1, taps)
        assertEquals(CallOutcome.OBJECTED, fresh.core.history(HistoryRequest(1)).rows.single().outcome)
    }

    /** What is typed first is saved without a way down. */
    @Test
    fun everyFormIsSavedFromTheTop() {
        walk.welcomed().holdRole().open().go(ObjectionEditScreen(ObjectionForm.fresh(now())))
        walk.type("Company", "Energia").tapAction("Save")
        assertEquals(listOf("Energia"), fresh.core.objections(10).objections.map { it.company })
        walk.go(ListAddScreen(ListForm.of("https://lists.example/a.csv", "Some", null))).tapAction("Subscribe")
        assertEquals(listOf("Some"), fresh.core.lists().map { it.name })
        val draft = ComplaintDraft.of(listOf(fresh.core.receive("0844 123456", Sample.moment(0, 12, 0))), null)
        for (form in listOf(CallPickScreen(draft), ComplaintFormScreen(draft))) {
            walk.tab(Tab.HOME).go(form).tapAction("Done")
            assertTrue(form.javaClass.simpleName, walk.activity.top is HomeScreen)
        }
    }

    private fun fields() = Walk.shown(walk.root).filterIsInstance<EditText>().map { it.text.toString() }

    @Test
    fun theOldRuleComesBack() {
        val rule = CoreRule(0, RuleKind.ALLOW, "02 8888 1234", "Plumber", Action.ALLOW, true, null, null)
        fresh.core.saveRule(rule)
        val before = fresh.core.rules()
        fresh.core.receive("02 8888 1234", Sample.moment(0, 12, 0))
        history().tap("02 8888 1234").tap("Block")
        assertEquals(RuleKind.BLOCK, fresh.core.rules().single().kind)
        walk.tap("Undo")
        assertEquals(before.map { it.copy(hits = 0, lastHitMillis = null) }, fresh.core.rules().map { it.copy(hits = 0, lastHitMillis = null) })
        assertTrue(walk.activity.top is CallScreen)
    }

    @Test
    fun theWayBackSurvivesRotationAndSaysWhenItIsTooLate() {
        fresh.core.receive("02 8888 1234", Sample.moment(0, 12, 0))
        history().tap("02 8888 1234").tap("Block").killAndReturn()
        assertTrue(walk.says("Blocked from now on: 02 8888 1234"))
        fresh.core.enableRule(fresh.core.rules().single().id, false)
        walk.tap("Undo")
        assertEquals("It has been changed since: nothing was taken back.", ShadowToast.getTextOfLatestToast())
        assertEquals(1, fresh.core.rules().size)
    }
}
