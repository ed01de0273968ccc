package org.stufo.ui

import android.Manifest
import android.app.Activity
import android.app.AlertDialog
import android.app.DatePickerDialog
import android.app.Dialog
import android.app.NotificationManager
import android.app.TimePickerDialog
import android.content.DialogInterface
import android.net.Uri
import android.os.Looper
import android.widget.DatePicker
import android.widget.TextView
import android.widget.TimePicker
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowDialog
import org.stufo.core.addList
import org.stufo.core.backup
import org.stufo.core.call
import org.stufo.core.deleteCall
import org.stufo.core.enrol
import org.stufo.core.history
import org.stufo.core.home
import org.stufo.core.lists
import org.stufo.core.model.Action
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.DraftField
import org.stufo.core.model.HistoryRequest
import org.stufo.core.model.ObjectionDraft
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.noteCall
import org.stufo.core.objection
import org.stufo.core.objectionView
import org.stufo.core.objections
import org.stufo.core.rules
import org.stufo.core.saveObjection
import org.stufo.core.saveRule
import org.stufo.core.service
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.harness.plainList
import org.stufo.share.SharedFiles
import org.stufo.ui.call.CallScreen
import org.stufo.ui.diagnosis.DiagnosisScreen
import org.stufo.ui.home.HomeScreen
import org.stufo.ui.lists.ListScreen
import org.stufo.ui.objection.complaint.ComplaintDraft
import org.stufo.ui.objection.complaint.ComplaintScreen
import org.stufo.ui.objection.evidence.EvidenceScreen
import org.stufo.ui.objection.record.ObjectionDetailsScreen
import org.stufo.ui.objection.record.ObjectionEditScreen
import org.stufo.ui.objection.record.ObjectionForm
import org.stufo.ui.objection.register.RegisterScreen
import org.stufo.ui.rules.Hours
import org.stufo.ui.rules.HoursScreen
import org.stufo.ui.rules.RuleEditScreen
import org.stufo.ui.rules.RuleForm
import org.stufo.ui.settings.KeepingScreen
import org.stufo.ui.settings.RestoreScreen
import java.io.ByteArrayInputStream
import java.io.File
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.ZoneOffset

/** Every dialog: turned, or brought back after the process ended, it asks on, and its answer still counts. */
@RunWith(StufoRunner::class)
@Config(sdk = [35], qualifiers = "en-w411dp-h891dp-xhdpi")
class DialogsTest {
    @get:Rule
    val fresh = FreshCore()

    private val walk by lazy { Walk(fresh.context) }

    @Before
    fun open() {
        Sample.stopClock()
        walk.welcomed().holdRole().open()
    }

    private fun shown(): Dialog? = ShadowDialog.getShownDialogs().lastOrNull { it.isShowing }

    /** What the dialog says, its buttons included. */
    private fun words(dialog: Dialog?): List<String> = dialog?.window?.decorView?.let { root ->
        Walk.shown(root).filterIsInstance<TextView>().map { it.text.toString() }.filter(String::isNotEmpty)
    }.orEmpty()

    private fun press(button: Int) {
        val dialog = shown() as AlertDialog
        dialog.getButton(button).performClick()
        shadowOf(Looper.getMainLooper()).idle()
        walk.settle()
    }

    /** Opened by [open], it is still there after the end of the process; "cancel" ends it for good, "yes" does it. */
    private fun check(open: () -> Unit, isDone: () -> Boolean) {
        open()
        val asked = words(shown())
        assertTrue("it asks", asked.size >= 3)
        walk.killAndReturn()
        assertEquals("the same question after the end of the process", asked, words(shown()))
        press(DialogInterface.BUTTON_NEGATIVE)
        walk.killAndReturn()
        assertEquals("what was answered is not asked again", null, shown())
        assertEquals("nothing done yet", false, isDone())
        open()
        walk.killAndReturn()
        walk.killAndReturn()
        press(DialogInterface.BUTTON_POSITIVE)
        assertTrue("done", isDone())
        assertEquals("and over", null, shown())
    }

    @Test
    fun deletingACall() {
        val id = fresh.core.receive("0844 123456", Sample.moment(0, 12, 0))
        walk.go(CallScreen(id))
        check({ walk.scrollToEnd().tap("Delete from the history") }) { fresh.core.history(HistoryRequest(1)).rows.isEmpty() }
    }

