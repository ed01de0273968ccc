package org.stufo.harness

import android.Manifest
import android.app.Application
import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.provider.ContactsContract
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import java.util.Collections
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** The address book, holding the numbers it is given as they are asked for. */
class FakeContacts : ContentProvider() {
    val numbers = mutableSetOf<String>()

    /** Names, by number. */
    val names = mutableMapOf<String, String>()

    /** What was asked about, by the last part of its address. */
    val asked: MutableList<String> = Collections.synchronizedList(mutableListOf())

    /** Nothing is answered before it is released. */
    @Volatile
    var held: CountDownLatch? = null

    @Volatile
    var fault: RuntimeException? = null

    override fun onCreate(): Boolean = true

    override fun query(uri: Uri, columns: Array<String>?, where: String?, args: Array<String>?, order: String?): Cursor {
        held?.let { check(it.await(60, TimeUnit.SECONDS)) }
        fault?.let { throw it }
        val cursor = MatrixCursor(columns)
        val last = uri.lastPathSegment.orEmpty()
        asked += last
        when (columns!!.singleOrNull()) {
            ContactsContract.PhoneLookup.DISPLAY_NAME -> return cursor.apply { names[last]?.let { addRow(arrayOf(it)) } }
            ContactsContract.CommonDataKinds.Phone.NUMBER -> return cursor.apply { names.filterValues { last in it }.keys.forEach { addRow(arrayOf(it)) } }
        }
        if (uri.lastPathSegment in numbers) cursor.addRow(Array(columns.size) { 1L })
        return cursor
    }

    override fun getType(uri: Uri): String? = null

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, where: String?, args: Array<String>?): Int = 0

    override fun update(uri: Uri, values: ContentValues?, where: String?, args: Array<String>?): Int = 0

    companion object {
        /** The user has granted the permission. */
        fun granted(app: Application, vararg numbers: String): FakeContacts {
            shadowOf(app).grantPermissions(Manifest.permission.READ_CONTACTS)
            return installed(*numbers)
        }

        fun installed(vararg numbers: String): FakeContacts = Robolectric.setupContentProvider(FakeContacts::class.java, ContactsContract.AUTHORITY)
            .also { it.numbers += numbers }
    }
}
