/** Text to the clipboard, as the papers' buttons do it. */
package org.stufo.ui.objection.facts

import android.content.ClipData
import android.content.ClipboardManager
import org.stufo.R
import org.stufo.core.service
import org.stufo.ui.screen.Host
import org.stufo.words.text

/** [label] names the clip for the phone. */
internal fun Host.copyText(label: String, words: String) {
    context.service<ClipboardManager>().setPrimaryClip(ClipData.newPlainText(label, words))
    say(text(R.string.copied))
}
