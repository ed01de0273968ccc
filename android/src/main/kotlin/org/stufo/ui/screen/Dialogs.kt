/** Dialogs, made but not yet shown: a screen's `openDialog` shows them, and again after a rotation or the end of the process. */
package org.stufo.ui.screen

import android.app.AlertDialog
import android.app.DatePickerDialog
import android.app.Dialog
import android.app.TimePickerDialog
import android.text.format.DateFormat
import android.widget.DatePicker
import android.widget.TimePicker
import org.stufo.R
import org.stufo.words.Text
import org.stufo.words.of
import java.time.LocalDate
import java.time.ZoneId

/** Asks once before something that cannot be undone. */
internal fun Host.confirmDialog(question: Text, words: Text?, yes: Text, confirmed: () -> Unit): Dialog = AlertDialog.Builder(context)
    .setTitle(question.of(context))
    .setMessage(words?.of(context))
    .setPositiveButton(yes.of(context)) { _, _ -> confirmed() }
    .setNegativeButton(R.string.action_cancel, null)
    .create()
    // What another app draws above the dialog must not lead the finger.
    .apply { window?.decorView?.filterTouchesWhenObscured = true }

/** A time of the day in minutes from midnight. [turned] hears of each turn of the hands, [chosen] of the end. */
internal fun Host.timeDialog(minute: Int, turned: (Int) -> Unit, chosen: (Int) -> Unit): Dialog {
    val set = TimePickerDialog.OnTimeSetListener { _, hour, minutes -> chosen(hour * 60 + minutes) }
    return object : TimePickerDialog(context, set, minute / 60 % 24, minute % 60, DateFormat.is24HourFormat(context)) {
        override fun onTimeChanged(view: TimePicker, hour: Int, minutes: Int) {
            super.onTimeChanged(view, hour, minutes)
            turned(hour * 60 + minutes)
        }
    }
}

/** A day that is not in the future. */
internal fun Host.dateDialog(day: LocalDate, latest: LocalDate, turned: (LocalDate) -> Unit, chosen: (LocalDate) -> Unit): Dialog {
    val set = DatePickerDialog.OnDateSetListener { _, year, month, date -> chosen(LocalDate.of(year, month + 1, date)) }
    val dialog = object : DatePickerDialog(context, set, day.year, day.monthValue - 1, day.dayOfMonth) {
        override fun onDateChanged(view: DatePicker, year: Int, month: Int, date: Int) {
            super.onDateChanged(view, year, month, date)
            turned(LocalDate.of(year, month + 1, date))
        }
    }
    dialog.datePicker.maxDate = latest.plusDays(1).atStartOfDay(ZoneId.systemDefault()).toInstant().toEpochMilli() - 1
    return dialog
}
