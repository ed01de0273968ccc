package org.stufo.ui

import android.Manifest
import android.graphics.Bitmap
import android.graphics.Canvas
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
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.rules.WhatIfScreen
import org.stufo.ui.screen.Tab
import java.io.File

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
                RuntimeEnvironment.setQualifiers("$language-w411dp-h891dp-$light-tvdpi")
                val walk = Walk(fresh.context).welcomed().holdRole().open()
                for ((screen, make) in Screens.all(fresh.core)) draw(walk.also { make(it) }, "$name-$screen")
                walk.close()
            }
        }
    }

    @Test
    fun mainScreensWithLargeTextOnASmallPhone() {
        Sample.fill(fresh.core)
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
        for ((name, scale, screens) in listOf(Triple("large", 2f, MAIN), Triple("small", 1f, SMALL))) {
            RuntimeEnvironment.setQualifiers("it-w320dp-h640dp-notnight-tvdpi")
            RuntimeEnvironment.setFontScale(scale)
            val walk = Walk(fresh.context).welcomed().holdRole().open()
            for ((screen, make) in Screens.all(fresh.core).filterKeys { it in screens }) draw(walk.also { make(it) }, "it-$name-$screen")
            walk.close()
        }
        RuntimeEnvironment.setFontScale(1f)
    }

    @Test
    fun widePhonesAndTablets() {
        Sample.fill(fresh.core)
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
        for ((name, size) in listOf("wide" to "w891dp-h411dp-land", "tablet" to "w1280dp-h800dp-land")) {
            RuntimeEnvironment.setQualifiers("it-$size-notnight-mdpi")
            val walk = Walk(fresh.context).welcomed().holdRole().open()
            for ((screen, make) in Screens.all(fresh.core).filterKeys { it in WIDE }) draw(walk.also { make(it) }, "it-$name-$screen")
            walk.close()
        }
    }

    @Test
    fun beforeAnythingIsGrantedAndWithNothingYet() {
        for (language in listOf("it", "en")) {
            for (light in listOf("notnight", "night")) {
                val name = "$language-${if (light == "night") "dark" else "light"}"
                if (only != null && only != name) continue
                RuntimeEnvironment.setQualifiers("$language-w411dp-h891dp-$light-tvdpi")
                val walk = Walk(fresh.context).knowRole().open()
                draw(walk, "$name-first-run")
                draw(walk.tab(Tab.HOME), "$name-home-unprotected")
                for (tab in Tab.entries.drop(1)) draw(walk.tab(tab), "$name-${tab.name.lowercase()}-empty")
                draw(walk.go(WhatIfScreen()), "$name-whatif-empty")
                walk.close()
            }
        }
    }

    /** As a launcher shows it, for stores that cannot put its two layers together. */
    @Test
    fun theIcon() {
        val bitmap = Bitmap.createBitmap(ICON, ICON, Bitmap.Config.ARGB_8888)
        requireNotNull(fresh.context.getDrawable(R.mipmap.ic_launcher)).apply { setBounds(0, 0, ICON, ICON) }.draw(Canvas(bitmap))
        val file = File(folder, "icon.png")
        file.outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
        assertTrue("its corners are cut", bitmap.getPixel(0, 0) ushr 24 == 0)
        assertTrue("its middle is drawn", bitmap.getPixel(ICON / 2, ICON / 2) ushr 24 == 0xFF)
    }

    private fun draw(walk: Walk, name: String) = drawScreen(walk, folder, name)

    private companion object {
        val MAIN = setOf(
            "home", "history", "call", "call-flags", "rules", "rule", "whatif", "lists", "list", "objection", "register", "recontact", "calls-pick",
            "complaint", "settings",
        )
        const val ICON = 512
        val SMALL = setOf("home", "history", "call", "complaint")
        val WIDE = setOf("home", "history", "call")
    }
}
