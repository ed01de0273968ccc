package org.stufo.core

import android.util.Log as AndroidLog

/**
 * The only way to the phone's log. Takes a fixed text and the kind of a fault, never the fault's own message:
 * nobody has checked that for numbers.
 */
object Log {
    private const val TAG = "stufo"

    fun info(text: String) {
        AndroidLog.i(TAG, text)
    }

    fun warn(text: String, fault: Throwable? = null) {
        AndroidLog.w(TAG, if (fault == null) text else "$text: ${kindOf(fault)}")
    }

    private fun kindOf(fault: Throwable): String {
        val code = (fault as? CoreException)?.let { " ${it.code}" }.orEmpty()
        val place = fault.stackTrace.firstOrNull { it.className.startsWith("org.stufo") }
        return fault.javaClass.simpleName + code + place?.let { " at ${it.fileName}:${it.lineNumber}" }.orEmpty()
    }
}
