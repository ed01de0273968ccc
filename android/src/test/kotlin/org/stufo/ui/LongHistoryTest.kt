package org.stufo.ui

import android.widget.ListView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.stufo.R
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.calls.HistoryPages
import org.stufo.ui.rules.WhatIfScreen
import org.stufo.ui.screen.Tab
import java.util.Locale

/** A hundred thousand calls: the screen asks for one page at a time, and only when its end comes into sight. */
@RunWith(StufoRunner::class)
@Config(sdk = [35], qualifiers = "en-w411dp-h891dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class LongHistoryTest {
    @get:Rule
    val fresh = FreshCore()

    private val asked = mutableListOf<String>()

    @Before
    fun stopClock() = Sample.stopClock()

    private fun count(walk: Walk, part: () -> Unit): Int {
        asked.clear()
        part()
        walk.settle()
        return asked.count { it.startsWith("history") }
    }

    @Test
    fun onePageForOpeningAndOneForEachPageScrolled() {
        val core = fresh.core
        for (index in 0 until CALLS) core.receive("+39 02 %08d".format(Locale.ROOT, index), Sample.moment(index / 200, 8, index % 600 / 10))
        val walk = Walk(fresh.context).welcomed().holdRole().open()
        core.onAsk = { asked += it }
        assertEquals("opening", 1, count(walk) { walk.tab(Tab.HISTORY) })
        val list = walk.root.findViewById<ListView>(R.id.history_list)!!
        val opened = list.adapter.count
        assertTrue("$opened rows after opening", opened in HistoryPages.PAGE..HistoryPages.PAGE * 2)
        assertEquals("standing still", 0, count(walk) { walk.settle() })
        for (page in 1..20) {
            assertEquals("page $page", 1, count(walk) { list.setSelection(list.adapter.count - 1) })
        }
        assertEquals("scrolling back", 0, count(walk) { list.setSelection(0) })
        assertTrue("views are made for what is in sight only", list.childCount < 40)
        core.onAsk = {}
    }

    @Test
    fun thePlaceInTheListIsKept() {
        val core = fresh.core
        for (index in 0 until 400) core.receive("+39 02 %08d".format(Locale.ROOT, index), Sample.moment(index / 20, 8, index % 600 / 10))
        val walk = Walk(fresh.context).welcomed().holdRole().open().tab(Tab.HISTORY)
        fun list() = walk.root.findViewById<ListView>(R.id.history_list)!!
        repeat(3) {
            list().setSelection(list().adapter.count - 1)
            walk.settle()
        }
        list().setSelectionFromTop(130, -17)
        walk.settle()
        fun place() = list().firstVisiblePosition to list().getChildAt(0)!!.top
        assertEquals(130 to -17, place())
        walk.go(WhatIfScreen()).back()
        assertEquals("after another screen", 130 to -17, place())
        walk.killAndReturn()
        assertEquals("after the end of the process", 130 to -17, place())
        walk.pauseAndResume()
        assertEquals("after another app", 130 to -17, place())
        walk.tap("Rejected")
        assertEquals("another choice begins at the top", 0, list().firstVisiblePosition)
    }

    private companion object {
        const val CALLS = 100_000
    }
}
