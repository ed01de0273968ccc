/** A field, and telling its screen what is typed. */
package org.stufo.ui.rows

import android.text.Editable
import android.text.InputType
import android.text.TextWatcher
import android.view.View
import android.widget.EditText
import android.widget.TextView
import org.stufo.R
import org.stufo.words.of

internal fun <E> bindField(view: View, row: Row.Field<E>, on: (E) -> Unit) {
    view.view<TextView>(R.id.row_title).text = row.title.of(view.context)
    view.optional(R.id.row_summary, row.help)
    val edit = view.view<EditText>(R.id.row_edit)
    (edit.tag as? TextWatcher)?.let(edit::removeTextChangedListener)
    edit.isSaveEnabled = false
    edit.inputType = inputType(row.typed)
    edit.setHorizontallyScrolling(false)
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
    Typed.PHONE, Typed.KEY -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
    Typed.URL -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_URI
    Typed.NUMBER -> InputType.TYPE_CLASS_NUMBER
    Typed.LONG_TEXT -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES or
        InputType.TYPE_TEXT_FLAG_MULTI_LINE
}

internal class Watcher(private val changed: (String) -> Unit) : TextWatcher {
    override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit

    override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit

    override fun afterTextChanged(text: Editable?) = changed(text?.toString().orEmpty())
}
