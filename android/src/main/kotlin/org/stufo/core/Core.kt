package org.stufo.core

import org.json.JSONObject

/**
 * The Rust core, opened once a process and shared by all threads. Typed reads are in Reads.kt, writes in Writes.kt.
 * Every function may throw [CoreException]; a panic of the core is an [AssertionError].
 */
class Core private constructor(private val handle: Long, private val clock: () -> Moment) : Screener {
    override fun screen(call: IncomingCall): Verdict = Verdict.unpack(
        NativeCore.screen(
            handle,
            call.from.scheme,
            call.from.text,
            call.from.presentation,
            call.verification,
            call.sim,
            call.at.utcMillis,
            call.at.offsetMinutes,
        ),
    )

    override fun overrule(callId: Long, contact: Contact): Verdict =
        Verdict.unpack(NativeCore.overrule(handle, callId, contact.code))

    override fun rang(callId: Long) {
        tell("call_rang", JSONObject().put("id", callId))
    }

    override fun outgoing(to: Address, at: Moment) =
        NativeCore.outgoing(handle, to.scheme, to.text, at.utcMillis, at.offsetMinutes)

    /** Told of every read by its name: tests count them. */
    @Volatile
    internal var onAsk: (String) -> Unit = {}

    /** A read: docs/formats/api.md, Queries. */
    fun ask(name: String, fields: JSONObject = JSONObject()): JSONObject {
        onAsk(name)
        return JSONObject(NativeCore.query(handle, fields.put("ask", name).put("at", clock().toJson()).toString()))
    }

    /** A write: docs/formats/api.md, Commands. */
    fun tell(name: String, fields: JSONObject = JSONObject()): JSONObject =
        JSONObject(NativeCore.command(handle, fields.put("do", name).put("at", clock().toJson()).toString()))

    fun syncPlan(fields: JSONObject): JSONObject =
        JSONObject(NativeCore.syncPlan(handle, fields.put("at", clock().toJson()).toString()))

    fun syncApply(fields: JSONObject): JSONObject =
        JSONObject(NativeCore.syncApply(handle, fields.put("at", clock().toJson()).toString()))

    fun now(): Moment = clock()

    /** Only for tests and for a change of country: the app keeps its core until the process ends. */
    fun close() = NativeCore.close(handle)

    companion object {
        /** [dir] holds the databases; [region] is the phone's country. Throws where the library is missing. */
        fun open(dir: String, region: String, clock: () -> Moment = Moment::now): Core {
            NativeCore.load()
            return Core(NativeCore.open(dir, region), clock)
        }
    }
}
