package org.stufo.ui.objection.register

import android.app.Dialog
import android.content.Intent
import android.net.Uri
import org.stufo.R
import org.stufo.core.Core
import org.stufo.core.CoreException
import org.stufo.core.enrol
import org.stufo.core.error
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.RegisterView
import org.stufo.core.objectionView
import org.stufo.ui.objection.facts.browse
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.confirmDialog
import org.stufo.ui.screen.dateDialog
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text
import java.io.Serializable
import java.time.LocalDate

/** The country's opposition register: the days of enrolment and renewal, and all there is to know of it. */
class RegisterScreen : RowsScreen<RegisterEvent>() {
    /** Where the open calendar points. */
    private var turnedTo: LocalDate = LocalDate.ofEpochDay(0)

    /** A step was begun: coming back, the screen asks whether it was done. */
    private var called = false

    @Transient
    private var register: RegisterView? = null

    override val title: Text get() = text(R.string.register_title)

    override fun load() = onCore({ it.objectionView().register }) {
        register = it
        // The country was changed meanwhile: there is nothing to show.
        if (it == null) host.goBack() else show(registerRows(it, called, now()))
    }

    override fun onEvent(event: RegisterEvent) {
        when (event) {
            is StepKey -> open(event)
            RegisterKey.ENROLLED -> choose(RegisterKey.ENROLLED, register?.enrolledOn)
            RegisterKey.RENEWED -> choose(RegisterKey.RENEWED, register?.renewedOn)
            RegisterKey.REMOVE -> openDialog(RegisterKey.REMOVE)
            RegisterKey.DONE_TODAY -> doneToday()
            RegisterKey.REMOVE_RENEWAL -> keep { it.enrolledOn to null }
        }
    }

    /** Today's enrolment, or today's renewal of one that is there. */
    private fun doneToday() {
        called = false
        val today = now().today
        keep { if (it.enrolledOn == null) today to null else it.enrolledOn to today }
    }

    private fun open(step: StepKey) {
        called = step in steps
        if (step.dial != null) host.open(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", step.dial, null)))
        if (step.dial == null && step.url != null) host.browse(step.url)
    }

    private val steps: List<StepKey> get() = register?.steps.orEmpty().map { StepKey(it.dial, it.url) }

    private fun choose(key: RegisterKey, day: LocalDate?) {
        turnedTo = day ?: now().today
        openDialog(key)
    }

    override fun dialog(key: Serializable): Dialog = if (key == RegisterKey.REMOVE) {
        host.confirmDialog(text(R.string.register_remove_question), text(R.string.register_remove_words), text(R.string.action_remove)) {
            keep { null to null }
        }
    } else {
        host.dateDialog(turnedTo, latest = now().today, turned = { turnedTo = it }) { day ->
            keep { if (key == RegisterKey.ENROLLED) day to it.renewedOn else it.enrolledOn to day }
        }
    }

    /** [days] makes the days of enrolment and renewal of those that are kept. */
    private fun keep(days: (RegisterView) -> Pair<LocalDate?, LocalDate?>) = onCore({ write(it, days) }, failed = {
        if (it is CoreException && it.error == ErrorCode.BAD_REQUEST) host.say(text(R.string.register_order)) else showFault(it)
    }) { load() }

    private fun write(core: Core, days: (RegisterView) -> Pair<LocalDate?, LocalDate?>) {
        val (enrolled, renewed) = days(core.objectionView().register ?: return)
        core.enrol(enrolled, renewed)
    }
}
