/** The trace in plain words: what every stage saw, the one that decided marked. */
package org.stufo.ui

import android.content.res.Resources
import android.view.View
import android.view.ViewGroup
import android.widget.ImageView
import android.widget.TextView
import org.stufo.R
import org.stufo.core.Action
import org.stufo.core.model.Finding

/** A stage as it is shown; [decided] marks the one whose answer was given. */
internal data class TraceLine(val stage: String, val saw: String, val action: Action?, val decided: Boolean)

internal fun traceLines(resources: Resources, trace: List<Finding>): List<TraceLine> {
    val decisive = trace.firstOrNull { it.action != null }
    return trace.map { TraceLine(stageName(resources, it), sawWords(resources, it), it.action, it === decisive) }
}

private fun sawWords(resources: Resources, finding: Finding): String = when (finding.saw) {
    Finding.Saw.OFF -> resources.getString(R.string.saw_off)
    Finding.Saw.NOTHING -> resources.getString(R.string.saw_nothing)
    Finding.Saw.UNKNOWN -> resources.getString(R.string.saw_unknown)
    Finding.Saw.MATCH -> finding.reason?.let { why(resources, it, finding.source) } ?: resources.getString(R.string.saw_outranked)
}

internal fun fillTrace(ui: Ui, container: ViewGroup, trace: List<Finding>) {
    container.removeAllViews()
    for (line in traceLines(ui.resources, trace)) {
        val row = ui.inflate(R.layout.trace_row, container)
        val icon = row.view<ImageView>(R.id.trace_row_icon)
        if (line.action != null) icon.setImageResource(verdictIcon(line.action)) else icon.visibility = View.INVISIBLE
        icon.alpha = if (line.decided) 1f else FAINT
        row.view<TextView>(R.id.trace_row_stage).text = line.stage
        row.view<TextView>(R.id.trace_row_saw).text = line.saw
        if (line.decided) {
            for (id in listOf(R.id.trace_row_stage, R.id.trace_row_saw)) {
                row.view<TextView>(id).apply { setTextColor(ui.activity.getColor(R.color.text)); setTypeface(typeface, BOLD) }
            }
        }
        val mark = if (line.decided) ", " + ui.resources.getString(R.string.a11y_decided) else ""
        row.contentDescription = line.stage + ": " + line.saw + mark
        container.addView(row)
    }
}

/** The verdict with its reason, in the included layout `verdict`. */
internal fun bindVerdict(view: View, icon: Int, title: String, why: String) {
    view.view<ImageView>(R.id.verdict_icon).setImageResource(icon)
    view.view<TextView>(R.id.verdict_title).text = title
    view.view<TextView>(R.id.verdict_why).text = why
}

private const val FAINT = 0.45f
private const val BOLD = android.graphics.Typeface.BOLD