    @Test
    fun callingBackAForeignNumber() {
        val id = fresh.core.receive("+44 20 7946 0958", Sample.moment(0, 12, 0))
        walk.go(CallScreen(id))
        check({ walk.scrollToEnd().tap("Call back") }) {
            shadowOf(walk.activity).nextStartedActivity?.data == Uri.parse("tel:%2B442079460958")
        }
    }

    @Test
    fun deletingARule() {
        fresh.core.saveRule(RuleSample.office)
        walk.go(RuleEditScreen(RuleForm.of(fresh.core.rules().single())))
        check({ walk.scrollToEnd().tap("Delete") }) { fresh.core.rules().isEmpty() }
    }

    @Test
    fun removingAList() {
        walk.go(ListScreen(fresh.core.addList(plainList("Mine", "https://lists.example/a.csv", "IT", Action.REJECT))))
        check({ walk.scrollToEnd().tap("Remove") }) { fresh.core.lists().isEmpty() }
    }

    @Test
    fun clearingTheHistory() {
        fresh.core.receive("0844 123456", Sample.moment(0, 12, 0))
        SharedFiles.make(fresh.context, "stufo-history.csv") { it.append("id\n") }
        val shared = File(fresh.context.cacheDir, "shared")
        walk.go(KeepingScreen())
        check({ walk.tap("Delete all calls") }) { fresh.core.history(HistoryRequest(1)).rows.isEmpty() && shared.list()!!.isEmpty() }
    }

    @Test
    fun replacingAllByABackup() {
        val backup = fresh.core.backup()
        fresh.core.saveRule(RuleSample.office)
        val place = Uri.parse("content://files/stufo.json")
        shadowOf(fresh.context.contentResolver).registerInputStreamSupplier(place) { ByteArrayInputStream(backup.toByteArray()) }
        walk.go(RestoreScreen(place.toString()))
        check({ walk.tap("Replace") }) { fresh.core.rules().isEmpty() }
    }

    @Test
    fun deletingAnObjection() {
        val id = fresh.core.saveObjection(ObjectionDraft(0, null, "Luce", emptyList(), Sample.moment(1, 10, 0), ObjectionMethod.LETTER, ""))
        walk.go(ObjectionDetailsScreen(id, null))
        check({ walk.scrollToEnd().tap("Delete") }) { fresh.core.objections(1).objections.isEmpty() }
    }

    @Test
    fun takingBackAnObjectionToldByItsCall() {
        val id = fresh.core.receive("06 7777 1234", Sample.moment(0, 12, 0))
        fresh.core.noteCall(id, CallOutcome.OBJECTED)
        walk.go(ObjectionDetailsScreen(null, id))
        check({ walk.scrollToEnd().tap("Delete") }) { fresh.core.call(id).call.outcome == null }
    }

    /** Else it would come back as one that its call tells. */
    @Test
    fun deletingAnObjectionTakesTheNoteOffItsCall() {
        val call = fresh.core.receive("06 7777 1234", Sample.moment(0, 12, 0))
        fun save(): Long {
            fresh.core.noteCall(call, CallOutcome.OBJECTED, "gas")
            return fresh.core.saveObjection(ObjectionDraft(0, call, "Gas", emptyList(), Sample.moment(0, 12, 0), ObjectionMethod.PHONE, ""))
        }
        walk.go(ObjectionDetailsScreen(save(), null))
        check({ walk.scrollToEnd().tap("Delete") }) { fresh.core.objections(1).objections.isEmpty() }
        assertEquals(null to "gas", fresh.core.call(call).call.let { it.outcome to it.note })
        // The call is forgotten, or says something else by now.
        val forgotten = save()
        fresh.core.noteCall(call, CallOutcome.HUNG_UP)
        walk.go(ObjectionDetailsScreen(forgotten, null)).scrollToEnd().tap("Delete")
        press(DialogInterface.BUTTON_POSITIVE)
        assertEquals(CallOutcome.HUNG_UP, fresh.core.call(call).call.outcome)
        val orphan = save()
        fresh.core.deleteCall(call)
        walk.go(ObjectionDetailsScreen(orphan, null)).scrollToEnd().tap("Delete")
        press(DialogInterface.BUTTON_POSITIVE)
        assertTrue(fresh.core.objections(1).objections.isEmpty())
    }

