/** A letter or a complaint on its way out: as text to any app, on paper, as PDF; facts as a CSV file. */
package org.stufo.ui.objection

import android.content.Intent
import android.net.Uri
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

/** A file that the person has just made, handed on with the right to read it. */
internal fun MainActivity.shareFile(place: Uri, type: String) {
    val send = Intent(Intent.ACTION_SEND).setType(type)
        .putExtra(Intent.EXTRA_STREAM, place)
        .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
    send.clipData = android.content.ClipData.newRawUri(null, place)
    open(Intent.createChooser(send, getString(R.string.evidence_share)))
}
