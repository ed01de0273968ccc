/** Text to the clipboard, as every button that copies does it. */
package org.stufo.ui.screen

import android.content.ClipData
import android.content.ClipboardManager
import org.stufo.R
import org.stufo.core.service
import org.stufo.words.text

/** [label] names the clip for the phone. */
internal fun Host.copyText(label: String, words: String) {
    context.service<ClipboardManager>().setPrimaryClip(ClipData.newPlainText(label, words))
    say(text(R.string.copied))
}
