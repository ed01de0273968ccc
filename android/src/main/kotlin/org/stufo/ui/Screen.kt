package org.stufo.ui

import android.content.Intent
import android.view.View
import android.view.ViewGroup
import java.io.Serializable
import org.stufo.core.Core
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.ui.rows.Text

/** The destinations of the bar at the bottom. */
enum class Tab { HOME, HISTORY, RULES, LISTS, OBJECTION }

/** A button at the top right. */
data class HeaderAction(val key: Any, val icon: Int, val label: Text)

/**
 * A destination that makes its own view. It is saved with the back stack: what it holds is ids and what the person has
 * typed; a Context or a View only while it is on screen.
 */
abstract class Screen : Serializable {
    @Transient
    private var visit: Visit? = null

    /** The root of a tab shows the bar at the bottom. */
    open val tab: Tab? get() = null

    abstract val title: Text

    open val actions: List<HeaderAction> get() = emptyList()

    protected abstract fun createView(container: ViewGroup): View

    open fun onAction(key: Any) = Unit

    /** Shown again after another app or a system dialog. */
    open fun onReturn() = Unit

    open fun onResult(request: Int, ok: Boolean, data: Intent?) = Unit

    /** The view goes away: the last moment to keep what it holds. */
    protected open fun onLeave() = Unit

    /** The back stack is about to be saved, the screen stays. */
    internal open fun keep() = Unit

    /** True: the screen itself did something with it. */
    open fun onBack(): Boolean = false

    protected val host: MainActivity get() = requireNotNull(visit) { "the screen is not shown" }.host

    protected val isShown: Boolean get() = visit != null

    internal fun enter(host: MainActivity, container: ViewGroup): View {
        visit = Visit(host)
        return createView(container)
    }

    internal fun leave() {
        if (visit == null) return
        onLeave()
        visit = null
    }

    /** Asks the core on the worker thread; [done] comes on the main thread unless the screen was left meanwhile. */
    protected fun <T> onCore(work: (Core) -> T, failed: (Throwable) -> Unit = ::showFault, done: (T) -> Unit) {
        val now = visit ?: return
        val context = now.host.applicationContext
        val waiting = now.host.progress.begin()
        Worker.run({ work(CoreAccess.get(context)) }, failed = { fault ->
            Log.warn("a screen could not be served", fault)
            waiting.end()
            if (visit === now) failed(fault)
        }, done = { value ->
            waiting.end()
            if (visit === now) done(value)
        })
    }

    protected fun showFault(fault: Throwable) = host.say(faultText(fault))

    private class Visit(val host: MainActivity)

    companion object {
        private const val serialVersionUID = 1L
    }
}
