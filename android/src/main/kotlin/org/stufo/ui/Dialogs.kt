package org.stufo.ui

import android.app.AlertDialog
import org.stufo.R
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.of

/** Asks once before something that cannot be undone. */
fun MainActivity.confirm(question: Text, words: Text?, yes: Text, confirmed: () -> Unit) {
    AlertDialog.Builder(this)
        .setTitle(question.of(this))
        .setMessage(words?.of(this))
        .setPositiveButton(yes.of(this)) { _, _ -> confirmed() }
        .setNegativeButton(R.string.action_cancel, null)
        .show()
}
