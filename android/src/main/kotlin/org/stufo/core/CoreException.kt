package org.stufo.core

/** An error of the core. [code] is one of tests/contract/error-codes.txt; the message holds no number. Rust makes it. */
class CoreException(@JvmField val code: Int, message: String) : RuntimeException(message) {
    companion object {
        const val BAD_REQUEST = 1
        const val BAD_PATTERN = 2
        const val NOT_FOUND = 3
        const val BUSY = 4
        const val STORAGE = 5
        const val NEWER_DATABASE = 6
        const val INTERNAL = 7
        const val BAD_HANDLE = 8
        const val REFUSED = 9
        const val BAD_BACKUP = 10
    }
}
