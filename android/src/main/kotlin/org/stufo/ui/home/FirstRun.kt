package org.stufo.ui.home

import android.content.Context

/** Whether the user has been welcomed. */
internal object FirstRun {
    private const val FILE = "ui"
    private const val DONE = "first_run_done"

    fun isDone(context: Context): Boolean = file(context).getBoolean(DONE, false)

    fun setDone(context: Context) = file(context).edit().putBoolean(DONE, true).apply()

    private fun file(context: Context) = context.getSharedPreferences(FILE, Context.MODE_PRIVATE)
}
