package org.stufo.core

/**
 * The functions of libstufo.so, exactly as docs/formats/api.md says; [Core] is the pleasant side.
 * Mentions no Android type: tests load it in the plain class loader, which alone may hold the library.
 */
object NativeCore {
    /** Throws [UnsatisfiedLinkError] where the library is missing. Loading twice does nothing. */
    @JvmStatic
    fun load() = System.loadLibrary("stufo")

    @JvmStatic external fun open(dir: String, region: String): Long

    @JvmStatic external fun close(handle: Long)

    @JvmStatic external fun screen(
        handle: Long,
        scheme: String?,
        address: String?,
        presentation: Int,
        verification: Int,
        sim: Int,
        utcMillis: Long,
        offsetMinutes: Int,
    ): Long

    @JvmStatic external fun overrule(handle: Long, callId: Long, contact: Int): Long

    @JvmStatic external fun outgoing(handle: Long, scheme: String?, address: String?, utcMillis: Long, offsetMinutes: Int)

    @JvmStatic external fun query(handle: Long, json: String): String

    @JvmStatic external fun command(handle: Long, json: String): String

    @JvmStatic external fun syncPlan(handle: Long, json: String): String

    @JvmStatic external fun syncApply(handle: Long, json: String): String
}
