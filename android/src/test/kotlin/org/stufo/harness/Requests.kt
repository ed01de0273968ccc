/** What tests ask of the core over and over, and how they read a reason. */
package org.stufo.harness

import kotlinx.serialization.json.Json
import org.stufo.core.model.Action
import org.stufo.core.model.ListDraft
import org.stufo.core.model.SyncReason

/** A list without a key, looked at once a day over any network. */
internal fun plainList(name: String, origin: String, region: String?, action: Action) = ListDraft(name, origin, region, action = action, intervalHours = 24)

/** The reason's name in JSON. */
internal val SyncReason.wire: String get() = Json.encodeToString(SyncReason.serializer(), this).trim('"')
