package org.stufo.ui

import android.app.Activity
import android.app.NotificationManager
import android.content.ClipboardManager
import android.content.Intent
import android.net.Uri
import android.view.View
import android.widget.Button
import android.widget.CheckBox
import android.widget.EditText
import android.widget.RadioButton
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.stufo.core.backup
import org.stufo.core.call
import org.stufo.core.complaint
import org.stufo.core.deleteCall
import org.stufo.core.enrol
import org.stufo.core.evidenceExport
import org.stufo.core.home
import org.stufo.core.maintain
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.DraftField
import org.stufo.core.model.ObjectionDraft
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.model.Patch
import org.stufo.core.model.ReportState
import org.stufo.core.model.SettingsPatch
import org.stufo.core.objection
import org.stufo.core.objections
import org.stufo.core.patchSettings
import org.stufo.core.reports
import org.stufo.core.saveObjection
import org.stufo.core.sender
import org.stufo.core.service
import org.stufo.core.settings
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.notify.CoreNotices
import org.stufo.notify.ShownNotices
import org.stufo.share.SharedFilesTest
import org.stufo.ui.call.CallScreen
import org.stufo.ui.objection.ObjectionScreen
import org.stufo.ui.objection.WhatToSayScreen
import org.stufo.ui.objection.complaint.CallPickScreen
import org.stufo.ui.objection.complaint.ComplaintDraft
import org.stufo.ui.objection.complaint.ComplaintFormScreen
import org.stufo.ui.objection.complaint.ComplaintScreen
import org.stufo.ui.objection.evidence.EvidenceScreen
import org.stufo.ui.objection.recontact.ReContactScreen
import org.stufo.ui.objection.record.ObjectionDetailsScreen
import org.stufo.ui.objection.record.ObjectionEditScreen
import org.stufo.ui.objection.register.RegisterScreen
import org.stufo.ui.rules.RuleEditScreen
import org.stufo.ui.screen.Tab
import java.io.ByteArrayOutputStream
import java.time.LocalDate
import java.util.Locale

/** The ways a user takes to end calls, with the real core behind them. */
@RunWith(StufoRunner::class)
@Config(sdk = [35], qualifiers = "en-w411dp-h891dp-xhdpi")
class ObjectionWalkTest {
    @get:Rule
    val fresh = FreshCore()

    private val core get() = fresh.core
    private val walk by lazy { Walk(fresh.context) }

    @Before
    fun open() {
        Sample.stopClock()
        walk.welcomed().holdRole().open()
    }

    private fun started(): List<Intent> = generateSequence { shadowOf(walk.activity).nextStartedActivity }.toList()

    /** What was handed to the phone's sharing screen. */
    private fun shared(): String {
        @Suppress("DEPRECATION")
        val sent = started().firstNotNullOf { it.getParcelableExtra(Intent.EXTRA_INTENT) as Intent? }
        return sent.getStringExtra(Intent.EXTRA_TEXT).orEmpty()
    }

    private fun answer(place: Uri) {
        val asked = generateSequence { shadowOf(walk.activity).nextStartedActivityForResult }.last()
        shadowOf(walk.activity).receiveResult(asked.intent, Activity.RESULT_OK, Intent().setData(place))
        walk.settle()
    }

    private fun tick(index: Int): Walk = walk.apply {
        val boxes = Walk.shown(root).filterIsInstance<CheckBox>()
        check((boxes[index].parent as android.view.View).performClick())
        settle()
    }

    /** Where one signs is asked once, and remembered with the rest of the user's own data when they say so. */
    @Test
    fun thePlaceIsAskedOnceAndOnThePaper() {
        val call = core.receive("06 7777 1234", Sample.moment(1, 11, 0))
        fun paper() = core.complaint(listOf(call), ComplaintDraft.of(core.reports().first()).fields).text!!
        walk.go(ComplaintScreen(ComplaintDraft.of(listOf(call), null))).tap("Fill it in").type("Where you sign", "Padova").tap("Done")
        assertTrue(walk.texts().toString(), walk.says("Padova, 24/11/2026"))
        assertNull("not told to", core.sender().sender.place)
        walk.tap("Keep as a draft")
        assertTrue("with the draft", paper().contains("Padova, 24/11/2026"))
        walk.tap("Fill it in").tap("Remember my own data").tap("Done")
        assertEquals("Padova", core.sender().sender.place)
        walk.go(ComplaintScreen(ComplaintDraft.of(listOf(call), null)))
        assertTrue("in the next one", walk.says("Padova, 24/11/2026"))
    }

