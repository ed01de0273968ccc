package org.stufo.ui.settings

import org.stufo.core.model.SettingsPatch
import org.stufo.core.patchSettings
import org.stufo.ui.screen.RowsScreen

/** Writes a part of the settings and shows what came of it. */
abstract class PatchScreen<E> : RowsScreen<E>() {
    protected fun patch(patch: SettingsPatch) = onCore({ it.patchSettings(patch) }) { load() }
}
