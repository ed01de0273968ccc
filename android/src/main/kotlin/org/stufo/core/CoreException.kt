package org.stufo.core

/**
 * An error of the core. [code] is one of tests/contract/error-codes.txt, [error] by its name; the message holds no number.
 * Rust makes it. Mentions no other type of the app, as [NativeCore].
 */
class CoreException(@JvmField val code: Int, message: String) : RuntimeException(message)
