package org.stufo.core

import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.KSerializer
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.stufo.core.model.CallRangRequest
import org.stufo.core.model.Command
import org.stufo.core.model.Contact
import org.stufo.core.model.Done
import org.stufo.core.model.Moment
import org.stufo.core.model.Query
import org.stufo.core.model.StepFailure
import org.stufo.core.model.StepResponse
import org.stufo.core.model.SyncApplied
import org.stufo.core.model.SyncPlan
import org.stufo.core.model.SyncPlanRequest

/**
 * The Rust core, opened once a process and shared by all threads. Each request gives its own response: Queries.kt and
 * Commands.kt, generated; Reads.kt and Writes.kt make them pleasant.
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

    override fun overrule(callId: Long, contact: Contact): Verdict = Verdict.unpack(NativeCore.overrule(handle, callId, contact.code))

    override fun rang(callId: Long) {
        tell(CallRangRequest(callId), Done.serializer())
    }

    override fun outgoing(to: Address, at: Moment) = NativeCore.outgoing(handle, to.scheme, to.text, at.utcMillis, at.offsetMinutes)

    /** Told of every query by its kind: tests count them. */
    @Volatile
    internal var onAsk: (String) -> Unit = {}

    /** Queries.kt knows which response belongs to a query. */
    internal fun <R> ask(query: Query, response: DeserializationStrategy<R>): R {
        val request = request(Query.serializer(), query)
        onAsk(request.getValue("ask").jsonPrimitive.content)
        return json.decodeFromString(response, NativeCore.query(handle, request.toString()))
    }

    /** Commands.kt knows which response belongs to a command. */
    internal fun <R> tell(command: Command, response: DeserializationStrategy<R>): R =
        json.decodeFromString(response, NativeCore.command(handle, request(Command.serializer(), command).toString()))

    /** What to fetch now. */
    fun syncPlan(plan: SyncPlanRequest): SyncPlan = json.decodeFromString(NativeCore.syncPlan(handle, request(SyncPlanRequest.serializer(), plan).toString()))

    /** What to fetch next for a list, or how it ended, after the server answered a step. */
    fun syncApply(response: StepResponse): SyncApplied = apply(StepResponse.serializer(), response)

    /** The same after a step to which no whole response came. */
    fun syncApply(failure: StepFailure): SyncApplied = apply(StepFailure.serializer(), failure)

    private fun <T> apply(serializer: KSerializer<T>, step: T): SyncApplied =
        json.decodeFromString(NativeCore.syncApply(handle, request(serializer, step).toString()))

    /** A request's fields with the time now. */
    private fun <T> request(serializer: KSerializer<T>, fields: T): JsonObject {
        val at = json.encodeToJsonElement(Moment.serializer(), clock())
        return JsonObject(json.encodeToJsonElement(serializer, fields).jsonObject + ("at" to at))
    }

    fun now(): Moment = clock()

    /** Only for tests and for a change of country: the app keeps its core until the process ends. */
    fun close() = NativeCore.close(handle)

    companion object {
        /** A field that is null or has its default is not written; one that this version does not know is skipped. */
        private val json = Json {
            ignoreUnknownKeys = true
            explicitNulls = false
        }

        /** [dir] holds the databases; [region] is the phone's country. Throws where the library is missing. */
        fun open(dir: String, region: String, clock: () -> Moment = ::momentNow): Core {
            NativeCore.load()
            return Core(NativeCore.open(dir, region), clock)
        }
    }
}
