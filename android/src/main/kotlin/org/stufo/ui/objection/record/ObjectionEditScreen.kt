package org.stufo.ui.objection.record

import android.app.Dialog
import org.stufo.R
import org.stufo.core.CoreException
import org.stufo.core.error
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.objectionView
import org.stufo.core.saveObjection
import org.stufo.ui.screen.HeaderAction
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.dateDialog
import org.stufo.ui.screen.timeDialog
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text
import java.io.Serializable
import java.time.LocalDateTime

/** An objection being added or changed. */
class ObjectionEditScreen(private var form: ObjectionForm) : RowsScreen<ObjectionFormEvent>() {
    /** Where the open calendar or clock points. */
    private var turnedTo: LocalDateTime = LocalDateTime.MIN

    override val title: Text get() = text(if (form.id == 0L && form.callId == null) R.string.objection_new else R.string.objection_edit)

    override val actions get() = listOf(HeaderAction(R.drawable.ic_check, text(R.string.action_save), onClick = ::save))

    /** The ways to object that the country knows. */
    private var methods = ArrayList<ObjectionMethod>()

    override fun load() {
        if (methods.isNotEmpty()) return draw()
        onCore({ it.objectionView().methods }) {
            methods = ArrayList(it)
            draw()
        }
    }

    private fun draw() = show(objectionFormRows(form, methods, now()))

    override fun onEvent(event: ObjectionFormEvent) {
        when (event) {
            is ObjectionFormEvent.Company -> form = form.copy(company = event.text)
            is ObjectionFormEvent.Numbers -> form = form.copy(numbers = event.text)
            is ObjectionFormEvent.Made -> {
                form = form.copy(how = event.how)
                draw()
            }
            is ObjectionFormEvent.Note -> form = form.copy(note = event.text)
            ObjectionFormKey.DAY -> choose(ObjectionFormKey.DAY)
            ObjectionFormKey.TIME -> choose(ObjectionFormKey.TIME)
            ObjectionFormKey.SAVE -> save()
        }
    }

    private fun choose(key: ObjectionFormKey) {
        turnedTo = form.time(now())
        openDialog(key)
    }

    override fun dialog(key: Serializable): Dialog = if (key == ObjectionFormKey.DAY) {
        host.dateDialog(turnedTo.toLocalDate(), latest = now().today, turned = { turnedTo = turnedTo.with(it) }) { turn(turnedTo.with(it)) }
    } else {
        val minute = turnedTo.hour * MINUTES + turnedTo.minute
        host.timeDialog(minute, turned = { turnedTo = at(it) }) { turn(at(it)) }
    }

    private fun at(minute: Int): LocalDateTime = turnedTo.withHour(minute / MINUTES).withMinute(minute % MINUTES).withSecond(0)

    private fun turn(time: LocalDateTime) {
        form = form.at(time, now())
        draw()
    }

    private fun save() {
        if (form.isEmpty) return host.say(text(R.string.objection_needs))
        if (form.atMillis > now().millis) return host.say(text(R.string.objection_future))
        val draft = form.toDraft()
        onCore({ it.saveObjection(draft) }, failed = {
            if (it is CoreException && it.error == ErrorCode.BAD_REQUEST) host.say(text(R.string.objection_bad_number)) else showFault(it)
        }) {
            host.say(text(R.string.objection_saved))
            host.goBack()
        }
    }

    private companion object {
        const val MINUTES = 60
    }
}
