package org.stufo.ui

import android.text.Editable
import android.text.TextWatcher
import android.widget.EditText

/** Calls back once the person pauses: each letter would otherwise be a query. */
internal fun EditText.afterTyping(then: (String) -> Unit) = addTextChangedListener(object : TextWatcher {
    private val told = Runnable { then(text.toString()) }

    override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit

    override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit

    override fun afterTextChanged(text: Editable?) {
        removeCallbacks(told)
        postDelayed(told, PAUSE_MILLIS)
    }
})

private const val PAUSE_MILLIS = 250L
