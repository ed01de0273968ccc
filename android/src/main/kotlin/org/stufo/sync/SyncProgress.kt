package org.stufo.sync

/** What a screen can show while lists are fetched. */
object SyncProgress {
    enum class Phase { FETCHING, APPLYING }

    /** So many [bytes] of a list have come, [of] so many where the server says. */
    data class Current(val listId: Long, val phase: Phase, val bytes: Long, val of: Long?)

    @Volatile
    var current: Current? = null
        internal set
}
