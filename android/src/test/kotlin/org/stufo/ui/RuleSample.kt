package org.stufo.ui

import org.stufo.core.CoreAccess
import org.stufo.core.model.Action
import org.stufo.core.model.Rule
import org.stufo.core.model.RuleKind

/** A rule as a user would make it. */
internal object RuleSample {
    val office = Rule(0, RuleKind.BLOCK, "+39 02 5555*", "office", Action.SILENCE, true, null, null)
}

internal object CoreClock {
    fun now(): Long = CoreAccess.now().utcMillis
}
