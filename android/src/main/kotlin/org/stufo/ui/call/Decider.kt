/** Where what decided a call can be seen and changed. Pure. */
package org.stufo.ui.call

import org.stufo.core.model.CallRow
import org.stufo.core.model.DecisionSource
import org.stufo.core.model.Reason
import org.stufo.core.model.StageName
import org.stufo.ui.screen.Route

/** Null where nothing can be changed: nothing spoke, or what spoke is no choice of the user's. */
internal fun deciderOf(call: CallRow): Route? = when (val source = call.source) {
    is DecisionSource.Rule -> Route.Rule(source.id)
    is DecisionSource.Pack -> Route.Range(source.id)
    is DecisionSource.List -> Route.OneList(source.id)
    is DecisionSource.Country -> Route.Option(StageName.FOREIGN)
    null -> optionOf(call.reason)
}

private fun optionOf(reason: Reason): Route? = when (reason) {
    Reason.PACK -> Route.Option(StageName.PACK)
    Reason.HIDDEN -> Route.Option(StageName.HIDDEN)
    Reason.UNIDENTIFIED -> Route.Option(StageName.UNIDENTIFIED)
    Reason.FAILED_VERIFICATION -> Route.Option(StageName.FAILED_VERIFICATION)
    Reason.FOREIGN -> Route.Option(StageName.FOREIGN)
    Reason.NOT_IN_CONTACTS -> Route.Option(StageName.NOT_IN_CONTACTS)
    Reason.LIST_NEIGHBOUR -> Route.Option(StageName.LIST_NEIGHBOURS)
    Reason.OWN_NUMBER, Reason.OWN_HUNDRED -> Route.Option(StageName.OWN_NUMBER)
    Reason.UNASSIGNED -> Route.Option(StageName.UNASSIGNED)
    Reason.BURST -> Route.Option(StageName.BURST)
    Reason.QUIET_HOURS -> Route.QuietHours
    Reason.EMERGENCY_WINDOW, Reason.DIALLED, Reason.REPEATED_CALL -> Route.Safety
    Reason.USER_ALLOW, Reason.USER_BLOCK -> Route.Rules
    Reason.LIST -> Route.Lists
    Reason.NOTHING_AGAINST, Reason.NEVER_BLOCK, Reason.CONTACT, Reason.WAITING -> null
}
