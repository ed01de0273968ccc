package org.stufo.ui.rows

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.util.AttributeSet
import android.view.View
import org.stufo.R
import kotlin.math.max
import kotlin.math.min

/** A few counts side by side, each with its number above and what the first and the last are below; the last is the newest. */
class BarsView @JvmOverloads constructor(context: Context, attributes: AttributeSet? = null) : View(context, attributes) {
    private var values: List<Int> = emptyList()
    private var from: String? = null
    private var to: String? = null
    private val bar = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = context.getColor(R.color.accent) }
    private val words = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = context.getColor(R.color.on_surface_muted)
        textAlign = Paint.Align.CENTER
        // Twelve numbers must fit side by side.
        textSize = min(12 * resources.displayMetrics.scaledDensity, dp(16f))
    }

    fun show(values: List<Int>, from: String?, to: String?) {
        this.values = values
        this.from = from
        this.to = to
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        if (values.isEmpty()) return
        // Few bars do not spread over the whole width.
        val step = min(width.toFloat() / values.size, dp(44f))
        val below = if (to == null) 0f else words.textSize * 1.5f
        val bottom = height - below
        val room = bottom - words.textSize * 1.6f
        val most = max(1, values.max())
        val mirrored = layoutDirection == LAYOUT_DIRECTION_RTL
        values.forEachIndexed { index, value ->
            val fromStart = step * (index + 0.5f)
            val middle = if (mirrored) width - fromStart else fromStart
            val half = min(step * 0.3f, dp(11f))
            val top = bottom - max(dp(3f), value * room / most)
            canvas.drawRoundRect(middle - half, top, middle + half, bottom, min(half, dp(5f)), min(half, dp(5f)), bar)
            canvas.drawText(value.toString(), middle, top - words.textSize * 0.4f, words)
        }
        val end = step * values.size
        if (values.size > 1) from?.let { label(canvas, it, 0f, mirrored, atStart = true) }
        to?.let { label(canvas, it, if (values.size > 1) end else 0f, mirrored, atStart = values.size == 1) }
    }

    /** At the start or the end of the bars, never outside the view. */
    private fun label(canvas: Canvas, text: String, fromStart: Float, mirrored: Boolean, atStart: Boolean) {
        val place = if (mirrored) width - fromStart else fromStart
        val half = words.measureText(text) / 2
        val wanted = if (atStart != mirrored) place + half else place - half
        canvas.drawText(text, wanted.coerceIn(half, max(half, width - half)), height - words.textSize * 0.2f, words)
    }

    private fun dp(value: Float) = value * resources.displayMetrics.density
}
