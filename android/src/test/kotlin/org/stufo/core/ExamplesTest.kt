package org.stufo.core

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.SerialKind
import kotlinx.serialization.descriptors.elementDescriptors
import kotlinx.serialization.descriptors.elementNames
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.stufo.core.model.Command
import org.stufo.core.model.Moment
import org.stufo.core.model.Query
import org.stufo.core.model.StepFailure
import org.stufo.core.model.StepResponse
import org.stufo.core.model.SyncPlanRequest
import org.stufo.core.model.SyncReasonName
import org.stufo.harness.Project
import java.io.File

/**
 * The golden examples that the real core wrote (tests/tests/examples.rs): each is read into the generated models and
 * written back. Here an unknown field and a missing one are errors, unlike in the app.
 */
@OptIn(ExperimentalSerializationApi::class)
class ExamplesTest {
    /** Responses say every field, null or not. */
    private val strict = Json

    /** Reads and writes requests as the app does: what is null or has its default is left out, unlike in a response of the same type. */
    private val brief = Json { explicitNulls = false }

    private class Example(val name: String, val kind: String, val request: JsonObject, val response: JsonElement)

    private val examples: List<Example> = Project.file("../tests/contract/examples").listFiles { file: File -> file.extension == "json" }!!
        .sorted().map {
            val parts = Json.parseToJsonElement(it.readText()).jsonObject
            Example(it.nameWithoutExtension, it.nameWithoutExtension.substringBefore('-'), parts.getValue("request").jsonObject, parts.getValue("response"))
        }

    @Test
    fun everyRequestIsReadAndWrittenBack() {
        assertTrue("only ${examples.size} examples", examples.size >= 45)
        for (example in examples) {
            val fields = JsonObject(example.request - "at")
            strict.decodeFromJsonElement(Moment.serializer(), example.request.getValue("at"))
            checkRequest(example.name, requestOf(example, fields), fields)
        }
    }

    @Test
    fun everyResponseIsReadAndWrittenBack() {
        for (example in examples) {
            val serializer = RESPONSES[example.kind] ?: throw AssertionError("${example.kind} has no response here")
            assertEquals(example.name, example.response, writtenBack(strict, serializer, example.response))
        }
    }

    /** The test's own test. */
    @Test
    fun anUnknownFieldAndAMissingOneAreErrors() {
        val home = examples.single { it.name == "home" }.response.jsonObject
        val serializer = RESPONSES.getValue("home")
        assertThrows(IllegalArgumentException::class.java) { writtenBack(strict, serializer, JsonObject(home + ("newer" to JsonNull))) }
        assertThrows(IllegalArgumentException::class.java) { writtenBack(strict, serializer, JsonObject(home - "rules")) }
        assertThrows(IllegalArgumentException::class.java) { writtenBack(strict, serializer, JsonObject(home - "register")) }
    }

    @Test
    fun everyNameIsAsTheCoreSaysIt() {
        val pinned = Json.parseToJsonElement(Project.file("../tests/contract/names.json").readText()).jsonObject
            .mapValues { (_, names) -> names.jsonArray.map { it.jsonPrimitive.content } }
        val roots = RESPONSES.values.map { it.descriptor } + Query.serializer().descriptor + Command.serializer().descriptor +
            StepResponse.serializer().descriptor + StepFailure.serializer().descriptor + SyncReasonName.serializer().descriptor +
            org.stufo.core.model.ErrorCode.serializer().descriptor
        val found = enums(roots).mapKeys { (name, _) -> if (name == "SyncReasonName") "SyncReason" else name }
        assertEquals(pinned.toSortedMap(), found.toSortedMap())
    }

    /** The names of each enum within these types, by its class. */
    private fun enums(roots: List<SerialDescriptor>): Map<String, List<String>> {
        val seen = mutableMapOf<String, SerialDescriptor>()
        val open = ArrayDeque(roots)
        while (open.isNotEmpty()) {
            val next = open.removeLast()
            // Lists and maps of different things have one name.
            val isNew = seen.put(next.serialName.removeSuffix("?"), next) == null
            if (isNew ||
                next.serialName.startsWith("kotlin.collections")
            ) {
                open.addAll(
                    next.elementDescriptors.filter {
                        it.serialName !in seen ||
                            it.serialName.startsWith("kotlin.collections")
                    },
                )
            }
        }
        return seen.values.filter {
            it.kind == SerialKind.ENUM
        }.associate { it.serialName.removeSuffix("?").substringAfterLast('.') to it.elementNames.toList() }
    }

    private fun <T> writtenBack(json: Json, serializer: KSerializer<T>, element: JsonElement): JsonElement =
        json.encodeToJsonElement(serializer, json.decodeFromJsonElement(serializer, element))

    private fun requestOf(example: Example, fields: JsonObject): KSerializer<*> = when {
        "ask" in fields -> Query.serializer()
        "do" in fields -> Command.serializer()
        example.kind == "sync_plan" -> SyncPlanRequest.serializer()
        "status" in fields -> StepResponse.serializer()
        else -> StepFailure.serializer()
    }

    /** What is written says the same, and nothing that was not said. */
    private fun <T> checkRequest(name: String, serializer: KSerializer<T>, fields: JsonObject) {
        val request = brief.decodeFromJsonElement(serializer, fields)
        val written = brief.encodeToJsonElement(serializer, request)
        assertEquals(name, request, brief.decodeFromJsonElement(serializer, written))
        assertTrue("$name: $written is not all in $fields", isWithin(written, fields))
    }

    private fun isWithin(part: JsonElement, all: JsonElement?): Boolean =
        if (part is JsonObject && all is JsonObject) part.all { (name, value) -> isWithin(value, all[name]) } else part == all
}
