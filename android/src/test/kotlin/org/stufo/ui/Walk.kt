package org.stufo.ui

import android.app.Activity
import android.app.Application
import android.app.role.RoleManager
import android.content.Intent
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.stufo.core.Address
import org.stufo.core.Contact
import org.stufo.core.Core
import org.stufo.core.IncomingCall
import org.stufo.core.Moment
import java.util.concurrent.TimeUnit

/** Walks through the app as a person does: by what is written on the screen. */
class Walk(private val app: Application) {
    private var controller: ActivityController<MainActivity>? = null

    val activity: Activity get() = controller!!.get()
    val root: View get() = activity.window.decorView

    fun open(intent: Intent = Intent()): Walk = apply {
        controller = Robolectric.buildActivity(MainActivity::class.java, intent).setup()
        settle()
    }

    fun close() {
        controller?.pause()?.stop()?.destroy()
        controller = null
    }

    /** The activity is destroyed and made again from what it saved, as on rotation. */
    fun recreate(): Walk = apply { controller!!.recreate(); settle() }

    fun tap(text: String): Walk = apply {
        val view = clickable(find(text) ?: error("nothing says \"$text\": ${texts()}"))
        view.performClick()
        settle()
    }

    /** A row of a list, by what it says. */
    fun tapRow(text: String): Walk = apply {
        var view: View = find(text) ?: error("nothing says \"$text\": ${texts()}")
        while (view.parent !is android.widget.ListView) view = view.parent as View
        val list = view.parent as android.widget.ListView
        val position = list.getPositionForView(view)
        list.performItemClick(view, position, list.adapter.getItemId(position))
        settle()
    }

    fun tap(id: Int): Walk = apply { root.view<View>(id).performClick(); settle() }

    fun type(id: Int, text: String): Walk = apply {
        root.view<TextView>(id).text = text
        shadowOf(Looper.getMainLooper()).idleFor(1, TimeUnit.SECONDS)
        settle()
    }

    fun go(screen: Screen): Walk = apply { (activity as Ui).go(screen); settle() }

    fun back(): Walk = apply { (activity as Ui).back(); settle() }

    /** Everything written on the screen. */
    fun texts(): List<String> = all(root).filterIsInstance<TextView>().filter { it.isShown }.map { it.text.toString() }.filter { it.isNotEmpty() }

    fun says(text: String): Boolean = texts().any { text in it }

    /** Waits for the worker and for what it handed to the screen, until nothing more comes. */
    fun settle() = repeat(ROUNDS) {
        Io.drain()
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun find(text: String): View? = all(root).filterIsInstance<TextView>().firstOrNull { it.isShown && it.text.toString() == text }

    private fun clickable(view: View): View = generateSequence(view) { it.parent as? View }.firstOrNull { it.isClickable } ?: view

    companion object {
        private const val ROUNDS = 4

        fun all(view: View): List<View> =
            listOf(view) + if (view is ViewGroup) (0 until view.childCount).flatMap { all(view.getChildAt(it)!!) } else emptyList()
    }

    fun holdRole(): Walk = apply {
        shadowOf(app.getSystemService(RoleManager::class.java)).addHeldRole(RoleManager.ROLE_CALL_SCREENING)
    }
}

/** A call as Telecom would tell it, screened and settled as the service does. */
internal fun Core.receive(number: String?, at: Moment, contact: Contact = Contact.NOT_FOUND): Long {
    val address = if (number == null) Address(null, null, 2) else Address("tel", number, 1)
    val verdict = screen(IncomingCall(address, 0, 0, at))
    if (verdict.action != org.stufo.core.Action.ALLOW || contact == Contact.FOUND) overrule(verdict.callId, contact)
    return verdict.callId
}
