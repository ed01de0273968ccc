package org.stufo.ui.objection.complaint

import org.stufo.R
import org.stufo.core.CoreException
import org.stufo.core.EMPTY_FIELDS
import org.stufo.core.error
import org.stufo.core.letter
import org.stufo.core.model.DraftField
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.LetterFields
import org.stufo.core.model.LetterKind
import org.stufo.core.model.ReportKind
import org.stufo.core.model.ReportSaveRequest
import org.stufo.core.model.SenderView
import org.stufo.core.saveReport
import org.stufo.core.sender
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.copyText
import org.stufo.ui.screen.shareText
import org.stufo.words.Text
import org.stufo.words.of
import org.stufo.words.text

/**
 * A letter to a company: an objection to direct marketing (GDPR, article 21), filled from the record of one, or that a contract
 * proposed in a call is void. To read, complete and send; kept with its state once it was sent.
 */
class LetterScreen(private val objection: Long?, private val callId: Long?, private val company: String, private val kind: LetterKind = LetterKind.OBJECTION) :
    RowsScreen<LetterEvent>() {
    /** As typed: kept with the screen. */
    private val fields = HashMap<DraftField, String>()

    private var language: String? = null

    @Transient
    private var written: String? = null

    /** What is known of the user: nothing on this screen changes it. */
    @Transient
    private var known: SenderView? = null

    /** Of the newest request: an answer to an older one is dropped. */
    @Transient
    private var requestId = 0

    override val title: Text get() = text(if (kind == LetterKind.VOID) R.string.letter_void else R.string.letter_title)

    override fun load() {
        val request = ++requestId
        val typed = LetterFields(
            company = fields[DraftField.COMPANY],
            calledNumber = fields[DraftField.CALLED_NUMBER],
            name = fields[DraftField.NAME],
            contact = fields[DraftField.CONTACT],
            address = fields[DraftField.ADDRESS],
            place = fields[DraftField.PLACE],
        )
        val before = known
        onCore({ it.letter(objection, callId, typed, kind, language) to (before ?: it.sender()) }, failed = {
            if (it is CoreException && it.error == ErrorCode.REFUSED) show(noLetterRows()) else showFault(it)
        }) { (letter, sender) ->
            known = sender
            if (request != requestId) return@onCore
            written = letter.text
            show(letterRows(letter, fields, company, sender))
        }
    }

    override fun onEvent(event: LetterEvent) = when (event) {
        is LetterEvent.Typed -> typed(event.field, event.text)
        is LetterEvent.Hand -> hand(event.to)
        is LetterEvent.Language -> {
            language = event.language
            load()
        }
        LetterKey.COPY -> whenWritten { host.copyText(title.of(context), it) }
        LetterKey.SENT -> whenWritten { sent() }
    }

    private fun typed(field: DraftField, text: String) {
        if (fields[field].orEmpty() == text) return
        fields[field] = text
        load()
    }

    private fun whenWritten(use: (String) -> Unit) = written?.let(use) ?: host.say(text(R.string.letter_needs_company))

    /** How it was sent is said on the report's own screen. */
    private fun sent() {
        val to = fields[DraftField.COMPANY]?.takeIf(String::isNotBlank) ?: company
        val report = ReportSaveRequest(
            null,
            ReportKind.LETTER,
            listOfNotNull(callId),
            EMPTY_FIELDS.copy(company = to.takeIf(String::isNotBlank)),
            language,
            objection,
        )
        onCore({ it.saveReport(report) }) { host.replace(Route.Report(it)) }
    }

    private fun hand(to: Paper) = whenWritten { if (to == Paper.SHARE) host.shareText(it, title.of(context)) else host.printText(title, it) }
}
