package org.stufo.ui.objection.complaint

/** What the user does with a complaint. */
sealed interface ComplaintEvent {
    data class Call(val id: Long) : ComplaintEvent

    data class Hand(val to: Paper) : ComplaintEvent

    data class Copy(val label: String, val value: String) : ComplaintEvent

    data class Open(val url: String) : ComplaintEvent

    data class Language(val language: String) : ComplaintEvent
}

enum class ComplaintKey : ComplaintEvent { CHOOSE, FORM, REGISTER, SITE, CSV, COPY_ALL, SENT, KEEP }

/** "Only this company's calls", or "leave these out". */
data class ControllerKey(val calls: List<Long>, val keeps: Boolean) : ComplaintEvent
