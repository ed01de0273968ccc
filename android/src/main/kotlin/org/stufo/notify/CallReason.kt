package org.stufo.notify

import android.content.Context
import org.stufo.R
import org.stufo.core.model.CallRow
import org.stufo.core.model.Reason
import org.stufo.words.of
import org.stufo.words.text

/** Why, in one line. */
internal object CallReason {
    fun of(context: Context, row: CallRow): String {
        val label = row.source?.text()?.of(context)
        val (named, unnamed) = texts(row.reason)
        return if (label != null && named != 0) context.getString(named, label) else context.getString(unnamed)
    }

    /** The text with the name of what decided, 0 where a name says nothing more, and the text without. */
    private fun texts(reason: Reason): Pair<Int, Int> = when (reason) {
        Reason.USER_BLOCK -> R.string.notify_why_rule_named to R.string.notify_why_rule
        Reason.PACK -> R.string.notify_why_pack_named to R.string.notify_why_pack
        Reason.LIST -> R.string.notify_why_list_named to R.string.notify_why_list
        Reason.HIDDEN -> 0 to R.string.notify_why_hidden
        Reason.UNIDENTIFIED -> 0 to R.string.notify_why_unidentified
        Reason.FAILED_VERIFICATION -> 0 to R.string.notify_why_unverified
        Reason.FOREIGN -> 0 to R.string.notify_why_foreign
        Reason.NOT_IN_CONTACTS -> 0 to R.string.notify_why_not_in_contacts
        Reason.QUIET_HOURS -> 0 to R.string.notify_why_quiet_hours
        Reason.LIST_NEIGHBOUR -> 0 to R.string.notify_why_list_neighbour
        Reason.OWN_NUMBER, Reason.OWN_HUNDRED -> 0 to R.string.notify_why_own_number
        Reason.UNASSIGNED -> 0 to R.string.notify_why_unassigned
        Reason.BURST -> 0 to R.string.notify_why_burst
        Reason.NOTHING_AGAINST, Reason.EMERGENCY_WINDOW, Reason.NEVER_BLOCK, Reason.USER_ALLOW, Reason.CONTACT,
        Reason.DIALLED, Reason.WAITING, Reason.REPEATED_CALL,
        -> 0 to R.string.notify_why_other
    }
}
