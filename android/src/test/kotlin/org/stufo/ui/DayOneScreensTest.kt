package org.stufo.ui

import android.Manifest
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.stufo.core.chooseLevel
import org.stufo.core.model.Level
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.Switch
import org.stufo.core.patchSettings
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.screening.preparePhone
import org.stufo.ui.diagnosis.DiagnosisScreen
import org.stufo.ui.level.LevelScreen
import org.stufo.ui.lists.CategoriesScreen
import org.stufo.ui.screen.Tab
import java.io.File

/** What a new user sees: the first run, the first screen at each level, the levels, the diagnosis. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class DayOneScreensTest {
    @get:Rule
    val fresh = FreshCore()

    private val folder = File(System.getProperty("stufo.screens.dir") ?: "target/screens").apply { mkdirs() }

    @Before
    fun stopClock() = Sample.stopClock()

    private fun walks(visit: (name: String) -> Unit) {
        for ((name, qualifiers) in LOOKS) {
            RuntimeEnvironment.setQualifiers(qualifiers)
            RuntimeEnvironment.setFontScale(if ("large" in name) 2f else 1f)
            visit(name)
        }
        RuntimeEnvironment.setFontScale(1f)
    }

    @Test
    fun theFirstRunAsksForALevelOnceTheRoleIsHeld() = walks { name ->
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
        val walk = Walk(fresh.context).holdRole().open()
        drawScreen(walk, folder, "$name-first-run-level")
        walk.close()
    }

    /** The other looks of it are among those of ScreensTest. */
    @Test
    fun theFirstRunBeforeAnythingIsGranted() = walks { name ->
        if ("large" !in name) return@walks
        val walk = Walk(fresh.context).knowRole().open()
        drawScreen(walk, folder, "$name-first-run")
        walk.close()
    }

    @Test
    fun theFirstScreenAtEachLevelAndWithNothingOn() = walks { name ->
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
        val walk = Walk(fresh.context).welcomed().holdRole().open()
        for (level in Level.entries) {
            fresh.core.chooseLevel(level, listOf("+41446681800"))
            drawScreen(walk.tab(Tab.HOME), folder, "$name-home-${level.name.lowercase()}")
        }
        drawScreen(walk.go(LevelScreen()), folder, "$name-level")
        fresh.core.patchSettings(
            SettingsPatch(
                pack = Switch.OFF,
                hidden = Switch.OFF,
                unidentified = Switch.OFF,
                unassigned = Switch.OFF,
                failedVerification = Switch.OFF,
                foreign = org.stufo.core.model.ForeignOption(Switch.OFF, onlyListed = false, countries = emptyList()),
                notInContacts = Switch.OFF,
            ),
        )
        drawScreen(walk.tab(Tab.HOME), folder, "$name-home-nobody")
        drawScreen(walk.go(LevelScreen()), folder, "$name-level-changed")
        walk.close()
    }

    @Test
    fun theDiagnosis() = walks { name ->
        preparePhone()
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
        val walk = Walk(fresh.context).welcomed().holdRole().open()
        drawScreen(walk.go(DiagnosisScreen()), folder, "$name-diagnosis")
        walk.close()
    }

    @Test
    fun whatAListStopsByCategory() = walks { name ->
        if ("light" !in name) return@walks
        Sample.fill(fresh.core)
        val walk = Walk(fresh.context).welcomed().holdRole().open()
        drawScreen(walk.go(CategoriesScreen(1)), folder, "$name-list-categories")
        walk.close()
        org.stufo.core.CoreAccess.reset()
        fresh.database.parentFile!!.deleteRecursively()
    }

    private companion object {
        val LOOKS = listOf(
            "it-light" to "it-w411dp-h891dp-notnight-tvdpi",
            "it-dark" to "it-w411dp-h891dp-night-tvdpi",
            "en-light" to "en-w411dp-h891dp-notnight-tvdpi",
            "en-dark" to "en-w411dp-h891dp-night-tvdpi",
            "it-large" to "it-w320dp-h640dp-notnight-tvdpi",
            "en-large" to "en-w320dp-h640dp-notnight-tvdpi",
        )
    }
}
