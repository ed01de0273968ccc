package org.stufo.ui.objection.facts

import android.app.AlertDialog
import android.app.Dialog
import android.content.Context
import android.content.Intent
import android.net.Uri
import org.stufo.R
import org.stufo.core.model.Fact
import org.stufo.ui.screen.Host
import org.stufo.words.now
import org.stufo.words.of
import org.stufo.words.text
import java.io.Serializable

/** A fact with its law, as it is shown above a screen. */
internal data class SourceShown(val title: String, val words: String, val url: String) : Serializable {
    companion object {
        private const val serialVersionUID = 1L

        fun of(fact: Fact, context: Context) = SourceShown(fact.label.text().of(context), factInFull(fact, now())?.of(context).orEmpty(), fact.source.url)
    }
}

internal fun Host.sourceDialog(shown: SourceShown): Dialog = AlertDialog.Builder(context)
    .setTitle(shown.title)
    .setMessage(shown.words)
    .setPositiveButton(R.string.source_open) { _, _ -> browse(shown.url) }
    .setNegativeButton(R.string.action_close, null)
    .create()

/** A page in the phone's browser: the app itself asks no server for it. */
internal fun Host.browse(url: String) = open(Intent(Intent.ACTION_VIEW, Uri.parse(url)))
