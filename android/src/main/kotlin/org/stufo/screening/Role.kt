package org.stufo.screening

import android.app.role.RoleManager
import android.content.Context
import android.content.Intent
import org.stufo.core.service

/** The role that makes Telecom ask us. Nobody tells when it is lost: ask each time the app is opened. */
object Role {
    fun isHeld(context: Context): Boolean = context.service<RoleManager>().isRoleHeld(RoleManager.ROLE_CALL_SCREENING)

    /** False on a phone that knows no such role: nothing can be screened there. */
    fun isAvailable(context: Context): Boolean = context.service<RoleManager>().isRoleAvailable(RoleManager.ROLE_CALL_SCREENING)

    /** Only for `startActivityForResult`: a plain start does nothing. It comes back at once if the user refused for good. */
    fun request(context: Context): Intent = context.service<RoleManager>().createRequestRoleIntent(RoleManager.ROLE_CALL_SCREENING)
}