    /** What is only to read can be selected: titles and words of a paper's rows too. */
    @Test
    fun theTextOfAPaperCanBeSelected() {
        core.enrol(LocalDate.of(2025, 11, 20), null)
        val call = core.receive("06 7777 1234", Sample.moment(1, 11, 0))
        walk.go(ComplaintScreen(ComplaintDraft.of(listOf(call), null)))
        val isTapped = { text: TextView -> generateSequence(text.parent as? View) { it.parent as? View }.any(View::hasOnClickListeners) }
        val texts = Walk.shown(walk.root).filterIsInstance<TextView>().filterNot { it is Button || it.isAccessibilityHeading || isTapped(it) }
        assertTrue("${texts.map { it.text }}", texts.size >= 3)
        assertEquals(emptyList<String>(), texts.filterNot { it.isTextSelectable }.map { it.text.toString() })
    }

    private fun save(company: String, number: String, daysAgo: Int): Long =
        core.saveObjection(ObjectionDraft(0, null, company, listOf(number), Sample.moment(daysAgo, 10, 0), ObjectionMethod.EMAIL, ""))

    @Test
    fun anEnrolmentIsCountedFromTheTabToTheHomeScreen() {
        walk.tab(Tab.OBJECTION)
        assertTrue(walk.says("Enrolment not entered"))
        core.enrol(LocalDate.of(2026, 11, 20), null)
        walk.pauseAndResume()
        assertTrue(walk.texts().toString(), walk.says("In force in 11 days"))
        walk.tab(Tab.HOME).tap("RPO in force in 11 days")
        assertTrue(walk.activity.top is RegisterScreen)
        assertTrue(walk.says("From Saturday, December 5"))
        core.enrol(LocalDate.of(2025, 3, 1), null)
        walk.pauseAndResume()
        assertTrue(walk.texts().toString(), walk.says("To be renewed since"))
    }

    @Test
    fun theRegisterIsDialledAndOpenedFromItsSteps() {
        walk.tab(Tab.OBJECTION).tap("Public Register of Oppositions").tap("From a mobile")
        assertEquals(Intent.ACTION_DIAL to Uri.parse("tel:0642986411"), started().single().let { it.action to it.data })
        walk.tap("On the web site")
        assertEquals(Intent.ACTION_VIEW to "https", started().single().let { it.action to it.data!!.scheme })
    }

    @Test
    fun aCallIsObjectedToFromTheCardAndLaterOnesAreFlagged() {
        val told = core.receive("06 7777 1234", Sample.moment(4, 11, 0))
        walk.go(CallScreen(told)).tap("What to say when they call")
        assertTrue(walk.says("Buongiorno"))
        walk.tap("I answered and objected")
        assertEquals(CallOutcome.OBJECTED, core.call(told).call.outcome)
        walk.tap("Objection noted")
        assertTrue(walk.says("No calls since"))
        val again = core.receive("06 7777 1234", Sample.moment(1, 21, 15))
        walk.pauseAndResume()
        assertTrue(walk.texts().toString(), walk.says("1 call after it"))
        walk.go(CallScreen(again))
        assertTrue(walk.says("Call no. 1 after your objection"))
        assertTrue(walk.says("Outside the hours"))
        walk.tap("Call no. 1 after your objection")
        assertTrue(walk.activity.top is ObjectionDetailsScreen)
        walk.tap("Write the letter").type("The company they called for", "Luce S.p.A.").type("First and last name", "Anna Bianchi")
        walk.killAndReturn()
        walk.scrollToEnd().tap("Share")
        val letter = shared()
        assertTrue(letter, listOf("Luce S.p.A.", "Anna Bianchi", "06 7777 1234").all { it in letter })
    }

