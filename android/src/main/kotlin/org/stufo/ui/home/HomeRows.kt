/** The first screen: protected or not, and the one thing to do. Pure. */
package org.stufo.ui.home

import org.stufo.R
import org.stufo.core.model.CallCounts
import org.stufo.core.model.DayCounts
import org.stufo.core.model.HomeView
import org.stufo.core.model.NextStep
import org.stufo.core.model.RegisterLine
import org.stufo.ui.calls.callItem
import org.stufo.ui.permissions.Grants
import org.stufo.ui.rows.ButtonRow
import org.stufo.ui.rows.DayBar
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.ui.rows.tonal
import org.stufo.words.Now
import org.stufo.words.count
import org.stufo.words.joined
import org.stufo.words.levelText
import org.stufo.words.longDate
import org.stufo.words.plain
import org.stufo.words.stopsText
import org.stufo.words.text
import java.time.LocalDate

internal fun homeRows(home: HomeView, grants: Grants, now: Now, hasTile: Boolean): List<Row<HomeEvent>> = buildList {
    val waitingUntil = home.waitingUntilMillis?.takeIf { it > now.millis }
    add(protection(home, grants))
    // While everybody gets through, that is seen at once.
    waitingUntil?.let { addAll(waitingOn(it, now)) }
    home.notices.mapTo(this) { noticeRow(it) }
    add(Row.Chart(kept(home.today), kept(home.week), home.days.map(::dayBar)))
    // Neither in force nor about to be: the register is not shown.
    home.register?.takeIf { it.inForce || it.daysLeft > 0 }?.let {
        add(registerItem(it, now))
        add(Row.Gap)
    }
    addAll(nextSteps(home, grants, hasTile))
    if (waitingUntil == null) addAll(waitingOff())
    add(Row.Section(text(R.string.home_recent)))
    if (home.recent.isEmpty()) {
        add(item(null, IconStyle(R.drawable.ic_history, Tone.NEUTRAL), text(R.string.home_no_calls), text(R.string.home_no_calls_words)))
    } else {
        home.recent.forEach { add(callItem(it, event = HomeEvent.Call(it.id), now = now)) }
        add(Row.Buttons(listOf(textButton(HomeKey.HISTORY, text(R.string.home_all_calls)))))
    }
    add(Row.Gap)
    add(item(HomeKey.WHAT_IF, IconStyle(R.drawable.ic_question, Tone.ACCENT), text(R.string.what_if_title), text(R.string.home_what_if_words)))
}

private fun registerItem(register: RegisterLine, now: Now): Row.Item<HomeEvent> {
    val short = plain(register.short)
    return if (register.inForce) {
        item(
            HomeKey.REGISTER,
            IconStyle(R.drawable.ic_flag, Tone.PASSED),
            text(R.string.home_register_since, short, longDate(LocalDate.parse(register.inForceOn), now)),
        )
    } else {
        item(HomeKey.REGISTER, IconStyle(R.drawable.ic_flag, Tone.NEUTRAL), count(R.plurals.home_register_in, register.daysLeft, short))
    }
}

private fun dayBar(day: DayCounts) = DayBar(LocalDate.parse(day.date), day.blocked, day.silenced)

private fun kept(counts: CallCounts) = counts.blocked + counts.silenced

/** One banner, the most pressing: without the role nothing else matters. */
private fun protection(home: HomeView, grants: Grants): Row.Banner<HomeEvent> = when {
    !grants.roleAvailable -> loud(R.string.home_no_role_title, R.string.home_no_role_words, emptyList())
    !grants.role -> loud(
        R.string.home_off_title,
        R.string.home_off_words,
        listOf(primary(HomeKey.ROLE, text(R.string.home_off_action))),
    )
    else -> what(home, grants)
}

/** What is really on, as the core says it: also nothing. */
private fun what(home: HomeView, grants: Grants): Row.Banner<HomeEvent> {
    val stops = stopsText(home.protection.stops, grants.contacts)
    val level = levelText(home.protection.level)
    return Row.Banner(
        icon = if (stops == null) IconStyle(R.drawable.ic_shield_off, Tone.SILENCED) else IconStyle(R.drawable.ic_shield, Tone.PASSED),
        title = when {
            stops == null -> text(R.string.home_nobody_title)
            home.protection.isChanged -> text(R.string.home_level_changed, level)
            else -> text(R.string.home_level, level)
        },
        words = joined(
            "\n",
            if (stops == null) text(R.string.home_nobody_words) else text(R.string.home_stops, stops),
            text(R.string.home_contacts_words).takeIf { !grants.contacts },
        ),
        buttons = listOfNotNull(
            if (stops == null) primary(HomeKey.LEVEL, text(R.string.home_choose)) else null,
            tonal(HomeKey.CONTACTS, text(R.string.home_contacts_action)).takeIf { !grants.contacts },
            textButton(HomeKey.NOTIFICATIONS, text(R.string.home_notifications_action)).takeIf { grants.contacts && !grants.notifications },
            if (stops == null) null else textButton(HomeKey.LEVEL, text(R.string.home_change)),
        ),
        loud = false,
        event = HomeKey.LEVEL,
    )
}

/** Each can be dismissed for good. */
private fun nextSteps(home: HomeView, grants: Grants, hasTile: Boolean): List<Row<HomeEvent>> = buildList {
    val steps = home.nextSteps.filter { (it != NextStep.TILE || hasTile) && (it != NextStep.ASK_OUTCOME || grants.notifications) }
    if (!grants.role || steps.isEmpty()) return@buildList
    add(Row.Section(text(R.string.home_next)))
    for (step in steps) {
        val (icon, title, words) = when (step) {
            NextStep.LEVEL -> Triple(R.drawable.ic_shield, R.string.step_level, R.string.step_level_words)
            NextStep.REGISTER -> Triple(R.drawable.ic_flag, R.string.step_register, R.string.step_register_words)
            NextStep.FOREIGN -> Triple(R.drawable.ic_globe, R.string.step_foreign, R.string.step_foreign_words)
            NextStep.ASK_OUTCOME -> Triple(R.drawable.ic_bell, R.string.step_outcome, R.string.step_outcome_words)
            NextStep.TILE -> Triple(R.drawable.ic_wait, R.string.step_tile, R.string.step_tile_words)
        }
        val action = when (step) {
            NextStep.ASK_OUTCOME -> R.string.step_turn_on
            NextStep.TILE -> R.string.step_add
            NextStep.LEVEL, NextStep.REGISTER, NextStep.FOREIGN -> R.string.action_look
        }
        add(item(null, IconStyle(icon, Tone.ACCENT), text(title), text(words)))
        add(
            Row.Buttons(
                listOf(tonal(StepKey(step, dismiss = false), text(action)), textButton(StepKey(step, dismiss = true), text(R.string.step_dismiss))),
            ),
        )
        add(Row.Gap)
    }
}

private fun loud(title: Int, words: Int, buttons: List<ButtonRow<HomeEvent>>) =
    Row.Banner(IconStyle(R.drawable.ic_shield_off, Tone.WARNING), text(title), text(words), buttons, loud = true)
