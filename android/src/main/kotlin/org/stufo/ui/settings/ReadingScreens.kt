/** Pages to read: the phone's own list, privacy. */
package org.stufo.ui.settings

import android.telecom.TelecomManager
import org.stufo.R
import org.stufo.core.service
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.primary
import org.stufo.ui.screen.ReadingScreen
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.text

enum class PhoneListKey { OPEN }

/** The phone has a block list of its own: what each does better, and the way to it. */
class PhoneListScreen : RowsScreen<PhoneListKey>() {
    override val title: Text get() = text(R.string.phone_list_title)

    override fun load() = show(
        listOf(
            Row.Section(text(R.string.phone_list_theirs)),
            Row.Words(text(R.string.phone_list_theirs_words)),
            Row.Section(text(R.string.phone_list_ours)),
            Row.Words(text(R.string.phone_list_ours_words)),
            Row.Note(text(R.string.phone_list_both)),
            Row.Actions(listOf(primary(PhoneListKey.OPEN, text(R.string.phone_list_open)))),
        ),
    )

    override fun onEvent(event: PhoneListKey) = host.open(context.service<TelecomManager>().createManageBlockedNumbersIntent())
}

/** What is kept, where, and what never leaves. */
class PrivacyScreen : ReadingScreen() {
    override val title: Text get() = text(R.string.privacy_title)

    override fun load() = show(
        buildList {
            add(
                Row.Banner(
                    IconStyle(R.drawable.ic_lock, Tone.PASSED),
                    text(R.string.privacy_headline),
                    text(R.string.privacy_headline_words),
                    emptyList(),
                    loud = false,
                ),
            )
            for ((title, words) in PRIVACY) {
                add(Row.Section(text(title)))
                add(Row.Words(text(words)))
            }
        },
    )

    private companion object {
        val PRIVACY = listOf(
            R.string.privacy_kept to R.string.privacy_kept_words,
            R.string.privacy_network to R.string.privacy_network_words,
            R.string.privacy_permissions to R.string.privacy_permissions_words,
            R.string.privacy_yours to R.string.privacy_yours_words,
        )
    }
}