    @Test
    fun aLetterToNobodyIsNotShared() {
        walk.tab(Tab.OBJECTION).scrollToEnd().tap("Letter of objection").scrollToEnd().tap("Share")
        assertEquals(emptyList<Intent>(), started())
    }

    @Test
    fun anObjectionIsAddedChangedAndKeptThroughTheEndOfTheProcess() {
        walk.tab(Tab.OBJECTION).tap("Your objections").tap("Add an objection").tap("Save")
        assertTrue("it needs a company or a number", walk.activity.top is ObjectionEditScreen)
        walk.type("Their numbers", "nobody").tap("Save")
        assertTrue("a number that does not read", walk.activity.top is ObjectionEditScreen)
        walk.type("Company", "Energia").type("Their numbers", "02 5555 1234\n0844 700112").type("Note", "sent").tap("By letter")
        walk.killAndReturn()
        assertEquals(listOf("Energia", "02 5555 1234\n0844 700112", "sent"), Walk.shown(walk.root).filterIsInstance<EditText>().map { it.text.toString() })
        walk.tap("Save").tap("Energia")
        val row = core.objections(10).objections.single()
        assertEquals(listOf("+390255551234", "+390844700112") to ObjectionMethod.LETTER, row.numbers.map { it.number } to row.how)
        walk.scrollToEnd().tap("Edit").type("Company", "Energia Chiara").scrollToEnd().tap("Save")
        assertTrue(walk.activity.top is ObjectionDetailsScreen)
        assertTrue(walk.says("Energia Chiara"))
        assertEquals(1, core.objections(10).objections.size)
    }

    @Test
    fun anObjectionToldByACallIsKeptWhenItIsChanged() {
        val told = core.receive("06 7777 1234", Sample.moment(4, 11, 0))
        walk.go(CallScreen(told)).tap("I answered and objected").tap("Objection noted")
        walk.scrollToEnd().tap("Edit").type("Company", "Gas").scrollToEnd().tap("Save")
        assertTrue(walk.says("Gas"))
        val kept = core.objection(null, told)!!
        assertTrue(kept.id != null)
        assertEquals(listOf("+390677771234"), kept.numbers.map { it.number })
    }

    @Test
    fun aComplaintIsDraftedFromACallAndShared() {
        core.enrol(LocalDate.of(2026, 3, 1), null)
        save("Energia", "02 5555 1234", 9)
        val ids = (4 until 7).map { core.receive("02 5555 1234", Sample.moment(it, 21, 15)) }
        walk.go(CallScreen(ids.first())).tap("Draft a complaint")
        assertTrue(walk.texts().toString(), walk.says("Still missing") && walk.says("First and last name · Italian tax code"))
        walk.tap("Choose calls")
        assertTrue(walk.says("1 chosen"))
        tick(1)
        tick(2)
        walk.killAndReturn()
        assertTrue(walk.says("3 chosen"))
        walk.scrollToEnd().tap("Done").tap("Fill it in")
        walk.type("First and last name", "Anna Bianchi").type("Italian tax code", "BNCNNA80A41H501X").type("E-mail or certified mail", "anna@example.org")
        walk.type("Your number (the one that was called)", "347 0000001").type("What they offered", "Luce")
        Walk.shown(walk.root).filterIsInstance<RadioButton>().first { it.text.toString() == "No" }.performClick()
        walk.killAndReturn()
        assertTrue(walk.activity.top is ComplaintFormScreen)
        walk.scrollToEnd().tap("Done")
        assertTrue(walk.texts().toString(), walk.says("Nothing required is missing"))
        walk.killAndReturn()
        assertTrue("both screens go on sharing one draft", walk.says("7 of 9 filled in"))
        walk.scrollToEnd().tap("Share")
        val draft = shared()
        val said = listOf("Anna Bianchi", "BNCNNA80A41H501X", "Energia", "Chiamate segnalate: 3", "ore 21:15", "non aver dato")
        assertEquals(emptyList<String>(), said.filterNot { it in draft })
        walk.tap("Open the form")
        assertEquals("servizi.gpdp.it", started().single().data!!.host)
    }

