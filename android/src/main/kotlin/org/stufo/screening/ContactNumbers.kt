package org.stufo.screening

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.provider.ContactsContract.CommonDataKinds.Phone
import org.stufo.core.Log

/** The numbers of the address book: they tell in which countries contacts live. Nothing is kept of them. */
object ContactNumbers {
    /** Empty where the address book may not be read. */
    fun all(context: Context): List<String> = try {
        if (context.checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED) read(context) else emptyList()
    } catch (fault: RuntimeException) {
        Log.warn("the numbers of the address book could not be read", fault)
        emptyList()
    }

    private fun read(context: Context): List<String> = buildList {
        context.contentResolver.query(Phone.CONTENT_URI, arrayOf(Phone.NUMBER), null, null, null)?.use {
            while (it.moveToNext() && size < MOST) it.getString(0)?.let(::add)
        }
    }

    private const val MOST = 10_000
}
