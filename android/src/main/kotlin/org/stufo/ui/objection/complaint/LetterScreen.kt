package org.stufo.ui.objection.complaint

import org.stufo.R
import org.stufo.core.CoreException
import org.stufo.core.letter
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.text

/** An objection to direct marketing in writing (GDPR, article 21), filled from the record of one: to read, complete and send. */
class LetterScreen(private val objection: Long?, private val callId: Long?, private val company: String) : RowsScreen() {
    /** As typed, by the names of the fields: kept with the screen and nowhere else. */
    private val fields = HashMap<String, String>()

    @Transient
    private var written: String? = null

    /** An answer to an older text is dropped. */
    @Transient
    private var question = 0

    override val title: Text get() = text(R.string.letter_title)

    override fun load() {
        val asked = ++question
        val typed = HashMap(fields)
        onCore({ it.letter(objection, callId, typed) }, failed = {
            if (it is CoreException && it.code == CoreException.REFUSED) show(noLetterRows()) else showFault(it)
        }) {
            if (asked != question) return@onCore
            written = it.text
            show(letterRows(it, fields, company))
        }
    }

    override fun onField(key: Any, text: String) {
        val name = (key as FieldKey).field
        if (fields[name].orEmpty() == text) return
        fields[name] = text
        load()
    }

    override fun onRow(key: Any) {
        val words = written ?: return host.say(text(R.string.letter_needs_company))
        if (key == PaperKey.SHARE) host.shareText(title, words) else host.printText(title, words)
    }
}
