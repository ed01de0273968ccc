package org.stufo.core.model

import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.PrimitiveSerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder

/** Why a list stays as it was: one of the core's reasons, or the status of the server's answer (`http_404`). */
@Serializable(with = SyncReasonSerializer::class)
sealed interface SyncReason {
    data class Named(val name: SyncReasonName) : SyncReason

    data class HttpStatus(val status: Int) : SyncReason
}

internal object SyncReasonSerializer : KSerializer<SyncReason> {
    private const val HTTP = "http_"
    private val names = SyncReasonName.serializer().descriptor

    override val descriptor = PrimitiveSerialDescriptor("SyncReason", PrimitiveKind.STRING)

    override fun serialize(encoder: Encoder, value: SyncReason) = encoder.encodeString(
        when (value) {
            is SyncReason.Named -> names.getElementName(value.name.ordinal)
            is SyncReason.HttpStatus -> HTTP + value.status
        },
    )

    override fun deserialize(decoder: Decoder): SyncReason {
        val text = decoder.decodeString()
        text.takeIf { it.startsWith(HTTP) }?.removePrefix(HTTP)?.toIntOrNull()?.let { return SyncReason.HttpStatus(it) }
        val name = SyncReasonName.entries.firstOrNull { names.getElementName(it.ordinal) == text }
        return SyncReason.Named(name ?: throw SerializationException("no such reason of a sync: $text"))
    }
}
