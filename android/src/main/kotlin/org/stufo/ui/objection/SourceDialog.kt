package org.stufo.ui.objection

import android.app.AlertDialog
import android.app.Dialog
import android.content.Context
import android.content.Intent
import android.net.Uri
import java.io.Serializable
import org.stufo.R
import org.stufo.core.model.Fact
import org.stufo.ui.MainActivity
import org.stufo.ui.now
import org.stufo.ui.rows.of

/** A fact with its law, as it is shown above a screen. */
internal data class SourceShown(val title: String, val words: String, val url: String) : Serializable {
    companion object {
        private const val serialVersionUID = 1L

        fun of(fact: Fact, context: Context) =
            SourceShown(fact.label.text().of(context), factInFull(fact, now())?.of(context).orEmpty(), fact.source.url)
    }
}

internal fun MainActivity.sourceDialog(shown: SourceShown): Dialog = AlertDialog.Builder(this)
    .setTitle(shown.title)
    .setMessage(shown.words)
    .setPositiveButton(R.string.source_open) { _, _ -> browse(shown.url) }
    .setNegativeButton(R.string.action_close, null)
    .create()

/** A page in the phone's browser: the app itself asks no server for it. */
internal fun MainActivity.browse(url: String) = open(Intent(Intent.ACTION_VIEW, Uri.parse(url)))
