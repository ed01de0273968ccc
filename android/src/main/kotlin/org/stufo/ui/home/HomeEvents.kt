package org.stufo.ui.home

import org.stufo.core.model.NextStep
import org.stufo.core.model.Notice

/** What the user does on Home. */
sealed interface HomeEvent {
    data class Call(val id: Long) : HomeEvent
}

enum class HomeKey : HomeEvent { ROLE, CONTACTS, NOTIFICATIONS, LEVEL, STOP_WAITING, HISTORY, WHAT_IF, REGISTER }

/** A next step: taken, or dismissed. */
data class StepKey(val step: NextStep, val dismiss: Boolean) : HomeEvent

/** The answer to a list that is held: the new version, or the numbers of before. */
data class HeldKey(val listId: Long, val keep: Boolean) : HomeEvent

/** How long everybody gets through. */
enum class Wait : HomeEvent { HOUR, FOUR_HOURS, TOMORROW }

/** A notice's button. */
data class NoticeKey(val notice: Notice, val dismiss: Boolean) : HomeEvent
