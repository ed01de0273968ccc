package org.stufo.notify

import android.content.Context

/** Which notices were shown, and when the last digest was: small, and not worth a backup. */
internal class ShownNotices(storage: Context) {
    private val kept = storage.createDeviceProtectedStorageContext().getSharedPreferences("told", Context.MODE_PRIVATE)

    fun knows(noticeId: Long): Boolean = noticeId.toString() in ids()

    fun add(noticeId: Long) = kept.edit().putStringSet(IDS, ids() + noticeId.toString()).apply()

    /** Forgets those that are gone, so that the set does not grow. */
    fun keepOnly(noticeIds: List<Long>) = kept.edit().putStringSet(IDS, ids() intersect noticeIds.map(Long::toString).toSet()).apply()

    var lastDigestMillis: Long
        get() = kept.getLong(DIGEST, 0)
        set(value) = kept.edit().putLong(DIGEST, value).apply()

    private fun ids(): Set<String> = kept.getStringSet(IDS, emptySet()).orEmpty()

    private companion object {
        const val IDS = "ids"
        const val DIGEST = "last_digest_millis"
    }
}
