/** Rows with a state of their own: a check box or a switch, a field and what is typed into it, a progress bar. */
package org.stufo.ui.rows

import android.text.Editable
import android.text.InputType
import android.text.TextWatcher
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.CompoundButton
import android.widget.EditText
import android.widget.ProgressBar
import android.widget.TextView
import org.stufo.R
import org.stufo.words.of

/** The whole row switches what stands at its end: a switch or a check box. */
internal fun bindCheckable(view: View, on: Boolean, changed: (Boolean) -> Unit) {
    val box = view.view<CompoundButton>(R.id.row_switch)
    box.isSaveEnabled = false
    box.isChecked = on
    // Without this the mark fades in again on every drawing.
    box.jumpDrawablesToCurrentState()
    view.setOnClickListener {
        box.isChecked = !box.isChecked
        changed(box.isChecked)
    }
    view.accessibilityDelegate = object : View.AccessibilityDelegate() {
        override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(host, info)
            info.className = box.accessibilityClassName
            info.isCheckable = true
            info.isChecked = box.isChecked
        }
    }
}

/** How far something has come; a bar that runs to and fro where nobody knows. */
internal fun bindProgress(view: View, row: Row.Progress) {
    view.view<TextView>(R.id.row_title).text = row.text.of(view.context)
    view.view<ProgressBar>(R.id.row_bar).apply {
        isIndeterminate = row.part == null
        progress = row.part ?: 0
    }
}

internal fun <E> bindField(view: View, row: Row.Field<E>, on: (E) -> Unit) {
    view.view<TextView>(R.id.row_title).text = row.title.of(view.context)
    view.optional(R.id.row_summary, row.help)
    val edit = view.view<EditText>(R.id.row_edit)
    (edit.tag as? TextWatcher)?.let(edit::removeTextChangedListener)
    edit.isSaveEnabled = false
    edit.inputType = inputType(row.typed)
    edit.setHorizontallyScrolling(false)
    val hint = autofillHint(row.typed)
    edit.importantForAutofill = if (hint == null) View.IMPORTANT_FOR_AUTOFILL_NO else View.IMPORTANT_FOR_AUTOFILL_YES
    if (hint != null) edit.setAutofillHints(hint)
    edit.hint = row.hint?.of(view.context)
    edit.contentDescription = null
    view.view<TextView>(R.id.row_title).labelFor = edit.id
    if (edit.text.toString() != row.value && !edit.hasFocus()) edit.setText(row.value)
    val watcher = Watcher { on(row.event(it)) }
    edit.addTextChangedListener(watcher)
    edit.tag = watcher
}

private fun inputType(typed: Typed): Int = when (typed) {
    Typed.TEXT -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES
    // A pattern holds letters and signs that a dialling pad lacks.
    Typed.PATTERN, Typed.KEY -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
    Typed.URL -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_URI
    Typed.NUMBER -> InputType.TYPE_CLASS_NUMBER
    Typed.NAME, Typed.WORDS -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_WORDS
    Typed.EMAIL -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_EMAIL_ADDRESS
    Typed.CODE, Typed.POSTCODE -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_CHARACTERS or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
    Typed.PHONE, Typed.OWN_NUMBER -> InputType.TYPE_CLASS_PHONE
    Typed.LONG_TEXT, Typed.ADDRESS ->
        InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES or
            InputType.TYPE_TEXT_FLAG_MULTI_LINE
}

/** What the phone may fill in by itself: what is the user's own, nothing else. */
private fun autofillHint(typed: Typed): String? = when (typed) {
    Typed.NAME -> View.AUTOFILL_HINT_NAME
    Typed.ADDRESS -> View.AUTOFILL_HINT_POSTAL_ADDRESS
    Typed.POSTCODE -> View.AUTOFILL_HINT_POSTAL_CODE
    Typed.EMAIL -> View.AUTOFILL_HINT_EMAIL_ADDRESS
    Typed.OWN_NUMBER -> View.AUTOFILL_HINT_PHONE
    Typed.TEXT, Typed.WORDS, Typed.LONG_TEXT, Typed.PATTERN, Typed.URL, Typed.KEY, Typed.NUMBER, Typed.PHONE, Typed.CODE -> null
}

internal class Watcher(private val changed: (String) -> Unit) : TextWatcher {
    override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit

    override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit

    override fun afterTextChanged(text: Editable?) = changed(text?.toString().orEmpty())
}
