package org.stufo.harness

import org.junit.runners.model.FrameworkMethod
import org.robolectric.RobolectricTestRunner
import org.robolectric.internal.bytecode.InstrumentationConfiguration

/**
 * Runs tests with the real libstufo.so. A native library belongs to one class loader, and each API level of
 * Robolectric has its own: the class that declares the native functions, and the exception they make, stay in the
 * outer one.
 */
open class StufoRunner(testClass: Class<*>) : RobolectricTestRunner(testClass) {
    override fun createClassLoaderConfig(method: FrameworkMethod): InstrumentationConfiguration =
        InstrumentationConfiguration.Builder(super.createClassLoaderConfig(method))
            .doNotAcquireClass("org.stufo.core.NativeCore")
            .doNotAcquireClass("org.stufo.core.CoreException")
            .build()
}
