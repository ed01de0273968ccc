package org.stufo.ui

import android.os.Bundle
import org.stufo.core.Log
import org.stufo.ui.screen.Screen
import java.io.Serializable

/** Where the user is and how they came. Never empty; the first is a tab's root or the first run. */
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

    fun save(state: Bundle) = state.putSerializable(STACK, this)

    companion object {
        private const val serialVersionUID = 1L
        private const val STACK = "stack"

        @Suppress("DEPRECATION") // The typed one is missing before Android 13.
        fun restored(saved: Bundle?): BackStack? = try {
            saved?.getSerializable(STACK) as BackStack?
        } catch (fault: RuntimeException) {
            // Saved by another version of the app: begin at the beginning.
            Log.warn("the back stack could not be restored", fault)
            null
        }
    }
}
