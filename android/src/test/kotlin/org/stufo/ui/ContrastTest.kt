package org.stufo.ui

import android.graphics.Color
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.stufo.R
import java.util.Locale

/** Whatever is written can be read on its ground: 4.5 to 1, and 3 to 1 for icons and controls, light and dark, with the app's colours and the phone's. */
@RunWith(RobolectricTestRunner::class)
class ContrastTest {
    private class Pair(val figure: Int, val ground: Int, val least: Double)

    private fun text(figure: Int, vararg grounds: Int) = grounds.map { Pair(figure, it, 4.5) }

    private fun icon(figure: Int, ground: Int) = listOf(Pair(figure, ground, 3.0))

    /** What tells where a control is and whether it is on. */
    private fun control(figure: Int, vararg grounds: Int) = grounds.map { Pair(figure, it, 3.0) }

    private val pairs = listOf(
        text(R.color.on_surface, R.color.surface, R.color.card, R.color.field),
        text(R.color.on_surface_muted, R.color.surface, R.color.card, R.color.field),
        text(R.color.accent, R.color.surface, R.color.card),
        text(R.color.on_accent, R.color.accent),
        text(R.color.on_accent_container, R.color.accent_container),
        text(R.color.on_warning_container, R.color.warning_container),
        icon(R.color.on_warning, R.color.warning),
        icon(R.color.on_brand, R.color.brand),
        icon(R.color.blocked, R.color.blocked_container),
        icon(R.color.silenced, R.color.silenced_container),
        icon(R.color.passed, R.color.passed_container),
        icon(R.color.neutral, R.color.neutral_container),
        // The bars of the week, and the dots of their legend.
        icon(R.color.accent, R.color.card),
        icon(R.color.silenced, R.color.card),
        // Edges of fields, chips, outlined buttons and switches that are off; a switch that is on.
        control(R.color.outline, R.color.surface, R.color.card, R.color.field),
        control(R.color.accent, R.color.surface, R.color.card),
        control(R.color.on_accent, R.color.accent),
    ).flatten()

    private fun luminance(colour: Int): Double {
        val parts = listOf(Color.red(colour), Color.green(colour), Color.blue(colour)).map { it / 255.0 }
            .map { if (it <= 0.04045) it / 12.92 else Math.pow((it + 0.055) / 1.055, 2.4) }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private fun contrast(one: Int, other: Int): Double {
        val (dark, light) = listOf(luminance(one), luminance(other)).sorted()
        return (light + 0.05) / (dark + 0.05)
    }

    private fun offences(): List<String> = listOf("notnight", "night").flatMap { light ->
        RuntimeEnvironment.setQualifiers(light)
        val context = RuntimeEnvironment.getApplication()
        val name = { id: Int -> context.resources.getResourceEntryName(id) }
        pairs.map { it to contrast(context.getColor(it.figure), context.getColor(it.ground)) }
            .filter { (pair, is_) -> is_ < pair.least }
            .map { (pair, is_) -> "$light: ${name(pair.figure)} on ${name(pair.ground)} has %.2f of ${pair.least}".format(Locale.ROOT, is_) }
    }

    @Test
    @Config(sdk = [29])
    fun theAppsOwnColoursCanBeRead() = assertEquals(emptyList<String>(), offences())

    @Test
    @Config(sdk = [35])
    fun thePhonesColoursCanBeRead() = assertEquals(emptyList<String>(), offences())

    @Test
    @Config(sdk = [35])
    fun whatCannotBeReadIsFound() {
        assertEquals(21.0, contrast(Color.BLACK, Color.WHITE), 0.01)
        assertEquals(1.0, contrast(Color.RED, Color.RED), 0.01)
        assertEquals("a grey that just misses", true, contrast(Color.rgb(0x77, 0x77, 0x77), Color.WHITE) < 4.5)
    }
}
