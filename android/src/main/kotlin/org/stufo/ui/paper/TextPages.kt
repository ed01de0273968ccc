package org.stufo.ui.paper

import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.graphics.Typeface
import android.text.Layout
import android.text.SpannableString
import android.text.Spanned
import android.text.StaticLayout
import android.text.TextPaint
import android.text.style.LeadingMarginSpan
import kotlin.math.ceil
import kotlin.math.roundToInt

/** What is drawn in one piece, from its top. A block begins with it where [begins], a paragraph where [opens]; a gap is left out at the top of a sheet. */
private class Strip(val height: Int, val begins: Boolean, val opens: Boolean, val isGap: Boolean, val draw: (Canvas) -> Unit)

/**
 * A document on sheets of paper. It draws on any canvas: what is printed, what is saved as PDF and what a test looks at are the
 * same strokes. A line and a row of a table are never cut by the end of a sheet. [footer] is told the page, from 1, and how many there are.
 */
internal class TextPages(document: Document, private val sheet: Sheet, private val footer: (Int, Int) -> String) {
    private val hasGrid = document.grid != null
    private val ink = TextPaint(TextPaint.ANTI_ALIAS_FLAG).apply {
        color = Color.BLACK
        textSize = if (hasGrid) TABLE_POINTS else TEXT_POINTS
    }
    private val bold = TextPaint(ink).apply { typeface = Typeface.DEFAULT_BOLD }
    private val heading = TextPaint(bold).apply { textSize = TITLE_POINTS }
    private val small = TextPaint(ink).apply { textSize = FOOTER_POINTS }
    private val hairline = Paint().apply {
        color = Color.GRAY
        strokeWidth = 0.5f
    }
    private val margin = (if (hasGrid) TABLE_MARGIN_POINTS else MARGIN_POINTS).coerceAtMost(sheet.width / 6)
    private val width = sheet.width - 2 * margin
    private val room = sheet.height - margin - BOTTOM_POINTS
    private val pages: List<List<Strip>> = paginate(strips(document))

    val count: Int get() = pages.size

    private fun strips(document: Document): List<Strip> = buildList {
        document.title?.let {
            addAll(lines(it, heading))
            add(gap())
        }
        addAll(lines(document.text, ink))
        document.grid?.let {
            add(gap())
            addAll(rows(it))
            add(gap())
        }
        if (document.after.isNotEmpty()) addAll(lines(document.after, ink))
    }

    private fun gap() = Strip((ink.textSize * GAP).roundToInt(), begins = true, opens = true, isGap = true) {}

    /** A strip a line. An empty line is a gap between blocks. */
    private fun lines(text: String, paint: TextPaint): List<Strip> {
        val layout = layOut(text, paint, width)
        return (0 until layout.lineCount).map { line ->
            val (start, top, bottom) = Triple(layout.getLineStart(line), layout.getLineTop(line), layout.getLineBottom(line))
            val isGap = text.substring(start, layout.getLineEnd(line)).isBlank()
            val opens = start == 0 || text[start - 1] == '\n'
            val begins = start == 0 || (opens && (start < 2 || text[start - 2] == '\n'))
            val height = if (isGap) (paint.textSize * GAP).roundToInt() else bottom - top
            Strip(height, begins, opens, isGap) { canvas ->
                canvas.save()
                canvas.clipRect(0, 0, width, bottom - top)
                canvas.translate(0f, -top.toFloat())
                layout.draw(canvas)
                canvas.restore()
            }
        }
    }

    private fun layOut(text: String, paint: TextPaint, width: Int): StaticLayout = StaticLayout.Builder.obtain(hung(text), 0, text.length, paint, width)
        .setLineSpacing(0f, LINE_SPACING)
        .setBreakStrategy(Layout.BREAK_STRATEGY_HIGH_QUALITY)
        .setIncludePad(false)
        .build()

    /** What follows a dash stays to the right of it. */
    private fun hung(text: String): CharSequence {
        if (DASH !in text) return text
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

    /** A strip a row: its columns as wide as their words, the last one takes what is left. */
    private fun rows(grid: Grid): List<Strip> {
        val places = grid.columns.indices
        val widths = places.map { column ->
            val cells = grid.rows.mapNotNull { it.getOrNull(column) }.maxOfOrNull { ink.measureText(it) } ?: 0f
            ceil(maxOf(cells, bold.measureText(grid.columns[column]))).toInt() + CELL_POINTS
        }.toMutableList()
        if (widths.isEmpty()) return emptyList()
        widths[widths.lastIndex] = (width - widths.dropLast(1).sum()).coerceAtLeast(width / 4)
        return listOf(row(grid.columns, widths, bold)) + grid.rows.map { row(it, widths, ink) }
    }

    private fun row(cells: List<String>, widths: List<Int>, paint: TextPaint): Strip {
        val layouts = widths.mapIndexed { column, width -> layOut(cells.getOrElse(column) { "" }, paint, width - CELL_POINTS) }
        val height = layouts.maxOf { it.height } + CELL_POINTS
        return Strip(height, begins = true, opens = true, isGap = false) { canvas ->
            canvas.save()
            layouts.forEachIndexed { column, layout ->
                layout.draw(canvas)
                canvas.translate(widths[column].toFloat(), 0f)
            }
            canvas.restore()
            canvas.drawLine(0f, height - CELL_POINTS / 2f, width.toFloat(), height - CELL_POINTS / 2f, hairline)
        }
    }

    /** What stands together goes to the next sheet together, unless it is longer than one. */
    private fun paginate(strips: List<Strip>): List<List<Strip>> {
        val pages = mutableListOf(mutableListOf<Strip>())
        for (strip in strips) {
            val page = pages.last()
            if (page.isEmpty() && strip.isGap) continue
            if (page.isNotEmpty() && page.sumOf { it.height } + strip.height > room) {
                val block = page.indexOfLast { it.begins && !it.isGap }
                val paragraph = page.indexOfLast { it.opens && !it.isGap }
                val kept = when {
                    strip.begins -> page.size
                    block > 0 -> block
                    strip.opens || paragraph <= 0 -> page.size
                    else -> paragraph
                }
                val carried = page.subList(kept, page.size).toList()
                page.subList(kept, page.size).clear()
                pages += carried.toMutableList()
                if (strip.isGap && carried.isEmpty()) continue
            }
            pages.last() += strip
        }
        return pages
    }

    /** [page] counts from 0. */
    fun draw(page: Int, canvas: Canvas) {
        canvas.save()
        canvas.translate(margin.toFloat(), margin.toFloat())
        for (strip in pages[page]) {
            strip.draw(canvas)
            canvas.translate(0f, strip.height.toFloat())
        }
        canvas.restore()
        canvas.drawText(footer(page + 1, count), margin.toFloat(), sheet.height - BOTTOM_POINTS / 2f, small)
    }

    private companion object {
        const val TEXT_POINTS = 11f
        const val TABLE_POINTS = 9f
        const val TITLE_POINTS = 14f
        const val FOOTER_POINTS = 8f
        const val DASH = "   - "
        const val LINE_SPACING = 1.25f

        /** Of a line, between blocks. */
        const val GAP = 0.8f
        const val CELL_POINTS = 6

        /** About two centimetres. */
        const val MARGIN_POINTS = 57
        const val TABLE_MARGIN_POINTS = 48
        const val BOTTOM_POINTS = 57
    }
}
