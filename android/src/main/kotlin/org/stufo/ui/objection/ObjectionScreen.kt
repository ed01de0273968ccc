package org.stufo.ui.objection

import org.stufo.R
import org.stufo.core.objectionView
import org.stufo.core.settings
import org.stufo.ui.objection.complaint.ComplaintDraft
import org.stufo.ui.objection.complaint.ComplaintScreen
import org.stufo.ui.objection.complaint.LetterScreen
import org.stufo.ui.objection.evidence.EvidenceScreen
import org.stufo.ui.objection.recontact.ReContactScreen
import org.stufo.ui.objection.record.ObjectionsScreen
import org.stufo.ui.objection.register.RegisterScreen
import org.stufo.ui.objection.report.ReportsScreen
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.Tab
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text

/** What ends calls instead of hiding them. */
class ObjectionScreen : RowsScreen<TabKey>() {
    override val tab get() = Tab.OBJECTION

    override val title: Text get() = text(R.string.tab_objection)

    override fun load() = onCore({ it.objectionView() to it.settings().region }) { (view, region) ->
        show(objectionTabRows(view, region, now()))
    }

    override fun onEvent(event: TabKey) = when (event) {
        TabKey.SAY -> host.go(WhatToSayScreen(null))
        TabKey.REGISTER -> host.go(RegisterScreen())
        TabKey.OBJECTIONS -> host.go(ObjectionsScreen())
        TabKey.RECONTACT -> host.go(ReContactScreen())
        TabKey.EVIDENCE -> host.go(EvidenceScreen())
        TabKey.REPORTS -> host.go(ReportsScreen())
        TabKey.SENDER -> host.go(SenderScreen())
        TabKey.LETTER -> host.go(LetterScreen(null, null, company = ""))
        TabKey.COMPLAINT -> host.go(ComplaintScreen(ComplaintDraft.empty()))
    }
}
