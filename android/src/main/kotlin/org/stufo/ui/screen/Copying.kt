/** Text on its way out: to the clipboard, and to any app. */
package org.stufo.ui.screen

import android.content.ClipData
import android.content.ClipboardManager
import android.content.Intent
import org.stufo.R
import org.stufo.core.service
import org.stufo.words.text

/** [label] names the clip for the phone. */
internal fun Host.copyText(label: String, words: String) {
    context.service<ClipboardManager>().setPrimaryClip(ClipData.newPlainText(label, words))
    say(text(R.string.copied))
}

/** [subject] is for apps that write mails. */
internal fun Host.shareText(words: String, subject: String? = null) {
    val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, words)
    subject?.let { send.putExtra(Intent.EXTRA_SUBJECT, it) }
    open(Intent.createChooser(send, null))
}
