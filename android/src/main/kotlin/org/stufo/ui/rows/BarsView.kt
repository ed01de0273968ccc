package org.stufo.ui.rows

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.util.AttributeSet
import android.view.View
import org.stufo.R
import kotlin.math.max
import kotlin.math.min

/** A few counts side by side, each with its number above; the last is the newest. */
class BarsView @JvmOverloads constructor(context: Context, attributes: AttributeSet? = null) : View(context, attributes) {
    private var values: List<Int> = emptyList()
    private val bar = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = context.getColor(R.color.accent) }
    private val words = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = context.getColor(R.color.on_surface_muted)
        textAlign = Paint.Align.CENTER
        // Twelve numbers must fit side by side.
        textSize = min(12 * resources.displayMetrics.scaledDensity, dp(16f))
    }

    fun show(values: List<Int>) {
        this.values = values
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        if (values.isEmpty()) return
        // Few bars do not spread over the whole width.
        val step = min(width.toFloat() / values.size, dp(44f))
        val room = height - words.textSize * 1.6f
        val most = max(1, values.max())
        val mirrored = layoutDirection == LAYOUT_DIRECTION_RTL
        values.forEachIndexed { index, value ->
            val fromStart = step * (index + 0.5f)
            val middle = if (mirrored) width - fromStart else fromStart
            val half = min(step * 0.3f, dp(11f))
            val top = height - max(dp(3f), value * room / most)
            canvas.drawRoundRect(middle - half, top, middle + half, height.toFloat(), min(half, dp(5f)), min(half, dp(5f)), bar)
            canvas.drawText(value.toString(), middle, top - words.textSize * 0.4f, words)
        }
    }

    private fun dp(value: Float) = value * resources.displayMetrics.density
}
