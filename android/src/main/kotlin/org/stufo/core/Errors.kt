/** Errors of the core by their names. */
package org.stufo.core

import org.stufo.core.model.ErrorCode

/** What happened; a code that is none is a fault of the program. */
val CoreException.error: ErrorCode get() = ErrorCode.ofCode(code) ?: ErrorCode.INTERNAL

/** An error as the core would make it. */
fun coreException(error: ErrorCode, message: String) = CoreException(error.code, message)
