package org.stufo.ui

import android.content.Intent
import android.graphics.Insets
import android.os.BadParcelableException
import android.view.View
import android.view.WindowInsets
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.stufo.R
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.screen.Tab
import org.stufo.ui.screen.Worker
import org.stufo.ui.screen.confirmDialog
import org.stufo.ui.settings.SettingsScreen
import org.stufo.words.Text
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** What is round every screen: a sign of long waits, and room for the system's bars and the keyboard. */
@RunWith(StufoRunner::class)
@Config(sdk = [35, 36], qualifiers = "en-w411dp-h891dp-mdpi")
class WindowTest {
    @get:Rule
    val fresh = FreshCore()

    private val walk by lazy { Walk(fresh.context).welcomed().holdRole().open() }
    private val busy = CountDownLatch(1)

    @Before
    fun open() {
        Sample.stopClock()
        walk.settle()
    }

    @After
    fun letGo() = busy.countDown()

    /** Whatever is asked from now on waits. */
    private fun keepBusy() = Worker.run({ busy.await() }, failed = {}, done = {})

    private fun view(id: Int): View = walk.root.findViewById(id)!!

    private fun pass(millis: Long) = shadowOf(walk.activity.mainLooper).idleFor(millis, TimeUnit.MILLISECONDS)

    @Test
    fun aWaitLongerThanABlinkIsShownAndAShorterOneIsNot() {
        val bar = view(R.id.main_progress)
        keepBusy()
        walk.activity.go(SettingsScreen())
        pass(299)
        assertEquals("not yet", View.GONE, bar.visibility)
        pass(2)
        assertEquals("it takes long", View.VISIBLE, bar.visibility)
        busy.countDown()
        walk.settle()
        assertEquals("it is there", View.GONE, bar.visibility)
        walk.go(SettingsScreen())
        pass(400)
        assertEquals("nothing to wait for", View.GONE, bar.visibility)
    }

    /** Extras that no class of the app can read, as another app may send them to an exported window. */
    @Test
    fun anIntentWhoseExtrasDoNotReadOpensTheApp() {
        val hostile = object : Intent(ACTION_VIEW) {
            override fun getLongExtra(name: String?, default: Long): Long = throw BadParcelableException("hostile")
        }
        assertEquals(emptyList<Any>(), destinationsOf(hostile))
        assertEquals(emptyList<Any>(), destinationsOf(null))
    }

    /** What another app draws above a question must not lead the finger to its answer. */
    @Test
    fun aQuestionTakesNoTapThroughAnotherWindow() {
        val dialog = walk.activity.confirmDialog(Text.Res(R.string.app_name, emptyList()), null, Text.Res(R.string.app_name, emptyList())) {}
        assertTrue(dialog.window!!.decorView.filterTouchesWhenObscured)
    }

    @Test
    fun aScreenThatWasLeftMeanwhileLeavesNoBarBehind() {
        keepBusy()
        walk.activity.go(SettingsScreen())
        pass(400)
        walk.activity.goBack()
        busy.countDown()
        walk.settle()
        assertEquals(View.GONE, view(R.id.main_progress).visibility)
    }

    private fun bars(top: Int, bottom: Int, left: Int = 0) = view(R.id.main_root).dispatchApplyWindowInsets(
        WindowInsets.Builder().setInsets(WindowInsets.Type.systemBars(), Insets.of(left, top, 0, bottom)).build(),
    )

    @Test
    fun contentStaysClearOfTheSystemsBars() {
        walk.tab(Tab.HOME)
        bars(top = 40, bottom = 30, left = 20)
        assertEquals("below the status bar", 40, view(R.id.main_header).paddingTop)
        assertEquals("the tabs stand above the gesture bar", 30, view(R.id.main_nav).paddingBottom)
        assertEquals("beside a bar at the side", 20, view(R.id.main_root).paddingLeft)
        assertEquals("the way back stands on the tabs", 0f, view(R.id.main_undo).translationY)
        walk.go(SettingsScreen())
        bars(top = 40, bottom = 300)
        assertEquals("above the keyboard", 300, view(R.id.main_content).paddingBottom)
        assertEquals("so is the way back", -300f, view(R.id.main_undo).translationY)
    }

    @Test
    @Config(qualifiers = "en-w891dp-h411dp-land-mdpi")
    fun aWideWindowHasItsTabsAtTheSide() {
        walk.tab(Tab.HOME)
        bars(top = 40, bottom = 30)
        walk.settle()
        val (tabs, content) = view(R.id.main_nav) to view(R.id.main_content)
        assertTrue("beside each other", tabs.width in 1..100 && tabs.height > content.height)
        assertEquals("the tabs keep clear of the bars", 40 to 30, tabs.paddingTop to tabs.paddingBottom)
        assertEquals("so does what is scrolled", 30, content.paddingBottom)
        walk.go(SettingsScreen())
        bars(top = 40, bottom = 300)
        assertEquals("above the keyboard", 300, content.paddingBottom)
    }
}
