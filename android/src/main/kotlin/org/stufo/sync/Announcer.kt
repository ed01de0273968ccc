package org.stufo.sync

import android.content.Context
import org.stufo.core.Core

/** Tells the user what the core has to say. */
interface Announcer {
    /** New lists are in: what needs the user. */
    fun afterSync(context: Context, core: Core)

    /** Once a day: the same, and the weekly digest when it is due. */
    fun daily(context: Context, core: Core)

    /** The daily work failed: what stands in its way may keep calls from being screened. */
    fun failed(context: Context)

    companion object {
        /** The app sets it when its process starts. */
        @Volatile
        var current: Announcer = Silent
    }

    private object Silent : Announcer {
        override fun afterSync(context: Context, core: Core) = Unit

        override fun daily(context: Context, core: Core) = Unit

        override fun failed(context: Context) = Unit
    }
}
