package org.stufo.ui

import org.stufo.core.Action
import org.stufo.core.CoreAccess
import org.stufo.core.model.RuleDraft
import org.stufo.core.model.RuleKind

/** A rule as a user would make it. */
internal object RuleSample {
    val office = RuleDraft(0, RuleKind.BLOCK, "+39 02 5555*", "office", Action.SILENCE, true, null, null)
}

internal object CoreClock {
    fun now(): Long = CoreAccess.now().utcMillis
}
