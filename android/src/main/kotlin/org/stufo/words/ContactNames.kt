package org.stufo.words

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.net.Uri
import android.os.SystemClock
import android.provider.ContactsContract.CommonDataKinds.Phone
import android.provider.ContactsContract.PhoneLookup
import android.util.LruCache
import org.stufo.core.Log
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException

/**
 * The names of callers who are contacts, asked of the address book when their calls are shown. They are in memory alone, and
 * forgotten when the user comes back from another app: what is shown is what the address book says now.
 */
object ContactNames {
    /** By number; empty for one that is no contact's. */
    private val known = LruCache<String, String>(MOST)

    /** The address book answers one look-up after the other slowly; these go side by side. */
    private val pool = Executors.newFixedThreadPool(SIDE_BY_SIDE) { Thread(it, "stufo-names").apply { isDaemon = true } }

    /** Null for a number that is no contact's, or was not asked about. */
    fun of(number: String): String? = known[number]?.takeIf { it.isNotEmpty() }

    fun forget() = known.evictAll()

    /** Asks about those that are not known yet, for a moment at most: without a name the number is shown. Not on the main thread. */
    fun learn(context: Context, numbers: Collection<String?>) {
        val asked = numbers.filterNotNull().distinct().filter { known[it] == null }
        if (asked.isEmpty() || !mayRead(context)) return
        val until = SystemClock.elapsedRealtime() + LIMIT_MILLIS
        val answers = asked.map { number -> pool.submit { ask(context, number)?.let { known.put(number, it) } } }
        for (answer in answers) {
            try {
                answer.get((until - SystemClock.elapsedRealtime()).coerceAtLeast(0), TimeUnit.MILLISECONDS)
            } catch (_: TimeoutException) {
                answer.cancel(true)
            } catch (fault: ExecutionException) {
                Log.warn("a name could not be looked up", fault)
            }
        }
    }

    /** The numbers of contacts whose names hold [text]. Not on the main thread. */
    fun numbersOf(context: Context, text: String): List<String> {
        if (text.none(Char::isLetter) || !mayRead(context)) return emptyList()
        return read(context, Uri.withAppendedPath(Phone.CONTENT_FILTER_URI, Uri.encode(text)), Phone.NUMBER).orEmpty().take(MOST_FOUND)
    }

    private fun ask(context: Context, number: String): String? {
        val place = Uri.withAppendedPath(PhoneLookup.ENTERPRISE_CONTENT_FILTER_URI, Uri.encode(number))
        return read(context, place, PhoneLookup.DISPLAY_NAME)?.let { it.firstOrNull().orEmpty() }
    }

    /** Null where the address book does not answer. */
    private fun read(context: Context, place: Uri, column: String): List<String>? = try {
        context.contentResolver.query(place, arrayOf(column), null, null, null)?.use { rows ->
            buildList { while (rows.moveToNext()) rows.getString(0)?.let(::add) }
        }
    } catch (fault: RuntimeException) {
        Log.warn("the address book could not be read", fault)
        null
    }

    private fun mayRead(context: Context) = context.checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED

    private const val MOST = 1_000
    private const val MOST_FOUND = 200
    private const val SIDE_BY_SIDE = 4
    private const val LIMIT_MILLIS = 1_500L
}
