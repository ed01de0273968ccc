package org.stufo.ui.paper

import android.graphics.Canvas
import android.graphics.Color
import android.text.Layout
import android.text.SpannableString
import android.text.Spanned
import android.text.StaticLayout
import android.text.TextPaint
import android.text.style.LeadingMarginSpan
import kotlin.math.roundToInt

/** A sheet in points of 1/72 inch, as PDF counts. */
data class Sheet(val width: Int, val height: Int) {
    companion object {
        val A4 = Sheet(595, 842)
    }
}

/** What stands on paper: [text] as it is, with its own heading. [name] names the print job and the file. */
data class Document(val name: String, val text: String)

/**
 * A text on sheets of paper. It draws on any canvas: what is printed, what is saved as PDF and what a test looks at are the
 * same strokes. A line is never cut by the end of a sheet. [footer] is told the page, from 1, and how many there are.
 */
internal class TextPages(document: Document, private val sheet: Sheet, private val footer: (Int, Int) -> String) {
    private val ink = TextPaint(TextPaint.ANTI_ALIAS_FLAG).apply {
        color = Color.BLACK
        textSize = TEXT_POINTS
    }
    private val small = TextPaint(ink).apply { textSize = FOOTER_POINTS }
    private val margin = MARGIN_POINTS.coerceAtMost(sheet.width / 6)
    private val room = sheet.height - margin - BOTTOM_POINTS
    private val layout: StaticLayout = layOut(document.text)

    /** The first line of each page, and after the last one the number of lines. */
    private val breaks: List<Int> = findBreaks()

    val count: Int get() = breaks.size - 1

    private fun layOut(text: String): StaticLayout = StaticLayout.Builder.obtain(hung(text), 0, text.length, ink, sheet.width - 2 * margin)
        .setLineSpacing(0f, LINE_SPACING)
        .setBreakStrategy(Layout.BREAK_STRATEGY_HIGH_QUALITY)
        .setIncludePad(false)
        .build()

    /** What follows a dash stays to the right of it. */
    private fun hung(text: String): CharSequence {
        val hung = SpannableString(text)
        val indent = ink.measureText(DASH).roundToInt()
        var start = 0
        for (paragraph in text.split('\n')) {
            val end = start + paragraph.length
            if (paragraph.startsWith(DASH)) hung.setSpan(LeadingMarginSpan.Standard(0, indent), start, end, Spanned.SPAN_INCLUSIVE_EXCLUSIVE)
            start = end + 1
        }
        return hung
    }

    private fun findBreaks(): List<Int> {
        val breaks = mutableListOf(0)
        for (line in 0 until layout.lineCount) {
            val isFirst = line == breaks.last()
            if (isFirst || layout.getLineBottom(line) - layout.getLineTop(breaks.last()) <= room) continue
            // What stands together goes to the next sheet together, unless it is longer than one.
            breaks += listOf(beginOf(line, "\n\n"), beginOf(line, "\n")).firstOrNull { it > breaks.last() } ?: line
        }
        return breaks + layout.lineCount
    }

    /** The last line up to this one that follows [gap]: a block, or a paragraph, begins with it. */
    private fun beginOf(line: Int, gap: String): Int {
        var first = line
        while (first > 0 && !layout.text.startsWith(gap, layout.getLineStart(first) - gap.length)) first--
        return first
    }

    /** [page] counts from 0. */
    fun draw(page: Int, canvas: Canvas) {
        val top = layout.getLineTop(breaks[page])
        val bottom = layout.getLineTop(breaks[page + 1])
        canvas.save()
        canvas.translate(margin.toFloat(), margin.toFloat())
        canvas.clipRect(0, 0, sheet.width - margin, bottom - top)
        canvas.translate(0f, -top.toFloat())
        layout.draw(canvas)
        canvas.restore()
        canvas.drawText(footer(page + 1, count), margin.toFloat(), sheet.height - BOTTOM_POINTS / 2f, small)
    }

    private companion object {
        const val TEXT_POINTS = 11f
        const val FOOTER_POINTS = 8f
        const val DASH = "   - "
        const val LINE_SPACING = 1.25f

        /** About two centimetres. */
        const val MARGIN_POINTS = 57
        const val BOTTOM_POINTS = 57
    }
}