    /** From a call to the opened form with every row ready: counted, and nothing typed twice. */
    @Test
    fun aFormIsReadyWithinTwelveTaps() {
        save("Energia", "02 5555 1234", 9)
        val first = core.receive("02 5555 1234", Sample.moment(4, 21, 15))
        var taps = 0
        fun tap(words: String) = walk.scrollToEnd().tap(words).also { taps++ }
        walk.go(CallScreen(first))
        tap("Electricity, gas")
        tap("Draft a complaint")
        tap("Fill it in")
        walk.type("First and last name", "Anna Bianchi").type("Italian tax code", "BNCNNA80A41H501X").type("E-mail or certified mail", "anna@example.org")
        walk.type("Your number (the one that was called)", "347 0000001")
        tap("Remember my own data")
        tap("Done")
        assertTrue(walk.texts().toString(), walk.says("Nothing required is missing"))
        tap("Copy all")
        tap("Open the form")
        assertEquals("servizi.gpdp.it", started().single().data!!.host)
        assertTrue("$taps taps", taps <= 12)
        val copied = walk.activity.service<ClipboardManager>().primaryClip!!.getItemAt(0).text.toString()
        val told = listOf("Anna Bianchi", "BNCNNA80A41H501X", "anna@example.org", "347 0000001", "Energia", "contratto di luce o gas", "21:15", "02 5555 1234")
        assertEquals(emptyList<String>(), told.filterNot { it in copied })
        tap("I have sent it")
        walk.tap("Sent today").type("Protocol number", "0001234/2026")
        walk.back()
        assertEquals("0001234/2026" to ReportState.SENT, core.reports().single().let { it.protocol to it.state })
        // The next report needs none of it again.
        val second = core.receive("02 5555 1234", Sample.moment(2, 21, 15))
        taps = 0
        walk.go(CallScreen(second))
        tap("Electricity, gas")
        tap("Draft a complaint")
        assertTrue(walk.texts().toString(), walk.says("Nothing required is missing"))
        tap("Copy all")
        tap("Open the form")
        assertEquals(4, taps)
        assertTrue("Anna Bianchi" in walk.activity.service<ClipboardManager>().primaryClip!!.getItemAt(0).text)
        assertFalse("left out of the backup unless the user says so", "Anna Bianchi" in core.backup())
    }

    /** The way on is to choose others; what was typed stays. */
    @Test
    fun aComplaintWhoseCallsAreAllForgottenBeginsAnew() {
        val call = core.receive("02 5555 1234", Sample.moment(4, 21, 15))
        val other = core.receive("0844 700112", Sample.moment(4, 21, 30))
        walk.go(ComplaintScreen(ComplaintDraft.of(listOf(call), null))).tap("Fill it in").type("First and last name", "Anna Bianchi")
        core.deleteCall(call)
        walk.pauseAndResume()
        assertTrue(walk.texts().toString(), walk.activity.top is ComplaintScreen && walk.says("Choose the calls"))
        walk.tap("Choose calls")
        assertTrue(walk.says("0 chosen"))
        tick(0)
        walk.back()
        assertTrue(walk.texts().toString(), walk.says("Anna Bianchi") && walk.says(core.call(other).call.caller.display!!))
    }

    @Test
    fun twoCompaniesAreRefusedUntilOneIsChosen() {
        save("Energia", "02 5555 1234", 9)
        save("Fibra", "0844 700112", 9)
        val mine = core.receive("02 5555 1234", Sample.moment(4, 21, 15))
        val other = core.receive("0844 700112", Sample.moment(4, 21, 30))
        walk.go(ComplaintScreen(ComplaintDraft.of(listOf(mine, other), null)))
        assertTrue(walk.says("Not in one report") && walk.says("one controller"))
        assertFalse("nothing to share", walk.says("Check before you send it"))
        walk.tap("Only Fibra")
        assertTrue(walk.says("Check before you send it"))
        assertFalse(walk.says("Energia"))
    }

