/** Rows of calls, as home, history and details show them. */
package org.stufo.ui

import android.content.res.Resources
import android.text.format.DateFormat
import android.view.View
import android.view.ViewGroup
import android.widget.ImageView
import android.widget.TextView
import org.stufo.R
import org.stufo.core.model.CallRow
import org.stufo.ui.history.CallScreen
import java.text.SimpleDateFormat
import java.util.Date

/** A call as it is shown. */
internal data class CallLine(val id: Long, val icon: Int, val caller: String, val why: String, val time: String, val spoken: String)

internal fun callLine(resources: Resources, row: CallRow, time: String): CallLine {
    val caller = callerName(resources, row.caller)
    val verdict = resources.getString(verdictWord(row.action))
    val why = resources.getString(R.string.reason_with_name, verdict, why(resources, row.reason, row.source))
    return CallLine(row.id, verdictIcon(row.action), caller, why, time, "$caller, $why, $time")
}

internal fun bindCall(view: View, line: CallLine) {
    view.view<ImageView>(R.id.call_row_icon).setImageResource(line.icon)
    view.view<TextView>(R.id.call_row_caller).text = line.caller
    view.view<TextView>(R.id.call_row_why).text = line.why
    view.view<TextView>(R.id.call_row_time).text = line.time
    view.contentDescription = line.spoken
}

/** Puts rows under each other; a tap opens the call. */
internal fun fillCalls(ui: Ui, container: ViewGroup, rows: List<CallRow>) {
    container.removeAllViews()
    for (row in rows) {
        val view = ui.inflate(R.layout.call_row, container)
        bindCall(view, callLine(ui.resources, row, dayAndTime(ui.resources, row.at.utcMillis)))
        view.setOnClickListener { ui.go(CallScreen(row.id)) }
        container.addView(view)
    }
}

/** Day and time, short, in the phone's language and zone. */
internal fun dayAndTime(resources: Resources, utcMillis: Long): String = formatted(resources, "d MMM HH:mm", utcMillis)

/** Only the time. */
internal fun timeOfDay(resources: Resources, utcMillis: Long): String = formatted(resources, "HH:mm", utcMillis)

/** A time by the parts it shows, in the order of the screens' language. */
internal fun formatted(resources: Resources, parts: String, utcMillis: Long): String {
    val locale = resources.locale
    return SimpleDateFormat(DateFormat.getBestDateTimePattern(locale, parts), locale).format(Date(utcMillis))
}
