package org.stufo.ui

import java.io.Serializable

/** What only the phone can grant or hold. The answer comes back to the screen by making it again. */
sealed interface Request : Serializable {
    /** The call-screening role. */
    data object Role : Request {
        private fun readResolve(): Any = Role
    }

    /** Contacts. */
    data object Contacts : Request {
        private fun readResolve(): Any = Contacts
    }

    /** Notifications, on API 33 and later. */
    data object Notifications : Request {
        private fun readResolve(): Any = Notifications
    }

    /** A place for a new document. */
    data class Create(val name: String, val type: String) : Request

    /** A document to read. */
    data object Open : Request {
        private fun readResolve(): Any = Open
    }
}
