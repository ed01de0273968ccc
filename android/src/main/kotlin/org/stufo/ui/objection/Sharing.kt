/** A letter or a complaint on its way out: as text to any app, on paper, as PDF. */
package org.stufo.ui.objection

import android.content.Intent
import org.stufo.R
import org.stufo.ui.MainActivity
import org.stufo.ui.paper.Document
import org.stufo.ui.paper.print
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.of

internal fun MainActivity.shareText(title: Text, words: String) {
    val send = Intent(Intent.ACTION_SEND).setType("text/plain")
        .putExtra(Intent.EXTRA_SUBJECT, title.of(this))
        .putExtra(Intent.EXTRA_TEXT, words)
    open(Intent.createChooser(send, null))
}

internal fun MainActivity.printText(title: Text, words: String) = print(this, Document(title.of(this), words))