    @Test
    fun forgettingAnEnrolment() {
        fresh.core.enrol(LocalDate.of(2026, 3, 1), null)
        walk.go(RegisterScreen())
        check({ walk.tap("Forget this date") }) { fresh.core.home().register == null }
    }

    @Test
    fun leavingAComplaintWithSomethingTyped() {
        val id = fresh.core.receive("0844 123456", Sample.moment(0, 12, 0))
        walk.go(ComplaintScreen(ComplaintDraft.of(listOf(id), null).apply { type(DraftField.NAME, "Anna") }))
        check({ walk.back() }) { walk.activity.top is HomeScreen }
    }

    @Test
    fun aDraftWithNothingTypedIsLeftWithoutAQuestion() {
        val id = fresh.core.receive("0844 123456", Sample.moment(0, 12, 0))
        walk.go(ComplaintScreen(ComplaintDraft.of(listOf(id), null))).back()
        assertEquals(null, shown())
        assertTrue(walk.activity.top is HomeScreen)
    }

    @Test
    fun theLawBehindAFact() {
        val id = fresh.core.receive("0844 123456", Sample.moment(4, 21, 0))
        walk.go(CallScreen(id))
        check({ walk.tap("Outside the hours") }) { shadowOf(walk.activity).nextStartedActivity?.data?.scheme == "https" }
    }

    @Test
    fun choosingAKindOfFact() {
        fresh.core.receive("0844 123456", Sample.moment(4, 21, 0))
        fresh.core.receive("0844 123457", Sample.moment(4, 12, 0))
        fresh.core.enrol(LocalDate.of(2026, 3, 1), null)
        walk.go(EvidenceScreen()).tap("Reason")
        walk.killAndReturn()
        val list = (shown() as AlertDialog).listView
        val hours = (0 until list.adapter.count).first { list.adapter.getItem(it) == "Outside the hours" }
        shadowOf(list).performItemClick(hours)
        shadowOf(Looper.getMainLooper()).idle()
        walk.settle()
        assertEquals(null, shown())
        assertTrue(walk.says("0844 123 456") && !walk.says("0844 123 457"))
        walk.killAndReturn()
        assertTrue("what was chosen stays", walk.says("0844 123 456") && !walk.says("0844 123 457"))
    }

    private fun calendar(): DatePicker = Walk.all(shown()!!.window!!.decorView).first { it is DatePicker } as DatePicker

    private fun take() {
        (shown() as DatePickerDialog).getButton(DialogInterface.BUTTON_POSITIVE).performClick()
        shadowOf(Looper.getMainLooper()).idle()
        walk.settle()
    }

    @Test
    fun theDayOfEnrolmentAndOfItsRenewal() {
        walk.go(RegisterScreen()).tap("Enter the day")
        calendar().updateDate(2026, 2, 1)
        walk.killAndReturn()
        assertEquals("where the calendar points", listOf(2026, 2, 1), calendar().let { listOf(it.year, it.month, it.dayOfMonth) })
        take()
        assertTrue(walk.texts().toString(), walk.says("In force since Monday, March 16"))
        walk.killAndReturn()
        assertEquals("not asked again", null, shown())
        walk.tap("I have renewed it")
        calendar().updateDate(2026, 1, 1)
        take()
        assertEquals("before the enrolment: refused", null, fresh.core.objectionView().register!!.renewedOn)
        walk.tap("I have renewed it")
        calendar().updateDate(2026, 10, 2)
        take()
        assertEquals(LocalDate.of(2026, 11, 2), fresh.core.objectionView().register!!.renewedOn)
        assertEquals("the enrolment stays", LocalDate.of(2026, 3, 1), fresh.core.objectionView().register!!.enrolledOn)
        walk.tap("Remove the renewal")
        assertEquals(null, fresh.core.objectionView().register!!.renewedOn)
    }

