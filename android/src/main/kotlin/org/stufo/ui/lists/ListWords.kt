/** What came of a list in words. Pure. */
package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.model.ListSync
import org.stufo.words.Text
import org.stufo.words.text

/** Why an attempt came to nothing: the names of docs/formats/sync.md and repository.md. */
internal fun whyText(why: String?): Int = when (why) {
    "no_connection" -> R.string.why_no_connection
    "too_slow" -> R.string.why_too_slow
    "too_large" -> R.string.why_too_large
    "cut_off", "wrong_range" -> R.string.why_cut_off
    "refused_redirect" -> R.string.why_refused_redirect
    "unreadable", "wrong_count", "too_wide", "bad_manifest" -> R.string.why_unreadable
    "empty" -> R.string.why_empty
    "no_room" -> R.string.why_no_room
    "shrank" -> R.string.why_shrank
    "bad_key" -> R.string.why_bad_key
    "bad_signature" -> R.string.why_bad_signature
    "wrong_size", "wrong_content" -> R.string.why_wrong_content
    "rollback" -> R.string.why_rollback
    "expired" -> R.string.why_expired
    "newer_format" -> R.string.why_newer_format
    "http_404", "http_410" -> R.string.why_gone
    "http_401", "http_403" -> R.string.why_forbidden
    "http_429" -> R.string.why_too_often
    else -> R.string.why_other
}

internal fun importText(result: ListSync.Result): Text = text(
    when (result) {
        ListSync.Result.UPDATED -> R.string.result_updated
        ListSync.Result.UNCHANGED -> R.string.result_unchanged
        ListSync.Result.HELD -> R.string.list_held
        ListSync.Result.REFUSED, ListSync.Result.FAILED -> R.string.result_file_refused
    },
)
