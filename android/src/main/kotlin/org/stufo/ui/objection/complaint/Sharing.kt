/** A letter or a complaint on its way out: as text to any app, on paper, as PDF. */
package org.stufo.ui.objection.complaint

import android.content.Intent
import org.stufo.ui.paper.Document
import org.stufo.ui.paper.print
import org.stufo.ui.screen.Host
import org.stufo.words.Text
import org.stufo.words.of

internal fun Host.shareText(title: Text, words: String) {
    val send = Intent(Intent.ACTION_SEND).setType("text/plain")
        .putExtra(Intent.EXTRA_SUBJECT, title.of(context))
        .putExtra(Intent.EXTRA_TEXT, words)
    open(Intent.createChooser(send, null))
}

internal fun Host.printText(title: Text, words: String) = print(context, Document(title.of(context), words))
