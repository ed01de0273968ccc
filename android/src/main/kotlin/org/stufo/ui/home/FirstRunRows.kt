/** The welcome: two sentences and three steps. Pure. */
package org.stufo.ui.home

import org.stufo.R
import org.stufo.core.model.Level
import org.stufo.core.model.LevelsView
import org.stufo.ui.level.levelItems
import org.stufo.ui.permissions.Grants
import org.stufo.ui.rows.ButtonRow
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.ui.rows.tonal
import org.stufo.words.text

/** What the user does on the first screen. */
sealed interface FirstRunEvent {
    data class Chosen(val level: Level) : FirstRunEvent
}

enum class FirstRunKey : FirstRunEvent { ROLE, ROLE_SETTINGS, CONTACTS, NOTIFICATIONS, DONE }

/** [refused]: the role was asked for and not given; Android may not ask again. [levels]: asked about once the role is held. */
internal fun firstRunRows(grants: Grants, refused: Boolean, levels: LevelsView?): List<Row<FirstRunEvent>> = buildList {
    add(
        Row.Empty(
            IconStyle(R.drawable.ic_handset, Tone.BRAND),
            text(if (grants.role) R.string.first_done_title else R.string.first_title),
            text(
                when {
                    !grants.role -> R.string.first_words
                    levels?.protection?.isChosen == true -> R.string.first_done_words
                    else -> R.string.first_level_words
                },
            ),
        ),
    )
    if (!grants.roleAvailable) {
        add(item(null, IconStyle(R.drawable.ic_shield_off, Tone.WARNING), text(R.string.home_no_role_title), text(R.string.home_no_role_words)))
    } else {
        step(grants.role, R.drawable.ic_shield, R.string.first_role, R.string.first_role_words, primary(FirstRunKey.ROLE, text(R.string.first_role_action)))
        if (refused && !grants.role) {
            add(Row.Words(text(R.string.first_refused)))
            add(Row.Buttons(listOf(tonal(FirstRunKey.ROLE_SETTINGS, text(R.string.first_role_settings)))))
        }
    }
    if (grants.role && levels != null) {
        add(Row.Section(text(R.string.first_level)))
        addAll(levelItems(levels) { FirstRunEvent.Chosen(it) })
    }
    add(Row.Gap)
    step(
        grants.contacts,
        R.drawable.ic_person,
        R.string.first_contacts,
        R.string.first_contacts_words,
        tonal(FirstRunKey.CONTACTS, text(R.string.first_contacts_action)),
    )
    add(Row.Gap)
    step(
        grants.notifications,
        R.drawable.ic_bell,
        R.string.first_notifications,
        R.string.first_notifications_words,
        tonal(FirstRunKey.NOTIFICATIONS, text(R.string.first_notifications_action)),
    )
    val done: ButtonRow<FirstRunEvent> = if (grants.role) {
        primary(
            FirstRunKey.DONE,
            text(R.string.first_go),
        )
    } else {
        textButton(FirstRunKey.DONE, text(R.string.first_later))
    }
    add(Row.Actions(listOf(done)))
}

private fun MutableList<Row<FirstRunEvent>>.step(done: Boolean, icon: Int, title: Int, words: Int, button: ButtonRow<FirstRunEvent>) {
    val style = if (done) IconStyle(R.drawable.ic_check, Tone.PASSED) else IconStyle(icon, Tone.NEUTRAL)
    add(item(null, style, text(title), text(if (done) R.string.first_step_done else words)))
    if (!done) add(Row.Buttons(listOf(button)))
}