    @Test
    fun theDayAndTimeOfAnObjection() {
        val id = fresh.core.saveObjection(ObjectionDraft(0, null, "Luce", emptyList(), Sample.moment(1, 10, 0), ObjectionMethod.EMAIL, ""))
        walk.go(ObjectionEditScreen(ObjectionForm.of(fresh.core.objection(id, null)!!))).tap("Day")
        calendar().updateDate(2026, 6, 1)
        walk.killAndReturn()
        take()
        walk.scrollToEnd().tap("Time")
        picker().hour = 21
        picker().minute = 40
        walk.killAndReturn()
        (shown() as TimePickerDialog).getButton(DialogInterface.BUTTON_POSITIVE).performClick()
        shadowOf(Looper.getMainLooper()).idle()
        walk.scrollToEnd().tap("Save")
        val at = fresh.core.objection(id, null)!!.at
        assertEquals("summer time", 120, at.offsetMinutes)
        assertEquals(LocalDate.of(2026, 7, 1).atTime(21, 40), LocalDateTime.ofEpochSecond(at.utcMillis / 1000 + at.offsetMinutes * 60, 0, ZoneOffset.UTC))
    }

    @Test
    fun theWayToContactsRefusedForGood() {
        walk.killAndReturn()
        check({
            walk.tap("Allow contacts")
            refuse()
        }) {
            val opened = generateSequence { shadowOf(walk.activity).nextStartedActivity }.toList()
            opened.any { it.action == android.provider.Settings.ACTION_APPLICATION_DETAILS_SETTINGS }
        }
    }

    @Test
    fun theWayToContactsRefusedForGoodFromTheDiagnosis() {
        walk.go(DiagnosisScreen())
        check({
            walk.tap("May see the contacts")
            refuse()
        }) {
            val opened = generateSequence { shadowOf(walk.activity).nextStartedActivity }.toList()
            opened.any { it.action == android.provider.Settings.ACTION_APPLICATION_DETAILS_SETTINGS }
        }
    }

    @Test
    fun theWayToTheRoleRefusedForGood() {
        walk.loseRole().pauseAndResume()
        check({
            walk.tap("Turn on protection")
            refuseRole()
        }) {
            val opened = generateSequence { shadowOf(walk.activity).nextStartedActivity }.toList()
            opened.any { it.action == android.provider.Settings.ACTION_MANAGE_DEFAULT_APPS_SETTINGS }
        }
    }

    private fun refuseRole() {
        val asked = generateSequence { shadowOf(walk.activity).nextStartedActivityForResult }.last()
        shadowOf(walk.activity).receiveResult(asked.intent, Activity.RESULT_CANCELED, null)
        walk.settle()
    }

    @Test
    fun theWayToNotificationsRefusedForGood() {
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
        shadowOf(fresh.context.service<NotificationManager>()).setNotificationsEnabled(false)
        walk.pauseAndResume()
        check({
            walk.tap("Be told about blocked calls")
            refuse(3, Manifest.permission.POST_NOTIFICATIONS)
        }) {
            val opened = generateSequence { shadowOf(walk.activity).nextStartedActivity }.toList()
            opened.any { it.action == android.provider.Settings.ACTION_APP_NOTIFICATION_SETTINGS }
        }
    }

    private fun refuse(request: Int = 2, permission: String = Manifest.permission.READ_CONTACTS) {
        walk.activity.onRequestPermissionsResult(request, arrayOf(permission), intArrayOf(-1))
        walk.settle()
    }

    @Test
    fun choosingATimeKeepsWhereTheHandsPoint() {
        walk.go(HoursScreen(0, Hours.NIGHT)).tap("From")
        picker().hour = 21
        picker().minute = 40
        walk.killAndReturn()
        assertEquals(21 to 40, picker().let { it.hour to it.minute })
        (shown() as TimePickerDialog).getButton(DialogInterface.BUTTON_POSITIVE).performClick()
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals(null, shown())
        assertTrue(walk.texts().toString(), walk.says("9:40"))
        walk.killAndReturn()
        assertEquals("not asked again", null, shown())
        assertTrue("what was chosen stays", walk.says("9:40"))
        walk.tap("To")
        assertEquals("the other time has hands of its own", 7 to 0, picker().let { it.hour to it.minute })
    }

    private fun picker(): TimePicker = Walk.all(shown()!!.window!!.decorView).first { it is TimePicker } as TimePicker

    @Test
    fun aDialogDoesNotOutliveItsScreen() {
        walk.go(KeepingScreen()).tap("Delete all calls")
        val dialog = shown()!!
        walk.close()
        assertEquals(false, dialog.isShowing)
    }
}
