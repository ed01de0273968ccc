package org.stufo.ui

import android.app.Activity
import android.content.Intent
import android.net.Uri
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.stufo.core.export
import org.stufo.core.lists
import org.stufo.core.model.ExportForm
import org.stufo.core.rules
import org.stufo.harness.FreshCore
import org.stufo.harness.Project
import org.stufo.harness.StufoRunner
import org.stufo.harness.android
import org.stufo.harness.elements
import org.stufo.share.SharedFiles
import org.stufo.ui.calls.HistoryScreen
import org.stufo.ui.home.HomeScreen
import org.stufo.ui.lists.ListFileScreen
import org.stufo.ui.rules.RuleEditScreen
import org.stufo.ui.rules.WhatIfScreen
import org.stufo.ui.screen.Tab
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream

/** Numbers and files from other apps, shortcuts, and what hostile apps send. */
@RunWith(StufoRunner::class)
@Config(sdk = [35], qualifiers = "en-w411dp-h891dp-xhdpi")
class WaysInTest {
    @get:Rule
    val fresh = FreshCore()

    private val walk by lazy { Walk(fresh.context).welcomed().holdRole() }

    @Before
    fun stopClock() = Sample.stopClock()

    private fun top(intent: Intent) = walk.open(intent).activity.top

    @Test
    fun aNumberThatIsSharedOrSelectedIsTried() {
        val shared = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, " 0844 123456\n")
        assertTrue(top(shared) is WhatIfScreen)
        assertTrue(walk.says("Would be rejected"))
        walk.back()
        assertTrue(walk.activity.top is HomeScreen)
        walk.close()
        val selected = Intent(Intent.ACTION_PROCESS_TEXT).setType("text/plain").putExtra(Intent.EXTRA_PROCESS_TEXT, "02 8888 1234" as CharSequence)
        assertTrue(top(selected) is WhatIfScreen)
        assertTrue(walk.says("Would ring"))
    }

    @Test
    fun aFileIsOnlyReadInWhenTheUserSaysSo() {
        val place = Uri.parse("content://files/numbers.csv")
        shadowOf(fresh.context.contentResolver).registerInputStreamSupplier(place) { ByteArrayInputStream("number\n+390266660001\n".toByteArray()) }
        assertTrue(top(Intent(Intent.ACTION_VIEW).setDataAndType(place, "text/csv")) is ListFileScreen)
        assertEquals(emptyList<Any>(), fresh.core.lists())
        walk.scrollToEnd().tap("Read the file")
        assertEquals(1, fresh.core.lists().size)
    }

    @Test
    fun whatAHostileAppSendsOpensTheAppAndNoMore() {
        val hostile = listOf(
            Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_TEXT, Uri.parse("tel:112")),
            Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_TEXT, "  \n "),
            Intent(Intent.ACTION_PROCESS_TEXT).putExtra(Intent.EXTRA_PROCESS_TEXT, 7),
            Intent(Intent.ACTION_VIEW, Uri.parse("file:///data/data/org.stufo/databases/stufo.db")),
            Intent(Intent.ACTION_VIEW, Uri.parse("content://${SharedFiles.AUTHORITY}/stufo-history.csv")),
            Intent(Intent.ACTION_VIEW, Uri.parse("stufo:delete/everything")),
            Intent("android.service.quicksettings.action.QS_TILE_PREFERENCES"),
        )
        for (intent in hostile) {
            assertEquals("$intent", HomeScreen::class.java, top(intent).javaClass)
            walk.close()
        }
        val long = top(Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_TEXT, "0".repeat(1_000_000)))
        assertTrue(long is WhatIfScreen)
        assertTrue("cut", walk.texts().all { it.length < 1_000 })
        assertEquals("nothing was done", emptyList<Any>() to emptyList<Any>(), fresh.core.rules() to fresh.core.lists())
    }

    @Test
    fun everyShortcutOpensItsScreen() {
        val intents = Project.xml("src/main/res/xml/shortcuts.xml").getElementsByTagName("intent").elements()
        val opened = intents.map { each ->
            assertEquals("org.stufo" to MainActivity::class.java.name, each.android("targetPackage") to each.android("targetClass"))
            top(Intent(each.android("action"), Uri.parse(each.android("data")))).javaClass.also { walk.close() }
        }
        assertEquals(listOf(HistoryScreen::class.java, RuleEditScreen::class.java, WhatIfScreen::class.java), opened)
    }

    @Test
    fun theHistoryIsExportedWithTwoTaps() {
        fresh.core.receive("0844 123456", Sample.moment(0, 12, 0))
        walk.open().tab(Tab.HISTORY).tapAction("Save as a table")
        val asked = shadowOf(walk.activity).nextStartedActivityForResult
        assertEquals(Intent.ACTION_CREATE_DOCUMENT, asked.intent.action)
        val place = Uri.parse("content://files/history.csv")
        val written = ByteArrayOutputStream()
        shadowOf(fresh.context.contentResolver).registerOutputStream(place, written)
        // The second tap is the phone's own "Save".
        shadowOf(walk.activity).receiveResult(asked.intent, Activity.RESULT_OK, Intent().setData(place))
        walk.settle()
        assertEquals(fresh.core.export(ExportForm.CSV).text, written.toString())
    }
}
