package org.stufo.ui.screen

import android.content.Context
import android.content.Intent
import org.stufo.words.Text

/** What a screen needs of the window that shows it. */
interface Host {
    /** The window's: for texts, system services and dialogs. */
    val context: Context

    val progress: Progress

    /** What [goBack] leads to. */
    val below: Destination?

    fun go(to: Destination)

    /** Starts a new back stack with [root]. */
    fun goTo(root: Destination)

    /** Replaces the screen: going back does not return to it. */
    fun replace(screen: Destination)

    fun goBack()

    /** Screens call it when their title or buttons change. */
    fun showHeader()

    fun say(text: Text)

    /** Says what was just done, with the way back for a moment: [undo] as the core gave it. */
    fun offerUndo(done: Text, undo: String)

    /** Another app's or the system's screen; says so where there is none. */
    fun open(intent: Intent)

    /** As [open]; the screen's `onResult` is given what came of it. */
    fun openForResult(intent: Intent, request: Int)

    /** Android's own question; the screen's `onResult` is given the answer. */
    fun askPermission(permission: String, request: Int)

    /** False before the first question, and after the user has refused for good. */
    fun shouldExplain(permission: String): Boolean
}
