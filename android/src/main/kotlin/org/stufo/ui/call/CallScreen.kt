package org.stufo.ui.call

import android.app.Dialog
import android.content.Intent
import android.net.Uri
import org.stufo.R
import org.stufo.core.call
import org.stufo.core.decideCallers
import org.stufo.core.deleteCall
import org.stufo.core.model.CallDetails
import org.stufo.core.model.CallOffer
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.CountryChoice
import org.stufo.core.model.RuleKind
import org.stufo.core.model.StageName
import org.stufo.core.noteCall
import org.stufo.core.noteOffer
import org.stufo.core.settings
import org.stufo.core.stopCountry
import org.stufo.ui.objection.facts.FactKey
import org.stufo.ui.objection.facts.FlagEvent
import org.stufo.ui.objection.facts.FlagKey
import org.stufo.ui.objection.facts.ObjectionKey
import org.stufo.ui.objection.facts.OfferKey
import org.stufo.ui.objection.facts.SourceShown
import org.stufo.ui.objection.facts.browse
import org.stufo.ui.objection.facts.sourceDialog
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.confirmDialog
import org.stufo.ui.screen.copyText
import org.stufo.ui.screen.shareText
import org.stufo.words.ContactNames
import org.stufo.words.Text
import org.stufo.words.callerTitle
import org.stufo.words.now
import org.stufo.words.of
import org.stufo.words.plain
import org.stufo.words.text
import java.io.Serializable

/** A call: who, what was done, the whole why, and what to do about it. */
class CallScreen(private val id: Long) : RowsScreen<CallEvent>() {
    /** As typed; null: as kept. */
    private var note: String? = null

    private var wholeTrace = false

    @Transient
    private var details: CallDetails? = null

    @Transient
    private var homeRegion = ""

    override val title: Text get() = text(R.string.call_title)

    override fun load() {
        val app = context.applicationContext
        onCore({ core ->
            val details = core.call(id)
            ContactNames.learn(app, (listOf(details.call) + details.earlier + details.neighbours).map { it.caller.number })
            details to core.settings().region
        }) { (details, region) ->
            this.details = details
            homeRegion = region
            draw(details)
        }
    }

    private fun draw(shown: CallDetails) = show(callRows(shown, note ?: shown.call.note, homeRegion, now(), wholeTrace))

    /** A second tap takes it back. */
    private fun ended(chosen: CallOutcome) {
        val outcome = chosen.takeIf { it != details?.call?.outcome }
        onCore({ it.noteCall(id, outcome) }) { load() }
    }

    override fun keep() {
        super.keep()
        val typed = note ?: return
        val outcome = details?.call?.outcome
        if (typed != details?.call?.note) onCore({ it.noteCall(id, outcome, typed) }) {}
    }

    override fun onEvent(event: CallEvent) {
        val shown = details ?: return
        when (event) {
            is CallEvent.OtherCall -> host.go(Route.Call(event.id))
            is CallEvent.Flag -> onFlag(event.event)
            is CallEvent.Ended -> ended(event.outcome)
            is CallEvent.Noted -> note = event.note
            is CallKey -> onKey(event, shown)
        }
    }

    private fun onFlag(event: FlagEvent) {
        when (event) {
            is ObjectionKey -> host.go(Route.Objection(event.id, event.callId))
            is FactKey -> openDialog(SourceShown.of(event.fact, context))
            FlagKey.SAY -> host.go(Route.WhatToSay(id))
            FlagKey.OBJECTED -> onCore({ it.noteCall(id, CallOutcome.OBJECTED) }) {
                host.say(text(R.string.say_noted))
                load()
            }
            is OfferKey -> offered(event.offer)
            FlagKey.COMPLAINT -> host.go(Route.Complaint(id))
            FlagKey.VOID -> host.go(Route.VoidLetter(id))
            FlagKey.LOOKUP -> lookUp()
        }
    }

    /** A second tap takes it back. */
    private fun offered(chosen: CallOffer) {
        val offer = chosen.takeIf { it != details?.call?.offer }
        onCore({ it.noteOffer(id, offer) }) { load() }
    }

    /** The public page, with the number on the clipboard: the app itself asks nobody. */
    private fun lookUp() {
        val lookup = details?.flags?.lookup ?: return
        host.copyText(lookup.name, details?.call?.caller?.display.orEmpty())
        host.browse(lookup.url)
    }

    private fun onKey(key: CallKey, shown: CallDetails) {
        when (key) {
            CallKey.ALLOW -> decide(RuleKind.ALLOW, shown.call.caller.number, callerTitle(shown.call.caller))
            CallKey.BLOCK -> decide(RuleKind.BLOCK, shown.call.caller.number, callerTitle(shown.call.caller))
            CallKey.BLOCK_RANGE -> shown.choices.range?.let { decide(RuleKind.BLOCK, it.pattern, plain(it.display)) }
            CallKey.STOP_COUNTRY -> shown.choices.country?.let(::stop)
            CallKey.OPEN_RULE -> shown.choices.ruleId?.let { host.go(Route.Rule(it)) }
            CallKey.CALL_BACK -> callBack(shown)
            CallKey.COPY -> copy(shown)
            CallKey.SHARE -> share(shown)
            CallKey.DELETE -> openDialog(CallKey.DELETE)
            CallKey.DECIDER -> deciderOf(shown.call)?.let(host::go)
            CallKey.TRACE -> {
                wholeTrace = !wholeTrace
                draw(shown)
            }
            CallKey.HIDDEN_OPTION -> host.go(Route.Option(StageName.HIDDEN))
        }
    }

    private fun decide(kind: RuleKind, pattern: String?, who: Text) {
        onCore({ it.decideCallers(kind, listOfNotNull(pattern)) }) { undo ->
            host.offerUndo(text(if (kind == RuleKind.BLOCK) R.string.block_done else R.string.block_allowed, who), undo)
            load()
        }
    }

    private fun stop(country: CountryChoice) = onCore({ it.stopCountry(country.region, stopped = true) }) { undo ->
        host.offerUndo(text(R.string.block_country_done, Text.Country(country.region)), undo)
        load()
    }

    /** Shall this number be dialled, although it may cost? */
    private data class CallBack(val number: String) : Serializable

    override fun dialog(key: Serializable): Dialog = when (key) {
        is SourceShown -> host.sourceDialog(key)
        is CallBack -> host.confirmDialog(text(R.string.call_back_question), text(R.string.call_back_words), text(R.string.call_back)) { dial(key.number) }
        else -> host.confirmDialog(text(R.string.call_delete_question), text(R.string.call_delete_words), text(R.string.action_delete)) {
            onCore({ it.deleteCall(id) }) { host.goBack() }
        }
    }

    private fun callBack(shown: CallDetails) {
        val number = shown.call.caller.number.orEmpty()
        if (isCostlyToCallBack(shown.call, homeRegion)) openDialog(CallBack(number)) else dial(number)
    }

    private fun dial(number: String) = host.open(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))

    private fun copy(shown: CallDetails) = host.copyText(callerTitle(shown.call.caller).of(context), shown.call.caller.number.orEmpty())

    private fun share(shown: CallDetails) = host.shareText(sharedText(shown, now()).of(context))
}
