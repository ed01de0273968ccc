package org.stufo.ui

import android.Manifest
import android.graphics.Bitmap
import android.graphics.Canvas
import org.json.JSONObject
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.Contact
import org.stufo.core.Core
import org.stufo.core.Moment
import org.stufo.core.model.HistoryFilter
import org.stufo.core.model.Outcome
import org.stufo.core.model.RuleDraft
import org.stufo.core.model.RuleKind
import org.stufo.core.history
import org.stufo.core.noteCall
import org.stufo.core.patchSettings
import org.stufo.core.rules
import org.stufo.core.saveRule
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.history.CallScreen
import org.stufo.ui.history.HistoryScreen
import org.stufo.ui.rules.RuleScreen
import org.stufo.ui.rules.RulesScreen
import org.stufo.ui.rules.WhatIfScreen
import org.stufo.ui.settings.SettingsScreen
import java.io.File
import java.util.TimeZone

/** Every screen as a picture, with the real core behind it: cargo xtask screens. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class ScreensTest {
    @get:Rule
    val fresh = FreshCore()

    private val folder = File(System.getProperty("stufo.screens.dir") ?: "target/screens").apply { mkdirs() }

    @Test
    fun screensInBothLanguagesAndLights() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Rome"))
        fill(fresh.core)
        for (language in listOf("it", "en")) {
            for (light in listOf("light", "dark")) {
                val night = if (light == "dark") "night" else "notnight"
                RuntimeEnvironment.setQualifiers("$language-w411dp-h891dp-$night-xhdpi")
                drawAll("$language-$light")
            }
        }
    }

    @Test
    fun mainScreensOnASmallPhoneWithLargeText() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Rome"))
        fill(fresh.core)
        RuntimeEnvironment.setQualifiers("it-w320dp-h640dp-notnight-xhdpi")
        RuntimeEnvironment.setFontScale(2f)
        val walk = walk()
        draw(walk, "it-large-home")
        draw(walk.go(HistoryScreen()), "it-large-history")
        draw(walk.go(CallScreen(blockedCall())), "it-large-call")
        draw(walk.go(RulesScreen()), "it-large-rules")
        draw(walk.go(SettingsScreen()), "it-large-settings")
        walk.close()
        RuntimeEnvironment.setFontScale(1f)
    }

    @Test
    fun beforeTheRoleIsGrantedAndWithNothingYet() {
        RuntimeEnvironment.setQualifiers("it-w411dp-h891dp-notnight-xhdpi")
        val walk = Walk(fresh.context).open()
        draw(walk, "it-light-first-run")
        draw(walk.go(HistoryScreen()), "it-light-history-empty")
        draw(walk.go(RulesScreen()), "it-light-rules-empty")
        walk.close()
    }

    private fun walk(): Walk {
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
        return Walk(fresh.context).holdRole().open()
    }

    private fun drawAll(name: String) {
        val walk = walk()
        draw(walk, "$name-home")
        draw(walk.go(HistoryScreen()), "$name-history")
        draw(walk.go(CallScreen(blockedCall())), "$name-call")
        draw(walk.go(RulesScreen()), "$name-rules")
        val rule = fresh.core.rules().first { it.draft.label == "Luce e gas" }
        draw(walk.go(RuleScreen.editing(rule)), "$name-rule")
        draw(walk.go(WhatIfScreen()).type(R.id.whatif_number, "0844 123456"), "$name-whatif")
        draw(walk.go(SettingsScreen()), "$name-settings")
        walk.close()
    }

    private fun blockedCall(): Long =
        fresh.core.history(HistoryFilter.ALL.copy(actions = setOf(Action.REJECT)), 10).rows.first { it.caller.number!!.startsWith("+3902") }.id

    private fun draw(walk: Walk, name: String) {
        val view = walk.root
        val bitmap = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
        view.draw(Canvas(bitmap))
        val file = File(folder, "$name.png")
        file.outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
        assertTrue("$name is a picture", file.length() > 5_000)
    }

    /** Two weeks of a phone in Milan. */
    private fun fill(core: Core) {
        val now = System.currentTimeMillis()
        fun at(days: Int, hours: Int, minutes: Int = 0) =
            Moment.at(now - days * 86_400_000L - hours * 3_600_000L - minutes * 60_000L, TimeZone.getDefault())
        core.saveRule(RuleDraft(0, RuleKind.BLOCK, "02 5555*", "Luce e gas", Action.REJECT, true, null, null))
        core.saveRule(RuleDraft(0, RuleKind.ALLOW, "02 5555 0100", "Studio medico", Action.ALLOW, true, null, null))
        core.saveRule(RuleDraft(0, RuleKind.BLOCK, "+44*", "", Action.SILENCE, false, null, null))
        core.patchSettings(JSONObject().put("hidden", "silence"))
        val numbers = listOf("0255551234", "0843123456", "0844700112", "0255551871", "0844700113")
        for (day in 0..9) {
            for (index in 0..(day * 7 + 3) % 4) core.receive(numbers[(day + index) % numbers.size], at(day, 1 + index, day * 3))
        }
        core.receive("+39 347 1234567", at(0, 0, 12), Contact.FOUND)
        core.receive(null, at(0, 2, 20))
        core.receive("0255550100", at(1, 5))
        core.receive("+44 20 7946 0958", at(1, 6))
        for ((index, number) in listOf("3510123401", "3510123417", "3510123455", "3510123489").withIndex()) {
            core.noteCall(core.receive(number, at(index + 1, 3, index * 9)), Outcome.OBJECTED)
        }
    }
}
