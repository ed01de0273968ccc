package org.stufo.notify

import android.app.KeyguardManager
import android.app.Notification
import android.app.NotificationManager
import android.app.job.JobScheduler
import android.content.Intent
import android.media.AudioManager
import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowToast
import org.robolectric.util.ReflectionHelpers
import org.stufo.core.call
import org.stufo.core.history
import org.stufo.core.model.Action
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.CallRow
import org.stufo.core.model.CallerKind
import org.stufo.core.model.Contact
import org.stufo.core.model.HistoryRequest
import org.stufo.core.model.RuleKind
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.Switch
import org.stufo.core.noteCall
import org.stufo.core.patchSettings
import org.stufo.core.rules
import org.stufo.core.saveRule
import org.stufo.core.service
import org.stufo.harness.Answer
import org.stufo.harness.FakeContacts
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.harness.Telecom
import org.stufo.harness.TestCall
import org.stufo.screening.Deadline
import org.stufo.screening.PhoneContacts
import org.stufo.core.model.Rule as CoreRule

/** From a call to what the user is told of it, through the job that outlives the screening service. */
@RunWith(StufoRunner::class)
@Config(sdk = [35, 36])
class CallNoticeTest {
    @get:Rule
    val fresh = FreshCore()

    private val manager get() = fresh.context.service<NotificationManager>()
    private val jobs get() = fresh.context.service<JobScheduler>()
    private lateinit var telecom: Telecom

    @Before
    fun bind() {
        telecom = Telecom(fresh.context)
        fresh.core.saveRule(CoreRule(0, RuleKind.BLOCK, "+39 02 5555*", "office", Action.REJECT, true, null, null))
    }

    private fun set(patch: SettingsPatch) = fresh.core.patchSettings(patch)

    private fun ring(number: String): CallRow {
        telecom.ring(TestCall.from(number))
        return fresh.core.history(HistoryRequest(1)).rows.first()
    }

    /** What the job does on its thread. */
    private fun tell(row: CallRow) = CallNotifier(fresh.context, PhoneContacts(fresh.context, Deadline(2_000))).tell(row.id)

    private fun notification(row: CallRow): Notification? = shadowOf(manager).getNotification(CallTag.NAME, notificationId(row.id))

    private fun Notification.title() = extras.getCharSequence(Notification.EXTRA_TITLE).toString()

    private fun Notification.text() = extras.getCharSequence(Notification.EXTRA_TEXT).toString()

    private fun tap(notification: Notification, label: String) {
        val action = notification.actions.single { it.title == label }
        val intent: Intent = shadowOf(action.actionIntent).savedIntent
        CallActionReceiver().carryOut(fresh.context, intent)
    }

    @Test
    fun aBlockedCallIsHandedToAJobAndToldQuietly() {
        val row = ring("+390255551234")
        val job = jobs.allPendingJobs.single()
        assertEquals(row.id, job.extras.getLong(CallNotices.EXTRA_CALL))
        assertTrue(job.isExpedited)
        tell(row)
        val shown = notification(row)!!
        assertEquals("Rejected: 02 5555 1234", shown.title())
        assertEquals("Your rule “office”", shown.text())
        assertEquals(listOf("Let it ring", "Open"), shown.actions.map { it.title.toString() })
        assertEquals(NotificationManager.IMPORTANCE_LOW, manager.getNotificationChannel(shown.channelId).importance)
        assertNotNull(shadowOf(manager).getNotification(CallTag.NAME, CallTag.GROUP_ID))
    }

    @Test
    @Config(qualifiers = "it")
    fun theReasonIsToldInTheUsersLanguage() {
        val row = ring("0844123456")
        tell(row)
        assertEquals("Pubblicità, vendite, ricerche di mercato", notification(row)!!.text())
    }

    @Test
    fun wantedLetsTheCallerThroughFromNowOn() {
        val row = ring("+390255551234")
        tell(row)
        tap(notification(row)!!, "Let it ring")
        assertNull(notification(row))
        assertEquals(1, fresh.core.rules().count { it.kind == RuleKind.ALLOW })
        assertEquals(Answer.RING, telecom.ring(TestCall.from("+390255551234")))
    }

