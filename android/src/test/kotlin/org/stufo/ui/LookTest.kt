package org.stufo.ui

import android.text.InputType
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.RadioButton
import android.widget.Switch
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.stufo.R
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.rows.DayBar
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Option
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.RowsView
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.primary
import org.stufo.words.plain
import java.time.LocalDate
import kotlin.math.abs

/** What rows look like where a picture alone would not be held: states without colour, large text, keyboards. */
@RunWith(StufoRunner::class)
@Config(sdk = [29, 35], qualifiers = "en-w360dp-h740dp-mdpi")
class LookTest {
    @get:Rule
    val fresh = FreshCore()

    private val walk by lazy { Walk(fresh.context).welcomed().holdRole().open() }
    private val icon = IconStyle(R.drawable.ic_bell, Tone.NEUTRAL)
    private val toggle = Row.Toggle({ }, icon, plain("Weekly digest"), plain("Once a week, how many calls were blocked."), on = true)

    private fun show(vararg rows: Row<Unit>): LinearLayout = showIn(walk, *rows)

    private fun showIn(walk: Walk, vararg rows: Row<Unit>): LinearLayout {
        val container = LinearLayout(walk.activity).apply { orientation = LinearLayout.VERTICAL }
        RowsView<Unit>(container) {}.show(rows.toList())
        container.measure(View.MeasureSpec.makeMeasureSpec(360, View.MeasureSpec.EXACTLY), View.MeasureSpec.makeMeasureSpec(0, View.MeasureSpec.UNSPECIFIED))
        container.layout(0, 0, container.measuredWidth, container.measuredHeight)
        return container
    }

    private inline fun <reified V : View> LinearLayout.only(): V = Walk.shown(this).filterIsInstance<V>().single()

    private fun View.at(id: Int): View = requireNotNull(findViewById(id))

    private fun View.topIn(root: View): Int = generateSequence(this) { it.parent as? View }.takeWhile { it !== root }.sumOf { it.top }

    @Test
    fun aSwitchHasTheSizeOfMaterial3() {
        val switch = show(toggle).only<Switch>()
        assertEquals("the track", 52 to 32, switch.trackDrawable.run { intrinsicWidth to intrinsicHeight })
        assertEquals("with nothing round it", 52, switch.width)
    }

    @Test
    fun onlyTheChosenChipHasACheck() {
        val chips = show(Row.Chips({ }, null, null, listOf(Option(1, plain("One")), Option(2, plain("Two"))), 1))
        val (one, two) = Walk.shown(chips).filterIsInstance<RadioButton>()
        assertNotNull(one.compoundDrawablesRelative[0])
        assertNull(two.compoundDrawablesRelative[0])
        two.performClick()
        assertNull(one.compoundDrawablesRelative[0])
        assertNotNull(two.compoundDrawablesRelative[0])
    }

    @Test
    fun largeTextGetsTheWholeRow() {
        val small = show(toggle)
        val beside = small.only<Switch>()
        assertTrue("the icon is there", small.at(R.id.row_icon).visibility == View.VISIBLE)
        assertTrue("beside the words", beside.topIn(small) < small.at(R.id.row_summary).run { topIn(small) + height })
        walk.close()
        RuntimeEnvironment.setFontScale(1.5f)
        val large = Walk(fresh.context).open().let { again -> showIn(again, toggle).also { again.close() } }
        RuntimeEnvironment.setFontScale(1f)
        assertEquals("no icon", View.GONE, large.at(R.id.row_icon).visibility)
        val words = large.at(R.id.row_summary)
        assertTrue("the switch is below the words", large.at(R.id.row_switch).topIn(large) >= words.topIn(large) + words.height)
    }

    @Test
    fun buttonsBelowAnEmptyStateStandInTheMiddle() {
        val actions = Row.Actions(listOf(primary(Unit, plain("Add"))))
        val centred = show(Row.Empty(icon, plain("Nothing yet"), plain("Add one.")), actions)
        val button = centred.only<Button>()
        assertTrue("in the middle", abs(button.left + button.width / 2 - 180) <= 1)
        assertEquals("elsewhere at the start", 16, show(Row.Note(plain("Note")), actions).only<Button>().left)
    }

    @Test
    fun theChartSaysEachPart() {
        val chart = show(Row.Chart(1, 3, listOf(DayBar(LocalDate.of(2026, 11, 24), rejected = 2, silenced = 1)))).at(R.id.chart)
        assertEquals("Tuesday: 2 rejected, 1 silenced", chart.contentDescription.toString())
    }

    @Test
    fun eachFieldOpensTheKeyboardThatFits() {
        val keys = { typed: Typed -> show(Row.Field({ }, plain("Field"), null, "", null, typed)).only<EditText>() }
        val kind = InputType.TYPE_MASK_CLASS or InputType.TYPE_MASK_VARIATION
        assertEquals("a number to try", InputType.TYPE_CLASS_PHONE, keys(Typed.PHONE).inputType and kind)
        assertEquals("a pattern has letters", InputType.TYPE_CLASS_TEXT, keys(Typed.PATTERN).inputType and kind)
        assertEquals("an address", InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_EMAIL_ADDRESS, keys(Typed.EMAIL).inputType and kind)
        assertTrue("a tax code", keys(Typed.CODE).inputType and InputType.TYPE_TEXT_FLAG_CAP_CHARACTERS != 0)
        assertEquals("one's own number", listOf(View.AUTOFILL_HINT_PHONE), keys(Typed.OWN_NUMBER).autofillHints.orEmpty().toList())
        assertFalse("a pattern is nobody's data", keys(Typed.PATTERN).importantForAutofill == View.IMPORTANT_FOR_AUTOFILL_YES)
    }
}
