/** Notices on Home, each with its buttons. Pure. */
package org.stufo.ui.home

import org.stufo.R
import org.stufo.core.model.Notice
import org.stufo.core.model.NoticeKind
import org.stufo.ui.rows.ButtonRow
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.outlined
import org.stufo.ui.rows.textButton
import org.stufo.ui.rows.tonal
import org.stufo.words.text

internal fun noticeRow(notice: Notice): Row<HomeEvent> {
    val (title, words) = when (notice.kind) {
        NoticeKind.DATABASE_RECOVERED -> R.string.notice_recovered to R.string.notify_database_recovered
        NoticeKind.CALLS_NOT_RECORDED -> R.string.notice_not_recorded to R.string.notice_not_recorded_words
        NoticeKind.SETTINGS_RESET -> R.string.notice_settings_reset to R.string.notice_settings_reset_words
        NoticeKind.RULES_SWITCHED_OFF -> R.string.notice_rules_switched_off to R.string.notice_rules_switched_off_words
        NoticeKind.LISTS_DROPPED -> R.string.notice_lists_dropped to R.string.notice_lists_dropped_words
        NoticeKind.LIST_HELD -> R.string.notice_list_held to R.string.notify_list_held
        NoticeKind.LIST_STALE -> R.string.notice_list_stale to R.string.notify_list_stale
        NoticeKind.LIST_UNTRUSTED -> R.string.notice_list_untrusted to R.string.notify_list_untrusted
        NoticeKind.RPO_IN_FORCE -> R.string.notice_rpo_in_force to R.string.notify_rpo_in_force
        NoticeKind.RPO_RENEWAL -> R.string.notice_rpo_renewal to R.string.notify_rpo_renewal
        NoticeKind.ANSWER_DUE -> R.string.notice_answer_due to R.string.notify_answer_due
    }
    return Row.Banner(
        icon = IconStyle(R.drawable.ic_info, Tone.ACCENT),
        title = text(title),
        words = notice.listName?.let { text(words, it) } ?: text(words),
        buttons = heldButtons(notice) ?: listOf(
            tonal(NoticeKey(notice, dismiss = false), text(R.string.action_look)),
            textButton(NoticeKey(notice, dismiss = true), text(R.string.action_dismiss)),
        ),
        loud = false,
    )
}

/** A held list asks a question: both answers are there. */
private fun heldButtons(notice: Notice): List<ButtonRow<HomeEvent>>? = notice.listId?.takeIf { notice.kind == NoticeKind.LIST_HELD }?.let {
    listOf(
        tonal(HeldKey(it, keep = true), text(R.string.list_keep)),
        outlined(HeldKey(it, keep = false), text(R.string.list_accept)),
        textButton(NoticeKey(notice, dismiss = false), text(R.string.action_look)),
    )
}
