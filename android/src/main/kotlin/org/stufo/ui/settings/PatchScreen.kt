package org.stufo.ui.settings

import org.json.JSONObject
import org.stufo.core.patchSettings
import org.stufo.ui.screen.RowsScreen

/** Writes a part of the settings and shows what came of it. */
abstract class PatchScreen<E> : RowsScreen<E>() {
    protected fun patch(name: String, value: Any) = onCore({ it.patchSettings(JSONObject().put(name, value)) }) { load() }
}
