package org.stufo.core.model

import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.builtins.nullable
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder

/** A new value that may be null. A field without one keeps its old value: the field is not written then. */
@Serializable(with = PatchSerializer::class)
data class Patch<T : Any>(val value: T?)

internal class PatchSerializer<T : Any>(inner: KSerializer<T>) : KSerializer<Patch<T>> {
    private val value: KSerializer<T?> = inner.nullable

    override val descriptor: SerialDescriptor = value.descriptor

    override fun serialize(encoder: Encoder, value: Patch<T>) = this.value.serialize(encoder, value.value)

    override fun deserialize(decoder: Decoder): Patch<T> = Patch(value.deserialize(decoder))
}
