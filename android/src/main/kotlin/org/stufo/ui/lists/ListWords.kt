/** What came of a list in words. Pure. */
package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.model.StepResult
import org.stufo.core.model.SyncReason
import org.stufo.core.model.SyncReasonName
import org.stufo.words.Text
import org.stufo.words.text

/** Why an attempt came to nothing: docs/formats/sync.md and repository.md. */
internal fun whyText(why: SyncReason?): Int = when (why) {
    is SyncReason.Named -> whyText(why.name)
    is SyncReason.HttpStatus -> when (why.status) {
        404, 410 -> R.string.why_gone
        401, 403 -> R.string.why_forbidden
        429 -> R.string.why_too_often
        else -> R.string.why_other
    }
    null -> R.string.why_other
}

private fun whyText(why: SyncReasonName): Int = when (why) {
    SyncReasonName.NO_CONNECTION -> R.string.why_no_connection
    SyncReasonName.TOO_SLOW -> R.string.why_too_slow
    SyncReasonName.TOO_LARGE -> R.string.why_too_large
    SyncReasonName.CUT_OFF, SyncReasonName.WRONG_RANGE -> R.string.why_cut_off
    SyncReasonName.REFUSED_REDIRECT -> R.string.why_refused_redirect
    SyncReasonName.UNREADABLE, SyncReasonName.WRONG_COUNT, SyncReasonName.TOO_WIDE, SyncReasonName.BAD_MANIFEST -> R.string.why_unreadable
    SyncReasonName.EMPTY -> R.string.why_empty
    SyncReasonName.NO_ROOM -> R.string.why_no_room
    SyncReasonName.SHRANK -> R.string.why_shrank
    SyncReasonName.BAD_KEY -> R.string.why_bad_key
    SyncReasonName.BAD_SIGNATURE -> R.string.why_bad_signature
    SyncReasonName.WRONG_SIZE, SyncReasonName.WRONG_CONTENT -> R.string.why_wrong_content
    SyncReasonName.ROLLBACK -> R.string.why_rollback
    SyncReasonName.EXPIRED -> R.string.why_expired
    SyncReasonName.VERSION_JUMP, SyncReasonName.FAR_AHEAD -> R.string.why_far_ahead
    SyncReasonName.NEWER_FORMAT -> R.string.why_newer_format
    SyncReasonName.CANCELLED, SyncReasonName.FAILED, SyncReasonName.RESTARTED, SyncReasonName.BASE_LOST -> R.string.why_other
}

internal fun importText(result: StepResult): Text = text(
    when (result) {
        StepResult.UPDATED -> R.string.result_updated
        StepResult.UNCHANGED -> R.string.result_unchanged
        StepResult.HELD -> R.string.list_held
        // A file is one step: nothing follows it.
        StepResult.REFUSED, StepResult.FAILED, StepResult.NEXT -> R.string.result_file_refused
    },
)
