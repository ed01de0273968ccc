/** What other apps and the launcher lead to. Nothing is done with what they hand over before the user says so. */
package org.stufo.ui

import android.content.ContentResolver
import android.content.Intent
import android.net.Uri
import org.stufo.core.model.RuleKind
import org.stufo.share.SharedFiles
import org.stufo.ui.calls.HistoryScreen
import org.stufo.ui.lists.ListFileScreen
import org.stufo.ui.rules.RuleEditScreen
import org.stufo.ui.rules.RuleForm
import org.stufo.ui.rules.WhatIfScreen
import org.stufo.ui.screen.Screen

/** A number that was shared or selected, a file that may be a list, or a shortcut; null for any other intent. */
internal fun wayIn(intent: Intent): Screen? = when (intent.action) {
    Intent.ACTION_SEND -> intent.getStringExtra(Intent.EXTRA_TEXT)?.let(::tried)
    Intent.ACTION_PROCESS_TEXT -> intent.getCharSequenceExtra(Intent.EXTRA_PROCESS_TEXT)?.let(::tried)
    Intent.ACTION_VIEW -> intent.data?.let(::viewed)
    else -> null
}

/** What would happen if it called: from there it is blocked or let through. */
private fun tried(text: CharSequence): Screen? = text.take(MOST).trim().takeIf { it.isNotEmpty() }?.let { WhatIfScreen(it.toString()) }

private fun viewed(address: Uri): Screen? = when (address.scheme) {
    // A file of another app's, which that app lets be read: a path, or a copy of the app's own, would be a trap.
    ContentResolver.SCHEME_CONTENT -> ListFileScreen(address.toString()).takeIf { address.authority != SharedFiles.AUTHORITY }
    SHORTCUT -> when (address.schemeSpecificPart) {
        "history" -> HistoryScreen()
        "block" -> RuleEditScreen(RuleForm.fresh(RuleKind.BLOCK, ""))
        "try" -> WhatIfScreen()
        else -> null
    }
    else -> null
}

/** No written number is longer. */
private const val MOST = 64
private const val SHORTCUT = "stufo"
