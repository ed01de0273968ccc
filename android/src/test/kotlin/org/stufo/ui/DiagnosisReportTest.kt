package org.stufo.ui

import android.content.Intent
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowBuild
import org.stufo.R
import org.stufo.core.chooseLevel
import org.stufo.core.model.Level
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.diagnosis.DiagnosisScreen
import org.stufo.ui.diagnosis.makerWords

/** The report of the diagnosis: shared with whoever helps, so that it holds no number, name or label. */
@RunWith(StufoRunner::class)
@Config(sdk = [29, 35, 36], qualifiers = "en-w411dp-h891dp-xhdpi")
class DiagnosisReportTest {
    @get:Rule
    val fresh = FreshCore()

    private fun shared(walk: Walk): String {
        walk.go(DiagnosisScreen())
        walk.tap("Share a report")
        val chooser = shadowOf(fresh.context).nextStartedActivity

        @Suppress("DEPRECATION")
        val sent = chooser.getParcelableExtra<Intent>(Intent.EXTRA_INTENT)!!
        return sent.getStringExtra(Intent.EXTRA_TEXT)!!
    }

    @Test
    fun theReportHoldsNoNumber() {
        fresh.core.chooseLevel(Level.BALANCED, listOf(MOTHER))
        fresh.core.receive(MOTHER, fresh.now)
        fresh.core.receive("+442079460958", fresh.now)
        val report = shared(Walk(fresh.context).welcomed().holdRole().open())
        assertTrue(report, "level balanced, chosen true" in report && "last call 0 hours ago" in report)
        // Nothing as long as a telephone number, and nothing of those that are stored.
        assertFalse(report, Regex("\\d[\\d .-]{5,}\\d").containsMatchIn(report))
        assertFalse(report, listOf("0612345678", "2079460958", "+").any { it in report })
    }

    /** A core that does not answer is what such a report is wanted for most. */
    @Test
    fun theReportIsSharedWithoutACoreToo() {
        val walk = Walk(fresh.context).welcomed().holdRole().open()
        org.stufo.core.CoreAccess.reset()
        fresh.database.parentFile!!.run {
            deleteRecursively()
            writeText("")
        }
        val report = shared(walk)
        fresh.database.parentFile!!.delete()
        assertTrue(report, "the core does not answer" in report && "role true" in report)
    }

    /** A maker with words of its own is one whose saving of battery stops the app, and no other. */
    @Test
    fun whatIsSaidOfAMakerAndWhatIsCheckedAgree() {
        shadowOf(fresh.context).grantPermissions(android.Manifest.permission.READ_CONTACTS)
        val walk = Walk(fresh.context).welcomed().holdRole().open()
        val makers = listOf("Redmi" to R.string.diagnosis_xiaomi, "POCO" to R.string.diagnosis_xiaomi, "vivo" to R.string.diagnosis_oppo, "Google" to null)
        for ((maker, words) in makers) {
            ShadowBuild.setManufacturer(maker)
            walk.go(DiagnosisScreen())
            assertEquals(maker, words, makerWords(maker))
            assertEquals(maker, words != null, walk.says(fresh.context.getString(R.string.diagnosis_battery_words)))
        }
        walk.close()
    }

    private companion object {
        const val MOTHER = "+390612345678"
    }
}
