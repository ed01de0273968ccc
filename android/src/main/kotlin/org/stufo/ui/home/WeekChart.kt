package org.stufo.ui.home

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.RectF
import android.util.AttributeSet
import android.view.View
import org.stufo.R
import org.stufo.core.model.DayCounts
import org.stufo.ui.locale
import java.text.SimpleDateFormat
import java.util.Locale

/** Seven bars: ended calls, and on top of them silenced ones. */
class WeekChart(context: Context, attributes: AttributeSet?) : View(context, attributes) {
    private var days: List<DayCounts> = emptyList()
    private val density = resources.displayMetrics.density
    private val ended = paint(R.color.accent)
    private val silenced = paint(R.color.silence)
    private val none = paint(R.color.line)
    private val words = paint(R.color.text_soft).apply {
        textAlign = Paint.Align.CENTER
        textSize = resources.getDimension(R.dimen.chart_text)
    }
    private val figures = paint(R.color.text).apply {
        textAlign = Paint.Align.CENTER
        textSize = resources.getDimension(R.dimen.chart_text)
    }
    private val box = RectF()

    fun show(days: List<DayCounts>) {
        this.days = days
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        if (days.isEmpty()) return
        val step = width.toFloat() / days.size
        val text = words.textSize
        val bottom = height - text * WORD_LINES
        val top = text * WORD_LINES
        val most = days.maxOf { it.counts.blocked + it.counts.silenced }.coerceAtLeast(1)
        days.forEachIndexed { index, day ->
            val middle = step * (index + HALF)
            val total = day.counts.blocked + day.counts.silenced
            val height = (bottom - top) * total / most
            val part = if (total == 0) 0f else height * day.counts.silenced / total
            if (total == 0) bar(canvas, middle, step, bottom - density * 2, bottom, none)
            bar(canvas, middle, step, bottom - height, bottom, if (day.counts.blocked == 0) silenced else ended)
            if (day.counts.blocked > 0) bar(canvas, middle, step, bottom - height, bottom - height + part, silenced)
            if (total > 0) canvas.drawText(String.format("%d", total), middle, bottom - height - density * 4, figures)
            canvas.drawText(weekday(day.date), middle, this.height - density * 2, words)
        }
    }

    private fun bar(canvas: Canvas, middle: Float, step: Float, top: Float, bottom: Float, paint: Paint) {
        if (bottom <= top) return
        box.set(middle - step * BAR, top, middle + step * BAR, bottom)
        val corner = density * CORNER
        canvas.drawRoundRect(box, corner, corner, paint)
    }

    /** "Mon" of an ISO date, in the phone's language. */
    private fun weekday(date: String): String {
        val day = runCatching { SimpleDateFormat("yyyy-MM-dd", Locale.ROOT).parse(date) }.getOrNull() ?: return ""
        return SimpleDateFormat("EEE", resources.locale).format(day)
    }

    private fun paint(color: Int) = Paint(Paint.ANTI_ALIAS_FLAG).apply { this.color = context.getColor(color) }

    private companion object {
        const val HALF = 0.5f
        const val BAR = 0.28f
        const val CORNER = 5f
        const val WORD_LINES = 1.5f
    }
}
