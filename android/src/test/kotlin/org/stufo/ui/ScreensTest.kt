package org.stufo.ui

import android.Manifest
import android.graphics.Bitmap
import android.graphics.Canvas
import android.view.View
import java.io.File
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.history
import org.stufo.core.lists
import org.stufo.core.model.HistoryFilter
import org.stufo.core.model.ListSync
import org.stufo.core.model.RuleKind
import org.stufo.core.rules
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.calls.CallScreen
import org.stufo.ui.lists.DirectoryScreen
import org.stufo.ui.lists.ListAddScreen
import org.stufo.ui.lists.ListScreen
import org.stufo.ui.objection.ComplaintScreen
import org.stufo.ui.objection.LetterScreen
import org.stufo.ui.objection.RegisterScreen
import org.stufo.ui.objection.WhatToSayScreen
import org.stufo.ui.rules.Hours
import org.stufo.ui.rules.HoursScreen
import org.stufo.ui.rules.RuleEditScreen
import org.stufo.ui.rules.RuleForm
import org.stufo.ui.rules.WhatIfScreen
import org.stufo.ui.settings.AboutScreen
import org.stufo.ui.settings.BackupScreen
import org.stufo.ui.settings.CountriesFor
import org.stufo.ui.settings.CountriesScreen
import org.stufo.ui.settings.KeepingScreen
import org.stufo.ui.settings.LicencesScreen
import org.stufo.ui.settings.NotificationsScreen
import org.stufo.ui.settings.PhoneListScreen
import org.stufo.ui.settings.PrivacyScreen
import org.stufo.ui.settings.QuietHoursScreen
import org.stufo.ui.settings.RangesScreen
import org.stufo.ui.settings.SafetyScreen
import org.stufo.ui.settings.SettingsScreen
import org.stufo.ui.settings.WhoScreen

/** Every screen as a picture, with the real core behind it: cargo xtask screens. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class ScreensTest {
    @get:Rule
    val fresh = FreshCore()

    private val folder = File(System.getProperty("stufo.screens.dir") ?: "target/screens").apply { mkdirs() }
    private val only = System.getProperty("stufo.screens.only")

    @Before
    fun stopClock() = Sample.stopClock()

    @Test
    fun everyScreenInBothLanguagesAndLights() {
        Sample.fill(fresh.core)
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
        for (language in listOf("it", "en")) {
            for (light in listOf("notnight", "night")) {
                val name = "$language-${if (light == "night") "dark" else "light"}"
                if (only != null && only != name) continue
                RuntimeEnvironment.setQualifiers("$language-w411dp-h891dp-$light-xhdpi")
                val walk = Walk(fresh.context).welcomed().holdRole().open()
                for ((screen, make) in screens()) draw(walk.also { make(it) }, "$name-$screen")
                walk.close()
            }
        }
    }

    @Test
    fun mainScreensWithLargeTextOnASmallPhone() {
        Sample.fill(fresh.core)
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
        for ((name, scale) in listOf("large" to 2f, "small" to 1f)) {
            RuntimeEnvironment.setQualifiers("it-w320dp-h640dp-notnight-xhdpi")
            RuntimeEnvironment.setFontScale(scale)
            val walk = Walk(fresh.context).welcomed().holdRole().open()
            for ((screen, make) in screens().filterKeys { it in MAIN }) draw(walk.also { make(it) }, "it-$name-$screen")
            walk.close()
        }
        RuntimeEnvironment.setFontScale(1f)
    }

    @Test
    fun beforeAnythingIsGrantedAndWithNothingYet() {
        RuntimeEnvironment.setQualifiers("it-w411dp-h891dp-notnight-xhdpi")
        val walk = Walk(fresh.context).knowRole().open()
        draw(walk, "it-light-first-run")
        draw(walk.tab(Tab.HOME), "it-light-home-unprotected")
        for (tab in Tab.entries.drop(1)) draw(walk.tab(tab), "it-light-${tab.name.lowercase()}-empty")
        draw(walk.go(WhatIfScreen()), "it-light-whatif-empty")
        walk.close()
    }

    private fun screens(): Map<String, (Walk) -> Unit> {
        val blocked = fresh.core.history(HistoryFilter.ALL.copy(actions = setOf(Action.REJECT), search = "02"), 1).rows.first().id
        val rule = fresh.core.rules().first { it.draft.label == "Luce e gas" }
        val held = fresh.core.lists().first { it.sync?.result == ListSync.Result.HELD }.id
        return linkedMapOf(
            "home" to { it.tab(Tab.HOME) },
            "history" to { it.tab(Tab.HISTORY) },
            "call" to { it.go(CallScreen(blocked)) },
            "call-end" to { it.scrollToEnd() },
            "rules" to { it.tab(Tab.RULES) },
            "rule" to { it.go(RuleEditScreen(RuleForm.of(rule).copy(hours = listOf(Hours.WORKING)))) },
            "rule-end" to { it.scrollToEnd() },
            "rule-new" to { it.go(RuleEditScreen(RuleForm.fresh(RuleKind.BLOCK, "+39 351 0123*"))) },
            "hours" to { it.go(HoursScreen(0, Hours.NIGHT)) },
            "whatif" to { it.go(WhatIfScreen("0844 123456")) },
            "lists" to { it.tab(Tab.LISTS) },
            "list" to { it.go(ListScreen(held)) },
            "list-add" to { it.go(ListAddScreen("", "")) },
            "directory" to { it.go(DirectoryScreen()) },
            "objection" to { it.tab(Tab.OBJECTION) },
            "say" to { it.go(WhatToSayScreen()) },
            "register" to { it.go(RegisterScreen()) },
            "letter" to { it.go(LetterScreen()) },
            "complaint" to { it.go(ComplaintScreen()) },
            "settings" to { it.go(SettingsScreen()) },
            "settings-end" to { it.scrollToEnd() },
            "who" to { it.go(WhoScreen()) },
            "ranges" to { it.go(RangesScreen()) },
            "quiet" to { it.go(QuietHoursScreen()) },
            "safety" to { it.go(SafetyScreen()) },
            "notifications" to { it.go(NotificationsScreen()) },
            "keeping" to { it.go(KeepingScreen()) },
            "backup" to { it.go(BackupScreen()) },
            "countries" to { it.go(CountriesScreen(CountriesFor.FOREIGN)) },
            "country" to { it.go(CountriesScreen(CountriesFor.HOME)) },
            "phone-list" to { it.go(PhoneListScreen()) },
            "privacy" to { it.go(PrivacyScreen()) },
            "licences" to { it.go(LicencesScreen()) },
            "about" to { it.go(AboutScreen()) },
        )
    }

    private fun draw(walk: Walk, name: String) {
        val view: View = walk.root
        val bitmap = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
        view.draw(Canvas(bitmap))
        val file = File(folder, "$name.png")
        file.outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
        assertTrue("$name is a picture", file.length() > 5_000)
        assertTrue("$name is the screen it should be", requireNotNull(walk.root.findViewById<View>(R.id.main_title)).isShown)
    }

    private companion object {
        val MAIN = setOf("home", "history", "call", "rules", "rule", "whatif", "lists", "objection", "settings")
    }
}