    @Test
    fun aWantedCallersCallIsRefusedAndLeftOut() {
        val friend = core.receive("347 1234567", Sample.moment(4, 21, 15), org.stufo.core.model.Contact.FOUND)
        val other = core.receive("0844 700112", Sample.moment(4, 21, 30))
        walk.go(ComplaintScreen(ComplaintDraft.of(listOf(friend, other), null)))
        assertTrue(walk.says("somebody you want to hear"))
        walk.tap("Leave these out")
        assertTrue(walk.says("Check before you send it"))
        walk.go(CallScreen(friend))
        assertFalse("nothing is claimed about a contact", walk.says("Draft a complaint") || walk.says("What the record supports"))
    }

    @Test
    fun callsAreChosenFromTheWholeHistoryToo() {
        core.receive("06 7777 1234", Sample.moment(4, 11, 0))
        core.receive("06 8888 1234", Sample.moment(4, 12, 0))
        walk.tab(Tab.OBJECTION).scrollToEnd().tap("Complaint").tap("Choose calls")
        assertTrue(walk.activity.top is CallPickScreen)
        walk.tap("All").type("Number or note", "06 7777")
        assertFalse(walk.says("06 8888 1234"))
        assertTrue(walk.texts().toString(), walk.says("06 7777 1234"))
        tick(0)
        walk.back()
        assertTrue(walk.says("06 7777 1234"))
        assertTrue("the record has nothing against it", walk.says("Only date, time and number"))
    }

    @Test
    fun evidenceIsFilteredAndSavedAsCsv() {
        save("Energia", "02 5555 1234", 9)
        core.receive("02 5555 1234", Sample.moment(4, 21, 15))
        core.receive("02 5555 1234", Sample.moment(4, 12, 0))
        core.receive("06 7777 1234", Sample.moment(4, 11, 0))
        walk.tab(Tab.OBJECTION)
        assertTrue(walk.says("2 of 3 calls worth reporting"))
        walk.tap("Evidence")
        assertTrue(walk.says("Hours · Objection"))
        val (place, written) = Uri.parse("content://files/evidence.csv") to ByteArrayOutputStream()
        shadowOf(fresh.context.contentResolver).registerOutputStream(place, written)
        walk.activity.top.actions[0].onClick()
        answer(place)
        assertEquals(core.evidenceExport(null, null).text, written.toString(Charsets.UTF_8))
        assertEquals("a head and three facts", 4, written.toString(Charsets.UTF_8).trim().lines().size)
        walk.activity.top.actions[1].onClick()
        walk.settle()
        @Suppress("DEPRECATION")
        val sent = started().firstNotNullOf { it.getParcelableExtra(Intent.EXTRA_INTENT) as Intent? }
        assertEquals("text/csv", sent.type)
        assertEquals("without a word about where to keep it", written.toString(Charsets.UTF_8), SharedFilesTest.read(sent))
    }

    @Test
    fun evidenceIsFoundBehindManyCallsWithoutAndShownInSteps() {
        core.enrol(LocalDate.of(2026, 9, 1), null)
        for (index in 0 until 55) core.receive("0844 70%04d".format(Locale.ROOT, index), Sample.moment(25, 9, index))
        for (index in 0 until 600) core.receive("+39 02 7%07d".format(Locale.ROOT, index), Sample.moment(index / 60 + 1, 10, index % 60))
        walk.go(EvidenceScreen())
        fun shown() = walk.texts().count { it.startsWith("0844 70") }
        assertEquals(walk.texts().takeLast(5).toString(), 50, shown())
        walk.scrollToEnd().tap("Look further back")
        assertEquals(55, shown())
        walk.killAndReturn()
        assertEquals("as far as the user had looked", 55, shown())
    }

