package org.stufo.ui

import android.Manifest
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.ListView
import android.widget.TextView
import org.junit.Assert.assertEquals
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

/** Whatever can be tapped says what it is and is large enough to hit, on every screen, also with large text. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class AccessibilityTest {
    @get:Rule
    val fresh = FreshCore()

    @Before
    fun fill() {
        Sample.stopClock()
        Sample.fill(fresh.core)
        shadowOf(fresh.context).grantPermissions(Manifest.permission.READ_CONTACTS)
    }

    private fun offences(walk: Walk, screen: String): List<String> {
        val least = (48 * walk.root.resources.displayMetrics.density).toInt()
        return Walk.shown(walk.root).filter { it.isClickable && it !is ListView }.flatMap { view ->
            listOfNotNull(
                "no label".takeIf { label(view).isBlank() },
                "only ${view.width}x${view.height} of $least".takeIf { view.height in 1 until least || view.width in 1 until least },
            ).map { "$screen: ${describe(view)} $it" }
        }
    }

    /** What a screen reader says of it. */
    private fun label(view: View): String = view.contentDescription?.toString()
        ?: (view as? EditText)?.let { it.hint?.toString() ?: titleOf(it) }
        ?: (view as? TextView)?.text?.toString()
        ?: (view as? ViewGroup)?.let { group -> Walk.shown(group).filterIsInstance<TextView>().joinToString(" ") { it.text } }
        ?: ""

    private fun titleOf(field: EditText): String? =
        Walk.shown(field.rootView).filterIsInstance<TextView>().firstOrNull { it.labelFor == field.id && it.parent === field.parent }?.text?.toString()

    private fun describe(view: View) = view.javaClass.simpleName + " " + runCatching { view.resources.getResourceEntryName(view.id) }.getOrDefault("")

    private fun offencesEverywhere(): List<String> {
        val walk = Walk(fresh.context).welcomed().holdRole().open()
        val found = Screens.all(fresh.core).flatMap { (name, show) -> walk.also(show).let { offences(it, name) + cutOff(it, name) } }
        walk.close()
        return found
    }

    /** Letters that find no room: left out for an ellipsis, or below the edge of their view. The tabs' names grow only so far. */
    private fun cutOff(walk: Walk, screen: String): List<String> = Walk.shown(walk.root).filterIsInstance<TextView>()
        .filter { it.id != R.id.main_nav_label && it !is EditText && it.layout != null }
        .filter { view ->
            val lines = view.layout!!
            val room = view.height - view.compoundPaddingTop - view.compoundPaddingBottom
            (0 until lines.lineCount).any { lines.getEllipsisCount(it) > 0 } || lines.height > room
        }
        .map { "$screen: \"${it.text}\" is cut off" }

    private fun check(qualifiers: String, fontScale: Float = 1f) {
        RuntimeEnvironment.setQualifiers(qualifiers)
        RuntimeEnvironment.setFontScale(fontScale)
        assertEquals(qualifiers, emptyList<String>(), offencesEverywhere())
        RuntimeEnvironment.setFontScale(1f)
    }

    @Test
    fun everythingToTapIsLabelledAndLargeEnough() {
        for (language in listOf("it", "en")) for (light in listOf("notnight", "night")) check("$language-w360dp-h740dp-$light-xhdpi")
    }

    @Test
    fun alsoWithTextOfTwiceTheSize() {
        for (language in listOf("it", "en")) check("$language-w320dp-h640dp-notnight-xhdpi", fontScale = 2f)
    }

    @Test
    fun alsoOnATabletHeldSideways() = check("it-w1024dp-h600dp-notnight-xhdpi")

    @Test
    fun anOffenderIsFound() {
        val walk = Walk(fresh.context).welcomed().holdRole().open()
        val content = walk.root.findViewById<ViewGroup>(R.id.main_content)!!
        content.addView(View(walk.activity).apply { setOnClickListener { } }, ViewGroup.LayoutParams(20, 20))
        val words = TextView(walk.activity).apply { text = "words that need more than one line of this width" }
        content.addView(words, ViewGroup.LayoutParams(200, 12))
        walk.settle()
        val found = offences(walk, "here")
        assertTrue(found.toString(), found.any { "no label" in it } && found.any { "only 20x20" in it })
        assertEquals(listOf("here: \"${words.text}\" is cut off"), cutOff(walk, "here"))
    }
}
