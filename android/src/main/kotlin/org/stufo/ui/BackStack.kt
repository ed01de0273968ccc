package org.stufo.ui

import java.io.Serializable
import org.stufo.ui.screen.Screen

/** Where the person is and how they came. Never empty; the first is a tab's root or the first run. */
class BackStack(first: Screen) : Serializable {
    private val screens = mutableListOf(first)

    val top: Screen get() = screens.last()

    val below: Screen? get() = screens.getOrNull(screens.size - 2)

    val isRoot: Boolean get() = screens.size == 1

    fun push(screen: Screen) {
        screens += screen
    }

    /** False where there is nothing to go back to. */
    fun pop(): Boolean {
        if (isRoot) return false
        screens.removeAt(screens.lastIndex)
        return true
    }

    fun replaceTop(screen: Screen) {
        screens[screens.lastIndex] = screen
    }

    fun reset(root: Screen) {
        screens.clear()
        screens += root
    }

    companion object {
        private const val serialVersionUID = 1L
    }
}
