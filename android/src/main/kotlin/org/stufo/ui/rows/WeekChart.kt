package org.stufo.ui.rows

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.RectF
import android.util.AttributeSet
import android.view.View
import org.stufo.R
import org.stufo.words.locale
import java.time.format.TextStyle
import kotlin.math.max
import kotlin.math.min

/**
 * Calls kept away on each of seven days: rejected below and filled, silenced above a gap, light and with an edge, so that nobody needs
 * the colours; the day's name under its bar.
 */
class WeekChart @JvmOverloads constructor(context: Context, attributes: AttributeSet? = null) : View(context, attributes) {
    private var days: List<DayBar> = emptyList()
    private val bar = Paint(Paint.ANTI_ALIAS_FLAG)
    private val words = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        textAlign = Paint.Align.CENTER
        // Seven names must fit side by side: the size follows large text only so far.
        textSize = min(12 * resources.displayMetrics.scaledDensity, 18 * resources.displayMetrics.density)
    }

    fun show(days: List<DayBar>) {
        this.days = days
        contentDescription = days.joinToString("; ") { day ->
            "${dayName(day, TextStyle.FULL)}: ${said(R.plurals.chart_day_rejected, day.rejected)}, ${said(R.plurals.chart_day_silenced, day.silenced)}"
        }
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        if (days.isEmpty()) return
        val step = width.toFloat() / days.size
        val barWidth = min(step * 0.56f, dp(28f))
        val base = height - words.textSize * 1.6f
        val room = base - words.textSize * 1.6f
        val most = max(1, days.maxOf { it.all })
        val mirrored = layoutDirection == LAYOUT_DIRECTION_RTL
        days.forEachIndexed { index, day ->
            val place = if (mirrored) days.size - 1 - index else index
            drawDay(canvas, day, Column(step * (place + 0.5f), barWidth, base, room / most), isToday = index == days.size - 1)
        }
    }

    private class Column(val middle: Float, val width: Float, val base: Float, val perCall: Float)

    private fun drawDay(canvas: Canvas, day: DayBar, column: Column, isToday: Boolean) {
        val rejected = day.rejected * column.perCall
        val all = day.all * column.perCall
        val left = column.middle - column.width / 2
        val right = column.middle + column.width / 2
        val round = min(column.width / 2, dp(8f))
        if (day.all == 0) part(canvas, RectF(left, column.base - dp(4f), right, column.base), round, R.color.neutral_container)
        if (day.rejected > 0) part(canvas, RectF(left, column.base - rejected, right, column.base), round, R.color.accent)
        if (day.silenced > 0) {
            val bottom = column.base - if (day.rejected > 0) rejected + dp(GAP) else 0f
            val box = RectF(left, min(column.base - all, bottom - dp(EDGE) * 2), right, bottom)
            part(canvas, box, round, R.color.silenced)
            box.inset(dp(EDGE), dp(EDGE))
            part(canvas, box, round - dp(EDGE), R.color.silenced_container)
        }
        words.color = context.getColor(if (isToday) R.color.on_surface else R.color.on_surface_muted)
        words.isFakeBoldText = isToday
        canvas.drawText(dayName(day, TextStyle.SHORT), column.middle, height - words.textSize * 0.4f, words)
        if (day.all > 0) canvas.drawText(day.all.toString(), column.middle, column.base - all - words.textSize * 0.5f, words)
    }

    private fun part(canvas: Canvas, box: RectF, round: Float, colour: Int) {
        bar.color = context.getColor(colour)
        canvas.drawRoundRect(box, min(round, box.height() / 2), min(round, box.height() / 2), bar)
    }

    private fun said(id: Int, count: Int): String = resources.getQuantityString(id, count, count)

    private fun dayName(day: DayBar, style: TextStyle): String = day.date.dayOfWeek.getDisplayName(style, context.locale)

    private fun dp(value: Float) = value * resources.displayMetrics.density

    private companion object {
        const val GAP = 2f
        const val EDGE = 2f
    }
}