    /** Before Android 12 the system asks for no unlock, so the receiver does. */
    @Test
    fun aButtonOfALockedOldPhoneChangesNothing() {
        val row = ring("0844123456")
        tell(row)
        val wanted = Intent(CallActionReceiver.ACTION_WANTED).putExtra(CallActionReceiver.EXTRA_CALL_ID, row.id)
        val rules = fresh.core.rules()
        shadowOf(fresh.context.service<KeyguardManager>()).setIsDeviceLocked(true)
        val version = Build.VERSION.SDK_INT
        ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", 30)
        try {
            CallActionReceiver().onReceive(fresh.context, wanted)
        } finally {
            ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", version)
        }
        assertTrue(ShadowToast.getTextOfLatestToast().isNotEmpty())
        assertEquals(rules, fresh.core.rules())
        assertNotNull(notification(row))
    }

    @Test
    fun whatAButtonDidIsTakenBackFromTheNotification() {
        val done = { row: CallRow -> shadowOf(manager).getNotification(CallTag.UNDO, notificationId(row.id)) }
        val stopped = ring("+390255551234")
        val before = fresh.core.rules()
        tell(stopped)
        tap(notification(stopped)!!, "Let it ring")
        assertEquals("Rings from now on: 02 5555 1234", done(stopped)!!.title())
        tap(done(stopped)!!, "Undo")
        assertNull(done(stopped))
        assertEquals(before.map { it.id to it.kind }, fresh.core.rules().map { it.id to it.kind })

        set(SettingsPatch(askOutcome = true))
        FakeContacts.granted(fresh.context)
        val stranger = ring("+393337654321")
        tell(stranger)
        tap(notification(stranger)!!, "Block")
        assertNull("it was answered", notification(stranger))
        assertEquals(Answer.REJECT, telecom.ring(TestCall.from("+393337654321")))
        val shown = done(stranger)!!
        assertEquals("Blocked from now on: 333 765 4321", shown.title())
        assertEquals("not on a locked screen", Notification.VISIBILITY_SECRET, shown.visibility)
        tap(shown, "Undo")
        assertEquals(Answer.RING, telecom.ring(TestCall.from("+393337654321")))
    }

    @Test
    fun theHeadingGoesWithTheLastCallUnderIt() {
        val rows = listOf(ring("+390255551234"), ring("+390255551235")).onEach { tell(it) }
        fun heading() = shadowOf(manager).getNotification(CallTag.NAME, CallTag.GROUP_ID)
        tap(notification(rows[0])!!, "Let it ring")
        assertNotNull("one is left", heading())
        tap(notification(rows[1])!!, "Let it ring")
        assertNull(heading())
    }

    @Test
    fun aLockedScreenShowsNoNumberUnlessTheUserWantsIt() {
        val row = ring("+390255551234")
        tell(row)
        val shown = notification(row)!!
        assertEquals(Notification.VISIBILITY_PRIVATE, shown.visibility)
        assertEquals("A call was blocked", shown.publicVersion.title())
        set(SettingsPatch(notifyOnLockScreen = true))
        tell(row)
        assertEquals(Notification.VISIBILITY_PUBLIC, notification(row)!!.visibility)
    }

    @Test
    fun nothingIsToldWhenTheUserWantsNone() {
        set(SettingsPatch(notifyBlocked = false))
        tell(ring("+390255551234"))
        assertEquals(0, shadowOf(manager).size())
    }

    @Test
    fun aHiddenCallerCannotBeAllowedByARule() {
        set(SettingsPatch(hidden = Switch.SILENCE))
        telecom.ring(TestCall.hidden())
        val row = fresh.core.history(HistoryRequest(1)).rows.first()
        tell(row)
        val shown = notification(row)!!
        assertEquals("Silenced: hidden number", shown.title())
        assertEquals(listOf("Open"), shown.actions.map { it.title.toString() })
    }

    @Test
    fun norCanOneWhoseAddressIsNoNumber() {
        val row = ring("02 5555 1234")
        val caller = row.caller.copy(kind = CallerKind.OTHER, number = "anna@example.org")
        fun buttons(row: CallRow) = CallNotification.blocked(fresh.context, row, true).actions.map { it.title.toString() }
        assertEquals(listOf("Let it ring", "Open"), buttons(row))
        assertEquals(listOf("Open"), buttons(row.copy(caller = caller)))
    }

