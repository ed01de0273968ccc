/** Leaving the app with a number: calling back, sharing. */
package org.stufo.ui.history

import android.app.AlertDialog
import android.content.Intent
import android.net.Uri
import org.stufo.R
import org.stufo.core.model.CallRow
import org.stufo.core.settings
import org.stufo.ui.Ui

/** Opens the dialler; a short foreign ring is often bait, so a foreign number is asked about first. */
internal fun callBack(ui: Ui, call: CallRow, number: String) = ui.onCore({ it.settings().region }) { home ->
    if (call.caller.region == null || call.caller.region == home) return@onCore dial(ui, number)
    AlertDialog.Builder(ui.activity)
        .setTitle(R.string.call_back_warning_title)
        .setMessage(R.string.call_back_warning_text)
        .setPositiveButton(R.string.action_call_back) { _, _ -> dial(ui, number) }
        .setNegativeButton(R.string.action_cancel, null)
        .show()
}

private fun dial(ui: Ui, number: String) =
    ui.activity.startActivity(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))

internal fun shareText(ui: Ui, text: String) {
    val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)
    ui.activity.startActivity(Intent.createChooser(send, null))
}
