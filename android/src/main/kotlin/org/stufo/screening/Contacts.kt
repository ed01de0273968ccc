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
        if (address.scheme != "tel" || text.isNullOrBlank() || !canAsk()) return Contact.UNDETERMINED
        return deadline.run(Contact.UNDETERMINED) { ask(text) }
    }

    private fun canAsk(): Boolean {
        // Before the first unlock the address book is not there yet, which is no answer.
        val unlocked = context.getSystemService(UserManager::class.java)?.isUserUnlocked == true
        return unlocked &&
            context.checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED
    }

    private fun ask(number: String): Contact = try {
        // "Enterprise": a contact of the work profile is a contact too.
        val uri = Uri.withAppendedPath(PhoneLookup.ENTERPRISE_CONTENT_FILTER_URI, Uri.encode(number))
        val columns = arrayOf(PhoneLookup._ID)
        context.contentResolver.query(uri, columns, null, null, null)?.use {
            if (it.count > 0) Contact.FOUND else Contact.NOT_FOUND
        } ?: Contact.UNDETERMINED
    } catch (fault: RuntimeException) {
        Log.warn("the address book could not be read", fault)
        Contact.UNDETERMINED
    }
}