    @Test
    fun whoCallsAgainLeadsToTheRangeAndNeverChangesASetting() {
        Sample.fill(core)
        val before = core.settings()
        walk.tab(Tab.OBJECTION).tap("Who calls again")
        assertTrue(walk.activity.top is ReContactScreen)
        assertTrue(walk.says("Still too few calls to tell"))
        walk.tap("2 years").tap("351 012 34*").tap("Block the range")
        assertTrue(walk.activity.top is RuleEditScreen)
        assertEquals("+3935101234*", Walk.shown(walk.root).filterIsInstance<EditText>().first().text.toString())
        assertEquals(before, core.settings())
    }

    @Test
    fun franceHasItsOwnRegisterWordsAndForm() {
        core.patchSettings(SettingsPatch(region = Patch("FR")))
        core.enrol(LocalDate.of(2025, 1, 1), null)
        walk.tab(Tab.HOME)
        assertFalse("Bloctel ended in August 2026", walk.says("in force"))
        walk.tab(Tab.OBJECTION)
        assertTrue(walk.texts().toString(), walk.says("It no longer counts for calls since Tuesday, August 11"))
        walk.tap("What to say")
        assertTrue(walk.says("Bonjour"))
        val call = core.receive("01 62 12 34 56", Sample.moment(4, 22, 0))
        walk.go(ComplaintFormScreen(ComplaintDraft.of(listOf(call), null)))
        assertTrue(walk.says("First and last name"))
        assertFalse(walk.says("tax code"))
        walk.go(RegisterScreen())
        assertFalse("nothing to renew", walk.says("I have renewed it"))
        assertTrue(walk.says("Forget this date"))
    }

    @Test
    fun aCountryWithoutRulesSaysSo() {
        core.patchSettings(SettingsPatch(region = Patch("NL")))
        walk.tab(Tab.OBJECTION)
        assertTrue(walk.says("does not know this country’s rules yet (Netherlands)"))
        assertFalse(walk.says("Complaint") || walk.says("Evidence"))
        walk.tap("What to say")
        assertTrue(walk.says("I object to advertising calls"))
        val call = core.receive("020 1234567", Sample.moment(0, 12, 30))
        walk.go(CallScreen(call)).tap("Draft a complaint")
        assertTrue(walk.says("a report cannot be drafted"))
    }

    @Test
    fun aDayOfTheRegisterIsToldOnceAndLeadsToIt() {
        core.enrol(LocalDate.of(2026, 11, 20), null)
        fresh.now = Sample.moment(-12, 9, 0)
        org.stufo.core.CoreAccess.clock = { fresh.now }
        core.maintain()
        CoreNotices(fresh.context, ShownNotices(fresh.context)).tell(core.home().notices)
        val manager = shadowOf(fresh.context.service<NotificationManager>())
        val shown = manager.allNotifications.single()
        assertTrue(shown.extras.getCharSequence("android.text").toString().contains("in force"))
        walk.close()
        walk.open(shadowOf(shown.contentIntent).savedIntent)
        assertTrue(walk.activity.top is RegisterScreen)
        assertTrue(walk.says("In force since"))
        walk.back()
        walk.tap("Have a look")
        assertTrue(walk.activity.top is RegisterScreen)
    }

    @Test
    fun theCardOpensAboveItsCall() {
        val call = core.receive("06 7777 1234", Sample.moment(0, 11, 0))
        walk.close()
        walk.open(Intent().putExtra(org.stufo.notify.CallIntents.EXTRA_CALL_ID, call).putExtra(org.stufo.notify.CallIntents.EXTRA_SAY, true))
        assertTrue(walk.activity.top is WhatToSayScreen)
        walk.back()
        assertTrue(walk.activity.top is CallScreen)
    }

    @Test
    fun aDeletedCallTakesNothingFromTheCard() {
        walk.go(WhatToSayScreen(999))
        assertTrue(walk.says("What works"))
        assertNull(core.objection(null, 999))
        walk.go(EvidenceScreen())
        assertTrue(walk.says("Nothing to report here"))
        walk.tab(Tab.OBJECTION)
        assertTrue(walk.activity.top is ObjectionScreen)
    }
}
