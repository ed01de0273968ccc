package org.stufo.ui

import android.app.Application
import android.app.role.RoleManager
import android.content.Intent
import android.os.Bundle
import android.os.Looper
import android.os.Parcel
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.ScrollView
import android.widget.TextView
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.stufo.R
import org.stufo.core.Address
import org.stufo.core.Core
import org.stufo.core.IncomingCall
import org.stufo.core.model.Action
import org.stufo.core.model.Contact
import org.stufo.core.model.Moment
import org.stufo.ui.home.FirstRun
import org.stufo.ui.screen.Screen
import org.stufo.ui.screen.Tab
import org.stufo.ui.screen.Worker

/** Walks through the app as a user does: by what is written on the screen. */
class Walk(private val app: Application) {
    private var controller: ActivityController<MainActivity>? = null

    val activity: MainActivity get() = controller!!.get()
    val root: View get() = activity.window.decorView

    fun holdRole(): Walk = apply {
        shadowOf(app.getSystemService(RoleManager::class.java)).run {
            addAvailableRole(RoleManager.ROLE_CALL_SCREENING)
            addHeldRole(RoleManager.ROLE_CALL_SCREENING)
        }
    }

    /** On a phone that knows the role and has not given it. */
    fun knowRole(): Walk = apply {
        shadowOf(app.getSystemService(RoleManager::class.java)).addAvailableRole(RoleManager.ROLE_CALL_SCREENING)
    }

    fun loseRole(): Walk = apply {
        shadowOf(app.getSystemService(RoleManager::class.java)).run {
            removeHeldRole(RoleManager.ROLE_CALL_SCREENING)
            addAvailableRole(RoleManager.ROLE_CALL_SCREENING)
        }
    }

    /** Away to another app and back. */
    fun pauseAndResume(): Walk = apply {
        controller!!.pause().resume()
        settle()
    }

    /** The welcome is behind. */
    fun welcomed(): Walk = apply { FirstRun.setDone(app) }

    fun open(intent: Intent = Intent()): Walk = apply {
        controller = Robolectric.buildActivity(MainActivity::class.java, intent).setup()
        settle()
    }

    fun close() {
        controller?.pause()?.stop()?.destroy()
        controller = null
    }

    /** The process ended in the background: all that is left is what the activity saved, as bytes. Rotation saves the same. */
    fun killAndReturn(): Walk = apply {
        val saved = Bundle()
        controller!!.pause().stop().saveInstanceState(saved).destroy()
        val restored = throughBytes(saved)
        controller = Robolectric.buildActivity(MainActivity::class.java).setup(restored)
        settle()
    }

    private fun throughBytes(bundle: Bundle): Bundle {
        val out = Parcel.obtain()
        bundle.writeToParcel(out, 0)
        val bytes = out.marshall()
        out.recycle()
        val back = Parcel.obtain()
        back.unmarshall(bytes, 0, bytes.size)
        back.setDataPosition(0)
        return Bundle.CREATOR.createFromParcel(back).also {
            it.classLoader = MainActivity::class.java.classLoader
            back.recycle()
        }
    }

    fun tap(text: String): Walk = apply {
        val view = find(text) ?: error("nothing says \"$text\": ${texts()}")
        check(generateSequence(view) { it.parent as? View }.first { it.isClickable }.performClick()) { "\"$text\" does nothing" }
        settle()
    }

    /** A long press. */
    fun hold(text: String): Walk = apply {
        val held = shown(root).filterIsInstance<TextView>().filter { text in it.text.toString() }
            .firstNotNullOfOrNull { view -> generateSequence(view as View) { it.parent as? View }.firstOrNull { it.isLongClickable } }
        check(requireNotNull(held) { "nothing that says \"$text\" can be held: ${texts()}" }.performLongClick())
        settle()
    }

    /** A button at the top, by its label. */
    fun tapAction(label: String): Walk = apply {
        val buttons = shown(root.findViewById<View>(R.id.main_actions)!!)
        check(buttons.first { it.contentDescription == label }.performClick())
        settle()
    }

    /** Types into the history's field. */
    fun search(text: String): Walk = apply {
        root.findViewById<EditText>(R.id.history_search)!!.setText(text)
        settle()
    }

    fun tapId(id: Int): Walk = apply {
        check(requireNotNull(root.findViewById<View>(id)).performClick())
        settle()
    }

    /** Types into the field under this heading. */
    fun type(heading: String, text: String): Walk = apply {
        val title = find(heading) ?: error("no field \"$heading\": ${texts()}")
        val field = all(title.parent as View).filterIsInstance<EditText>().first()
        field.requestFocus()
        field.setText(text)
        settle()
    }

    fun go(screen: Screen): Walk = apply {
        activity.go(screen)
        settle()
    }

    fun tab(tab: Tab): Walk = apply {
        activity.goTo(tab.root())
        settle()
    }

    fun back(): Walk = apply {
        activity.goBack()
        settle()
    }

    fun scrollToEnd(): Walk = apply {
        root.findViewById<ScrollView>(R.id.rows_scroll)?.let { it.scrollTo(0, it.getChildAt(0)!!.height - it.height) }
        settle()
    }

    /** Everything written on the screen. */
    fun texts(): List<String> = shown(root).filterIsInstance<TextView>().map { it.text.toString() }.filter { it.isNotEmpty() }

    fun says(text: String): Boolean = texts().any { text in it }

    /** Waits for the worker and for what it handed to the screen, until nothing more comes. */
    fun settle() = repeat(ROUNDS) {
        Worker.await()
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun find(text: String): View? = shown(root).filterIsInstance<TextView>().let { all ->
        all.firstOrNull { it.text.toString() == text } ?: all.firstOrNull { text in it.text.toString() }
    }

    companion object {
        private const val ROUNDS = 4

        fun all(view: View): List<View> =
            listOf(view) + if (view is ViewGroup) (0 until view.childCount).flatMap { all(view.getChildAt(it)!!) } else emptyList()

        fun shown(view: View): List<View> = when {
            view.visibility != View.VISIBLE -> emptyList()
            view is ViewGroup -> listOf(view) + (0 until view.childCount).flatMap { shown(view.getChildAt(it)!!) }
            else -> listOf(view)
        }
    }
}

/** A call as Telecom would tell it, screened and settled as the service does. */
internal fun Core.receive(number: String?, at: Moment, contact: Contact = Contact.NOT_FOUND): Long {
    val address = if (number == null) Address(null, null, 2) else Address("tel", number, 1)
    val verdict = screen(IncomingCall(address, 0, 0, at))
    if (verdict.action != Action.ALLOW || contact == Contact.FOUND) overrule(verdict.callId, contact)
    return verdict.callId
}
