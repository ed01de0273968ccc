/** The opposition register of the country: the user's days, how to enrol, what it stops and what not. Pure. */
package org.stufo.ui.objection.register

import org.stufo.R
import org.stufo.core.model.EnrolmentChannel
import org.stufo.core.model.EnrolmentStep
import org.stufo.core.model.RegisterView
import org.stufo.ui.objection.facts.lawName
import org.stufo.ui.objection.facts.lawState
import org.stufo.ui.rows.ButtonRow
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.primary
import org.stufo.ui.rows.textButton
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.longDate
import org.stufo.words.text

/** What the user does with the register. */
sealed interface RegisterEvent

enum class RegisterKey : RegisterEvent { ENROLLED, RENEWED, REMOVE, REMOVE_RENEWAL, DONE_TODAY }

/** A page to open, or a number to dial. */
data class StepKey(val dial: String?, val url: String?) : RegisterEvent

/** [called]: a step was begun from here; was it finished? */
internal fun registerRows(register: RegisterView, called: Boolean, now: Now): List<Row<RegisterEvent>> = buildList {
    if (called) {
        val done = primary(RegisterKey.DONE_TODAY, text(R.string.register_done_today))
        add(
            Row.Banner(
                IconStyle(R.drawable.ic_phone, Tone.ACCENT),
                text(R.string.register_called),
                text(R.string.register_called_words),
                listOf(done),
                loud = false,
            ),
        )
    }
    add(banner(register, now))
    addAll(days(register, now))
    paragraph(R.string.register_what, register.what.text())
    // One that has ended offers no way in.
    if (register.steps.isNotEmpty()) add(Row.Section(text(R.string.register_how)))
    register.steps.forEach { add(stepRow(it)) }
    paragraph(R.string.register_ready, register.ready.text())
    paragraph(R.string.register_renew, register.renew.text())
    paragraph(R.string.register_limits, register.limits.text())
    add(Row.Section(text(R.string.register_source)))
    add(item(StepKey(null, register.source.url), neutral(R.drawable.ic_link), lawName(register.source), lawState(register.source, now)))
}

private fun neutral(icon: Int) = IconStyle(icon, Tone.NEUTRAL)

private fun MutableList<Row<RegisterEvent>>.paragraph(heading: Int, words: Text) {
    add(Row.Section(text(heading)))
    add(Row.Words(words))
}

private fun banner(register: RegisterView, now: Now): Row.Banner<RegisterEvent> {
    val (icon, state) = registerState(register, now)
    val words: Text? = when {
        register.enrolledOn == null && register.steps.isNotEmpty() -> text(R.string.register_not_entered_words)
        !register.inForce && register.inForceOn != null && register.closedOn == null ->
            text(R.string.register_in_force_from, longDate(register.inForceOn, now))
        register.renewalDue && register.inForceOn != null -> text(R.string.register_in_force_since, longDate(register.inForceOn, now))
        else -> register.name.text()
    }
    return Row.Banner(icon, state, words, buttons(register), loud = false)
}

private fun buttons(register: RegisterView): List<ButtonRow<RegisterEvent>> = when {
    register.enrolledOn == null -> listOf(primary(RegisterKey.ENROLLED, text(R.string.register_enter)))
    register.closedOn != null -> emptyList()
    register.renewalDue -> listOf(primary(RegisterKey.RENEWED, text(R.string.register_renewed)))
    register.renewedOn == null -> listOf(textButton(RegisterKey.RENEWED, text(R.string.register_renewed)))
    else -> emptyList()
}

/** The days that were entered and those that follow from them. */
private fun days(register: RegisterView, now: Now): List<Row<RegisterEvent>> = buildList {
    val enrolled = register.enrolledOn ?: return@buildList
    add(item(RegisterKey.ENROLLED, neutral(R.drawable.ic_calendar), text(R.string.register_enrolled_on), longDate(enrolled, now, begins = true)))
    register.renewedOn?.let {
        add(item(RegisterKey.RENEWED, neutral(R.drawable.ic_repeat), text(R.string.register_renewed_on), longDate(it, now, begins = true)))
    }
    register.inForceOn?.let {
        add(item(null, neutral(R.drawable.ic_shield), text(R.string.register_effect), longDate(it, now, begins = true)))
    }
    register.renewalDueOn?.takeIf { register.closedOn == null }?.let {
        val whose = text(if (register.renewalIsLaw) R.string.register_renewal_law else R.string.register_renewal_advice)
        add(item(null, neutral(R.drawable.ic_bell), text(R.string.register_renewal), dotted(longDate(it, now, begins = true), whose)))
    }
    add(
        Row.Buttons(
            listOfNotNull(
                textButton(RegisterKey.REMOVE_RENEWAL, text(R.string.register_remove_renewal)).takeIf { register.renewedOn != null },
                textButton(RegisterKey.REMOVE, text(R.string.register_remove)),
            ),
        ),
    )
}

private fun stepRow(step: EnrolmentStep): Row<RegisterEvent> = item(
    event = StepKey(step.dial, step.url).takeIf { step.dial != null || step.url != null },
    icon = IconStyle(
        when (step.kind) {
            EnrolmentChannel.PHONE -> R.drawable.ic_phone
            EnrolmentChannel.WEB -> R.drawable.ic_globe
            EnrolmentChannel.EMAIL -> R.drawable.ic_doc
            EnrolmentChannel.POST -> R.drawable.ic_info
        },
        Tone.ACCENT,
    ),
    title = step.title.text(),
    summary = step.text.text(),
)

/** In one line: closed, to be renewed, in force, soon in force, or not entered. */
internal fun registerState(register: RegisterView, now: Now): Pair<IconStyle, Text> {
    val closed = register.closedOn?.takeIf { it <= now.today }
    val inForceOn = register.inForceOn
    return when {
        closed != null -> IconStyle(R.drawable.ic_flag, Tone.NEUTRAL) to text(R.string.register_closed, longDate(closed, now))
        inForceOn == null -> IconStyle(R.drawable.ic_shield, Tone.ACCENT) to text(R.string.register_not_entered)
        register.renewalDue && register.renewalDueOn != null ->
            IconStyle(R.drawable.ic_repeat, Tone.SILENCED) to text(R.string.register_renewal_due, longDate(register.renewalDueOn, now))
        register.inForce -> IconStyle(R.drawable.ic_shield, Tone.PASSED) to text(R.string.register_in_force_since, longDate(inForceOn, now))
        else -> IconStyle(R.drawable.ic_wait, Tone.SILENCED) to count(R.plurals.register_in_force_in, register.daysLeft ?: 0)
    }
}