    /** Whether it was silent counts most where there is no number. */
    @Test
    fun howAHiddenCallEndedIsAskedToo() {
        telecom.ring(TestCall.hidden())
        val row = fresh.core.history(HistoryRequest(1)).rows.first()
        tell(row)
        assertEquals("not unless it is wanted", null, notification(row))
        set(SettingsPatch(askOutcome = true))
        tell(row)
        assertEquals("Call from hidden number", notification(row)!!.title())
        tap(notification(row)!!, "Silent")
        assertEquals(CallOutcome.SILENT, fresh.core.call(row.id).call.outcome)
    }

    @Test
    fun anEmergencyIsNeverFollowedByANotification() {
        telecom.ring(TestCall.to("112"))
        ring("+390255551234")
        assertEquals(emptyList<Any>(), jobs.allPendingJobs)
    }

    @Test
    fun howACallEndedIsAskedOnlyOfStrangersAndOnlyIfWanted() {
        FakeContacts.granted(fresh.context, "+393331234567")
        val stranger = ring("+393337654321")
        assertEquals(1, jobs.allPendingJobs.size)
        tell(stranger)
        assertEquals(0, shadowOf(manager).size())
        set(SettingsPatch(askOutcome = true))
        tell(ring("+393331234567"))
        assertEquals(0, shadowOf(manager).size())
        tell(stranger)
        val shown = notification(stranger)!!
        assertEquals(listOf("Block", "I objected", "Other"), shown.actions.map { it.title.toString() })
        tap(shown, "I objected")
        assertEquals(CallOutcome.OBJECTED, fresh.core.call(stranger.id).call.outcome)
        assertNull(notification(stranger))
    }

    @Test
    fun theQuestionLeadsToWhatToSayAndCountsFromAnObjection() {
        set(SettingsPatch(askOutcome = true))
        FakeContacts.granted(fresh.context)
        val first = ring("+393337654321")
        tell(first)
        val asked = notification(first)!!
        val opens = shadowOf(asked.contentIntent).savedIntent
        assertEquals(first.id to true, opens.getLongExtra(CallIntents.EXTRA_CALL_ID, 0) to opens.getBooleanExtra(CallIntents.EXTRA_SAY, false))
        assertTrue(asked.text(), "Tap for what to say" in asked.text())
        fresh.core.noteCall(first.id, CallOutcome.OBJECTED)
        fresh.pass(3_600_000)
        val again = ring("+393337654321")
        tell(again)
        assertTrue(notification(again)!!.text(), notification(again)!!.text().startsWith("Call no. 1 after your objection"))
    }

    @Test
    fun theRecordLearnsWhoIsAContactEvenWhenNothingIsAsked() {
        FakeContacts.granted(fresh.context, "+393331234567")
        val (friend, stranger) = ring("+393331234567") to ring("+393337654321")
        assertEquals(Contact.UNDETERMINED, friend.contact)
        tell(friend)
        tell(stranger)
        assertEquals(Contact.FOUND, fresh.core.call(friend.id).call.contact)
        assertEquals(Contact.NOT_FOUND, fresh.core.call(stranger.id).call.contact)
        assertEquals(0, shadowOf(manager).size())
    }

    @Test
    fun theQuestionWaitsForTheEndOfTheCall() {
        set(SettingsPatch(askOutcome = true))
        FakeContacts.granted(fresh.context)
        val row = ring("+393337654321")
        jobs.cancelAll()
        fresh.context.service<AudioManager>().mode = AudioManager.MODE_IN_CALL
        tell(row)
        assertNull(notification(row))
        assertEquals(1, jobs.allPendingJobs.size)
        fresh.context.service<AudioManager>().mode = AudioManager.MODE_NORMAL
        tell(row)
        assertNotNull(notification(row))
    }

    @Test
    fun channelsAreNamedInTheUsersLanguage() {
        fun names(): Set<String> {
            Channels.make(RuntimeEnvironment.getApplication())
            return manager.notificationChannels.map { it.name.toString() }.toSet()
        }
        val english = names()
        RuntimeEnvironment.setQualifiers("it")
        val italian = names()
        assertEquals(6, italian.size)
        assertEquals(emptySet<String>(), english intersect italian)
    }
}
