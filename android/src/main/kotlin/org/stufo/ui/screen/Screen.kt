package org.stufo.ui.screen

import android.app.Dialog
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.view.View
import android.view.ViewGroup
import org.stufo.R
import org.stufo.core.Core
import org.stufo.core.CoreAccess
import org.stufo.core.Log
import org.stufo.share.SharedFiles
import org.stufo.words.Text
import org.stufo.words.text
import java.io.FileNotFoundException
import java.io.Serializable

/** The destinations of the bar at the bottom. */
enum class Tab { HOME, HISTORY, RULES, LISTS, OBJECTION }

/** A button at the top right. The header asks [isOffered] when it is built: before the screen is shown. */
class HeaderAction(val icon: Int, val label: Text, val isOffered: (Context) -> Boolean = { true }, val onClick: () -> Unit)

/**
 * A destination that makes its own view. It is saved with the back stack: what it holds is ids and what the user has
 * typed; a Context or a View only while it is on screen.
 */
abstract class Screen : Destination {
    @Transient
    private var visit: Visit? = null

    /** The dialog that is open above the screen. Its key is kept with the screen, the dialog itself is built again. */
    private var openedDialog: Serializable? = null

    @Transient
    private var dialog: Dialog? = null

    /** The root of a tab shows the bar at the bottom. */
    open val tab: Tab? get() = null

    abstract val title: Text

    open val actions: List<HeaderAction> get() = emptyList()

    protected abstract fun createView(container: ViewGroup): View

    /** Shown again after another app or a system dialog. */
    open fun onReturn() = Unit

    open fun onResult(request: Int, ok: Boolean, data: Intent?) = Unit

    /** The view goes away: the last moment to keep what it holds. */
    protected open fun onLeave() = Unit

    /** The back stack is about to be saved, the screen stays. */
    internal open fun keep() = Unit

    /** True: the screen itself did something with it. */
    open fun onBack(): Boolean = false

    protected val host: Host get() = requireNotNull(visit) { "the screen is not shown" }.host

    protected val context: Context get() = host.context

    protected val isShown: Boolean get() = visit != null

    internal fun enter(host: Host, container: ViewGroup): View {
        visit = Visit(host)
        val view = createView(container)
        openedDialog?.let(::showDialog)
        return view
    }

    internal fun leave() {
        if (visit == null) return
        onLeave()
        closeDialog()
        visit = null
    }

    /** Takes it off the screen; its key stays. */
    private fun closeDialog() {
        dialog?.setOnDismissListener(null)
        dialog?.dismiss()
        dialog = null
    }

    /** Opens the dialog of this name: it survives what the screen survives. */
    protected fun openDialog(key: Serializable) {
        openedDialog = key
        showDialog(key)
    }

    /** The dialog of a name given to [openDialog]; null where there is nothing left to ask. It may hold no more than the screen keeps. */
    protected open fun dialog(key: Serializable): Dialog? = null

    private fun showDialog(key: Serializable) {
        closeDialog()
        val made = dialog(key)
        if (made == null) openedDialog = null
        dialog = made
        made?.setOnDismissListener {
            openedDialog = null
            dialog = null
        }
        made?.show()
    }

    /** Asks the core on the worker thread; [done] comes on the main thread unless the screen was left meanwhile. */
    protected fun <T> onCore(work: (Core) -> T, failed: (Throwable) -> Unit = ::showFault, done: (T) -> Unit) {
        val now = visit ?: return
        val context = now.host.context.applicationContext
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

    /** Writes a file on the worker thread, at the place that the user chose, and tells of it. */
    protected fun saveFile(place: Uri, told: Int = R.string.document_written, write: (Core, Appendable) -> Unit) {
        val resolver = context.contentResolver
        onCore({ core ->
            val output = resolver.openOutputStream(place, "wt") ?: throw FileNotFoundException()
            output.bufferedWriter().use { write(core, it) }
        }, failed = { host.say(documentFault(it)) }) {
            host.say(text(told))
        }
    }

    /** Makes a file on the worker thread and hands it to the app that the user chooses. */
    protected fun shareFile(name: String, write: (Core, Appendable) -> Unit) {
        val app = context.applicationContext
        onCore({ core -> SharedFiles.make(app, name) { write(core, it) } }, failed = { host.say(documentFault(it)) }) {
            host.open(SharedFiles.send(it))
        }
    }

    protected fun showFault(fault: Throwable) = host.say(faultText(fault))

    private class Visit(val host: Host)

    companion object {
        private const val serialVersionUID = 1L
    }
}
