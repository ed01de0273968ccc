package org.stufo.ui.screen

import org.stufo.R
import org.stufo.core.CoreException
import org.stufo.core.error
import org.stufo.core.model.ErrorCode
import org.stufo.words.Text
import org.stufo.words.text
import java.io.IOException

/** What went wrong, and what the user can do. Faults hold no number. */
fun faultText(fault: Throwable): Text = text(
    when ((fault as? CoreException)?.error) {
        ErrorCode.BAD_PATTERN -> R.string.error_bad_pattern
        ErrorCode.NOT_FOUND -> R.string.error_not_found
        ErrorCode.BUSY -> R.string.error_busy
        ErrorCode.STORAGE -> R.string.error_storage
        ErrorCode.NEWER_DATABASE -> R.string.error_newer_database
        ErrorCode.BAD_BACKUP -> R.string.error_bad_backup
        ErrorCode.REFUSED -> R.string.error_refused
        ErrorCode.BAD_REQUEST -> R.string.error_bad_request
        ErrorCode.INTERNAL, ErrorCode.BAD_HANDLE, null -> if (fault is LinkageError) R.string.error_no_core else R.string.error_internal
    },
)

/** The same where a file of the user's is read or written. */
internal fun documentFault(fault: Throwable): Text = if (fault is IOException || fault is SecurityException) text(R.string.error_file) else faultText(fault)
