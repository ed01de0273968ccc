package org.stufo.ui.objection.complaint

import org.stufo.R
import org.stufo.core.CoreException
import org.stufo.core.error
import org.stufo.core.letter
import org.stufo.core.model.DraftField
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.LetterFields
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.text

/** An objection to direct marketing in writing (GDPR, article 21), filled from the record of one: to read, complete and send. */
class LetterScreen(private val objection: Long?, private val callId: Long?, private val company: String) : RowsScreen<LetterEvent>() {
    /** As typed: kept with the screen and nowhere else. */
    private val fields = HashMap<DraftField, String>()

    @Transient
    private var written: String? = null

    /** Of the newest request: an answer to an older one is dropped. */
    @Transient
    private var requestId = 0

    override val title: Text get() = text(R.string.letter_title)

    override fun load() {
        val request = ++requestId
        val typed = LetterFields(fields[DraftField.COMPANY], fields[DraftField.CALLED_NUMBER], fields[DraftField.NAME], fields[DraftField.CONTACT])
        onCore({ it.letter(objection, callId, typed) }, failed = {
            if (it is CoreException && it.error == ErrorCode.REFUSED) show(noLetterRows()) else showFault(it)
        }) {
            if (request != requestId) return@onCore
            written = it.text
            show(letterRows(it, fields, company))
        }
    }

    override fun onEvent(event: LetterEvent) = when (event) {
        is LetterEvent.Typed -> typed(event.field, event.text)
        is LetterEvent.Hand -> hand(event.to)
    }

    private fun typed(field: DraftField, text: String) {
        if (fields[field].orEmpty() == text) return
        fields[field] = text
        load()
    }

    private fun hand(to: Paper) {
        val words = written ?: return host.say(text(R.string.letter_needs_company))
        if (to == Paper.SHARE) host.shareText(title, words) else host.printText(title, words)
    }
}
