package org.stufo.ui.screen

import org.stufo.core.model.StageName
import java.io.Serializable

/** Where the app can go: a [Screen] itself, or a [Route] to one of another part of the app. */
interface Destination : Serializable

/** The screens that other parts of the app lead to, by what they need; [Host] knows which screen each is. */
sealed interface Route : Destination {
    data object Home : Route

    /** All screened calls, or those that one list stopped. */
    data class History(val listId: Long?, val listName: String) : Route {
        companion object {
            val ALL = History(listId = null, listName = "")
        }
    }

    data class Call(val id: Long) : Route

    data object Rules : Route

    /** A rule of the user's, to be changed. */
    data class Rule(val id: Long) : Route

    /** A rule to be made that blocks [pattern]. */
    data class NewBlockRule(val pattern: String) : Route

    data object WhatIf : Route

    data object Lists : Route

    data class OneList(val id: Long) : Route

    data object Settings : Route

    /** Who is stopped, besides the user's own rules and lists. */
    data object Who : Route

    /** The same, from one option on. */
    data class Option(val stage: StageName) : Route

    /** A country's range by its id. */
    data class Range(val id: String) : Route

    data object QuietHours : Route

    /** What makes sure that a wanted call is never lost. */
    data object Safety : Route

    /** How much is kept from ringing. */
    data object Level : Route

    /** Whether calls can be screened here, and the test of it. */
    data object Diagnosis : Route

    /** Foreign countries whose callers are stopped, or not. */
    data object Countries : Route

    data object Register : Route

    data class WhatToSay(val callId: Long) : Route

    /** An objection by its id, or by the call it was made in. */
    data class Objection(val id: Long?, val callId: Long?) : Route

    data class Complaint(val callId: Long) : Route

    /** The letter that a contract proposed in a call is void. */
    data class VoidLetter(val callId: Long) : Route

    /** Reports and letters with their states. */
    data object Reports : Route

    data class Report(val id: Long) : Route
}
