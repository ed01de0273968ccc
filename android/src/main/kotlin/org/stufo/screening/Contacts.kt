package org.stufo.screening

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.net.Uri
import android.os.UserManager
import android.provider.ContactsContract.PhoneLookup
import org.stufo.core.Address
import org.stufo.core.Log
import org.stufo.core.model.Contact

/** The address book. */
interface Contacts {
    fun lookUp(address: Address): Contact
}

/** The phone's own. Where it cannot be asked, nothing is known of the caller: only "not found" may count against one. */
class PhoneContacts(private val context: Context, private val deadline: Deadline) : Contacts {
    override fun lookUp(address: Address): Contact {
        val text = address.text
        if (text.isNullOrBlank() || !canAsk()) return Contact.UNDETERMINED
        return when (address.scheme) {
            // A forwarded call shows the caller, then the line that forwards it.
            "tel" -> deadline.run(Contact.UNDETERMINED) { ask(text.substringBefore('&')) }
            // A SIP address may be kept as such, or as the number before its host.
            "sip", "sips" -> deadline.run(Contact.UNDETERMINED) { either(ask(text, isSip = true), ask(text.substringBefore('@'))) }
            else -> Contact.UNDETERMINED
        }
    }

    private fun either(one: Contact, other: Contact): Contact = when {
        one == Contact.FOUND || other == Contact.FOUND -> Contact.FOUND
        one == Contact.FOUND_OTHER || other == Contact.FOUND_OTHER -> Contact.FOUND_OTHER
        one == Contact.NOT_FOUND && other == Contact.NOT_FOUND -> Contact.NOT_FOUND
        else -> Contact.UNDETERMINED
    }

    private fun canAsk(): Boolean {
        // Before the first unlock the address book is not there yet, which is no answer.
        val unlocked = context.getSystemService(UserManager::class.java)?.isUserUnlocked == true
        return unlocked &&
            context.checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED
    }

    /** Who among the contacts counts as known is the core's business: here it is only said whether one is starred. */
    private fun found(starred: List<Boolean>): Contact = when {
        starred.isEmpty() -> Contact.NOT_FOUND
        true in starred -> Contact.FOUND
        else -> Contact.FOUND_OTHER
    }

    private fun ask(address: String, isSip: Boolean = false): Contact = try {
        // "Enterprise": a contact of the work profile is a contact too.
        val uri = Uri.withAppendedPath(PhoneLookup.ENTERPRISE_CONTENT_FILTER_URI, Uri.encode(address)).buildUpon()
            .appendQueryParameter(PhoneLookup.QUERY_PARAMETER_SIP_ADDRESS, if (isSip) "1" else "0").build()
        val columns = arrayOf(PhoneLookup._ID, PhoneLookup.STARRED)
        val starred = context.contentResolver.query(uri, columns, null, null, null)?.use { rows ->
            val column = rows.getColumnIndex(PhoneLookup.STARRED)
            List(rows.count) { rows.moveToPosition(it) && column >= 0 && rows.getInt(column) != 0 }
        }
        starred?.let(::found) ?: Contact.UNDETERMINED
    } catch (fault: RuntimeException) {
        Log.warn("the address book could not be read", fault)
        Contact.UNDETERMINED
    }
}
