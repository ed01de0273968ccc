package org.stufo.ui.calls

import android.app.Dialog
import android.content.ClipData
import android.content.ClipboardManager
import android.content.Intent
import android.net.Uri
import java.io.Serializable
import org.stufo.R
import org.stufo.core.call
import org.stufo.core.callWanted
import org.stufo.core.deleteCall
import org.stufo.core.model.CallDetails
import org.stufo.core.model.Outcome
import org.stufo.core.model.RuleKind
import org.stufo.core.noteCall
import org.stufo.core.service
import org.stufo.core.settings
import org.stufo.ui.RowsScreen
import org.stufo.ui.now
import org.stufo.ui.objection.ComplaintDraft
import org.stufo.ui.objection.ComplaintScreen
import org.stufo.ui.objection.FactKey
import org.stufo.ui.objection.FlagKey
import org.stufo.ui.objection.ObjectionDetailsScreen
import org.stufo.ui.objection.ObjectionKey
import org.stufo.ui.objection.SourceShown
import org.stufo.ui.objection.WhatToSayScreen
import org.stufo.ui.objection.sourceDialog
import org.stufo.ui.question
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.of
import org.stufo.ui.rows.text
import org.stufo.ui.rules.RuleEditScreen
import org.stufo.ui.rules.RuleForm
import org.stufo.ui.settings.SettingsScreen

/** A call: who, what was done, the whole why, and what to do about it. */
class CallScreen(private val id: Long) : RowsScreen() {
    /** As typed; null: as kept. */
    private var note: String? = null

    @Transient
    private var details: CallDetails? = null

    @Transient
    private var homeRegion = ""

    override val title: Text get() = text(R.string.call_title)

    override fun load() = onCore({ it.call(id) to it.settings().region }) { (details, region) ->
        this.details = details
        homeRegion = region
        show(callRows(details, note ?: details.call.note, region, now()))
    }

    override fun onChip(key: Any, option: Any) {
        val outcome = (option as Outcome).takeIf { it != details?.call?.outcome }
        onCore({ it.noteCall(id, outcome) }) { load() }
    }

    override fun onField(key: Any, text: String) {
        note = text
    }

    override fun keep() {
        super.keep()
        val typed = note ?: return
        val outcome = details?.call?.outcome
        if (typed != details?.call?.note) onCore({ it.noteCall(id, outcome, typed) }) {}
    }

    override fun onRow(key: Any) {
        val shown = details ?: return
        when (key) {
            is Long -> host.go(CallScreen(key))
            is ObjectionKey -> host.go(ObjectionDetailsScreen(key.id, key.callId))
            is FactKey -> ask(SourceShown.of(key.fact, host))
            is FlagKey -> onFlag(key)
            is CallKey -> onKey(key, shown)
        }
    }

    private fun onFlag(key: FlagKey) {
        when (key) {
            FlagKey.SAY -> host.go(WhatToSayScreen(id))
            FlagKey.OBJECTED -> onCore({ it.noteCall(id, Outcome.OBJECTED) }) {
                host.say(text(R.string.say_noted))
                load()
            }
            FlagKey.COMPLAINT -> host.go(ComplaintScreen(ComplaintDraft.of(listOf(id), id)))
        }
    }

    private fun onKey(key: CallKey, shown: CallDetails) {
        when (key) {
            CallKey.ALLOW -> onCore({ it.callWanted(id) }) {
                host.say(text(R.string.call_allowed))
                load()
            }
            CallKey.BLOCK -> block(shown.call.caller.number)
            CallKey.BLOCK_RANGE -> block(shown.rangePattern)
            CallKey.CALL_BACK -> callBack(shown)
            CallKey.COPY -> copy(shown)
            CallKey.SHARE -> share(shown)
            CallKey.DELETE -> ask(CallKey.DELETE)
            CallKey.HIDDEN_OPTION -> host.go(SettingsScreen())
            CallKey.OUTCOME, CallKey.NOTE -> Unit
        }
    }

    private fun block(pattern: String?) {
        if (pattern != null) host.go(RuleEditScreen(RuleForm.fresh(RuleKind.BLOCK, pattern)))
    }

    /** Shall this number be dialled, although it may cost? */
    private data class CallBack(val number: String) : Serializable

    override fun dialog(key: Serializable): Dialog = when (key) {
        is SourceShown -> host.sourceDialog(key)
        is CallBack -> host.question(text(R.string.call_back_question), text(R.string.call_back_words), text(R.string.call_back)) { dial(key.number) }
        else -> host.question(text(R.string.call_delete_question), text(R.string.call_delete_words), text(R.string.action_delete)) {
            onCore({ it.deleteCall(id) }) { host.goBack() }
        }
    }

    private fun callBack(shown: CallDetails) {
        val number = shown.call.caller.number.orEmpty()
        if (isCostlyToCallBack(shown.call, homeRegion)) ask(CallBack(number)) else dial(number)
    }

    private fun dial(number: String) = host.open(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))

    private fun copy(shown: CallDetails) {
        val clip = ClipData.newPlainText(callerTitle(shown.call.caller).of(host), shown.call.caller.number.orEmpty())
        host.service<ClipboardManager>().setPrimaryClip(clip)
        host.say(text(R.string.call_copied))
    }

    private fun share(shown: CallDetails) {
        val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, sharedText(shown, now()).of(host))
        host.open(Intent.createChooser(send, null))
    }
}
