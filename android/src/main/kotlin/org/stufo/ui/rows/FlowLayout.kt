package org.stufo.ui.rows

import android.content.Context
import android.util.AttributeSet
import android.view.View
import android.view.ViewGroup
import org.stufo.R
import kotlin.math.max
import kotlin.math.min

/** Children side by side, in as many lines as they need: large text wraps instead of being cut. */
class FlowLayout @JvmOverloads constructor(context: Context, attributes: AttributeSet? = null) : ViewGroup(context, attributes) {

    /** Lines in the middle rather than at the start: below words that are. */
    internal var isCentred = false

    private val gap = (GAP_DP * resources.displayMetrics.density).toInt()

    /** Chips bring air of their own above and below, buttons do not. */
    private val lineGap = attributes?.let {
        val styled = context.obtainStyledAttributes(it, R.styleable.FlowLayout)
        styled.getDimensionPixelSize(R.styleable.FlowLayout_lineGap, gap / 2).also { styled.recycle() }
    } ?: (gap / 2)

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val width = MeasureSpec.getSize(widthSpec)
        val room = max(0, width - paddingLeft - paddingRight)
        val childSpec = MeasureSpec.makeMeasureSpec(room, MeasureSpec.AT_MOST)
        for (child in shown()) child.measure(childSpec, MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED))
        val lines = lines(room)
        val height = lines.sumOf { line -> line.maxOf { it.measuredHeight } } + lineGap * max(0, lines.size - 1)
        setMeasuredDimension(width, resolveSize(height + paddingTop + paddingBottom, heightSpec))
    }

    override fun onLayout(changed: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        val room = max(0, width - paddingLeft - paddingRight)
        val mirrored = layoutDirection == View.LAYOUT_DIRECTION_RTL
        var y = paddingTop
        for (line in lines(room)) {
            val height = line.maxOf { it.measuredHeight }
            val taken = line.sumOf { min(it.measuredWidth, room) } + gap * (line.size - 1)
            var x = paddingLeft + if (isCentred) max(0, room - taken) / 2 else 0
            for (child in line) {
                val childWidth = min(child.measuredWidth, room)
                val start = if (mirrored) width - x - childWidth else x
                val childTop = y + (height - child.measuredHeight) / 2
                child.layout(start, childTop, start + childWidth, childTop + child.measuredHeight)
                x += childWidth + gap
            }
            y += height + lineGap
        }
    }

    private fun lines(room: Int): List<List<View>> {
        val lines = mutableListOf<MutableList<View>>()
        var used = 0
        for (child in shown()) {
            val fits = lines.isNotEmpty() && used + gap + child.measuredWidth <= room
            if (fits) {
                lines.last() += child
                used += gap + child.measuredWidth
            } else {
                lines += mutableListOf(child)
                used = child.measuredWidth
            }
        }
        return lines
    }

    private fun shown() = (0 until childCount).map(::getChildAt).filter { it.visibility != GONE }

    private companion object {
        const val GAP_DP = 8
    }
}
