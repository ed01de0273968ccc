package org.stufo.ui

import android.os.Bundle
import java.io.Serializable

/** The screens under each other; the first is that of a tab. */
internal class BackStack {
    private val screens = ArrayList<Screen>()

    val isEmpty: Boolean get() = screens.isEmpty()
    val top: Screen get() = screens.last()

    fun push(screen: Screen) {
        screens.add(screen)
    }

    /** False when the last screen would go: then the app is left. */
    fun pop(): Boolean {
        if (screens.size <= 1) return false
        screens.removeAt(screens.lastIndex)
        return true
    }

    fun replaceAll(screen: Screen) {
        screens.clear()
        screens.add(screen)
    }

    fun save(out: Bundle) = out.putSerializable(KEY, screens)

    @Suppress("DEPRECATION")
    fun restore(saved: Bundle?) {
        val kept: Serializable = saved?.getSerializable(KEY) ?: return
        screens.clear()
        (kept as? List<*>)?.filterIsInstance<Screen>()?.let(screens::addAll)
    }

    private companion object {
        const val KEY = "screens"
    }
}
