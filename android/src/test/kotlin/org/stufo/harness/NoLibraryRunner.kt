package org.stufo.harness

import org.robolectric.RobolectricTestRunner
import org.stufo.core.NativeCore

/**
 * The app on a phone where libstufo.so cannot be loaded. A library belongs to one class loader: the outer one takes it
 * here first, and so the app, which Robolectric loads anew, gets a true UnsatisfiedLinkError.
 */
class NoLibraryRunner(testClass: Class<*>) : RobolectricTestRunner(testClass) {
    init {
        NativeCore.load()
    }
}
