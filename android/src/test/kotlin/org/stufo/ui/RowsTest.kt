package org.stufo.ui

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.stufo.R
import org.stufo.core.model.Action
import org.stufo.core.model.CallCounts
import org.stufo.core.model.CallDetails
import org.stufo.core.model.CallFlags
import org.stufo.core.model.CallGroup
import org.stufo.core.model.CallRow
import org.stufo.core.model.CallerChoices
import org.stufo.core.model.CallerKind
import org.stufo.core.model.CallerState
import org.stufo.core.model.CallerView
import org.stufo.core.model.Contact
import org.stufo.core.model.CountryChoice
import org.stufo.core.model.DecisionSource
import org.stufo.core.model.Fault
import org.stufo.core.model.FaultCount
import org.stufo.core.model.HiddenKind
import org.stufo.core.model.HistoryGroups
import org.stufo.core.model.HomeView
import org.stufo.core.model.Level
import org.stufo.core.model.LineType
import org.stufo.core.model.ListFilter
import org.stufo.core.model.ListReading
import org.stufo.core.model.ListRow
import org.stufo.core.model.LocalizedText
import org.stufo.core.model.Moment
import org.stufo.core.model.NextStep
import org.stufo.core.model.Notice
import org.stufo.core.model.NoticeKind
import org.stufo.core.model.Protection
import org.stufo.core.model.RangeChoice
import org.stufo.core.model.Reason
import org.stufo.core.model.Saw
import org.stufo.core.model.StageName
import org.stufo.core.model.Stop
import org.stufo.core.model.Switch
import org.stufo.core.model.SyncOutcome
import org.stufo.core.model.SyncReason
import org.stufo.core.model.SyncReasonName
import org.stufo.core.model.SyncState
import org.stufo.core.model.TraceRow
import org.stufo.core.model.TraceSource
import org.stufo.harness.Project
import org.stufo.ui.call.CallKey
import org.stufo.ui.call.callRows
import org.stufo.ui.call.deciderOf
import org.stufo.ui.call.isCostlyToCallBack
import org.stufo.ui.calls.HistoryChip
import org.stufo.ui.calls.HistoryPages
import org.stufo.ui.calls.foldedTrace
import org.stufo.ui.calls.historyFilter
import org.stufo.ui.calls.historyRows
import org.stufo.ui.calls.traceRows
import org.stufo.ui.home.HeldKey
import org.stufo.ui.home.HomeKey
import org.stufo.ui.home.NoticeKey
import org.stufo.ui.home.StepKey
import org.stufo.ui.home.Wait
import org.stufo.ui.home.homeRows
import org.stufo.ui.home.waitUntilMillis
import org.stufo.ui.lists.Fetching
import org.stufo.ui.lists.ListDetails
import org.stufo.ui.lists.ListKey
import org.stufo.ui.lists.ListsEvent
import org.stufo.ui.lists.directoryRows
import org.stufo.ui.lists.fetchingRows
import org.stufo.ui.lists.listRows
import org.stufo.ui.lists.listsRows
import org.stufo.ui.lists.publicLists
import org.stufo.ui.permissions.Grants
import org.stufo.ui.rows.Row
import org.stufo.ui.rules.Hours
import org.stufo.ui.rules.replaced
import org.stufo.ui.screen.Route
import org.stufo.ui.settings.licenceText
import org.stufo.ui.settings.optionTitle
import org.stufo.ui.settings.parts
import org.stufo.ui.settings.unfolded
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.callerPlace
import org.stufo.words.callerText
import org.stufo.words.callerTitle
import org.stufo.words.count
import org.stufo.words.dotted
import org.stufo.words.plain
import org.stufo.words.reasonText
import org.stufo.words.text
import org.stufo.words.untilText
import org.stufo.words.whenNear
import org.stufo.words.whenText
import java.time.LocalDate
import java.time.ZoneId
import java.util.Locale

/** Rows are made without Android: each case is one line of what is known and one of what is shown. */
class RowsTest {
    private val rome = ZoneId.of("Europe/Rome")

    private fun millis(day: Int, hour: Int, minute: Int = 0) = LocalDate.of(2026, 11, day).atTime(hour, minute).atZone(rome).toInstant().toEpochMilli()

    private val now = Now(millis(24, 18, 40), rome)

    private fun caller(kind: CallerKind, number: String?, hidden: HiddenKind? = null, region: String? = null, line: LineType? = null) =
        CallerView(kind, number, number, hidden, region, null, line)

    private val number = caller(CallerKind.NUMBER, "+390255551234", region = "IT")

    private fun from(caller: CallerView) = call(1, now.millis).copy(caller = caller, contact = Contact.NOT_FOUND)

    private fun call(id: Long, at: Long, action: Action = Action.REJECT) = CallRow(
        id, Moment(at, 60), number, action, Reason.PACK, null, Contact.NOT_FOUND, null, null, "", null,
    )

    @Test
    fun timesAreRelativeNearbyAndDatesFarAway() {
        assertEquals(text(R.string.when_now), whenText(now.millis - 20_000, now))
        assertEquals(12L, (whenText(now.millis - 12 * 60_000, now) as Text.Count).count)
        assertEquals(Text.Clock(millis(24, 9)), whenText(millis(24, 9), now))
        assertEquals(text(R.string.when_yesterday), whenText(millis(23, 23, 59), now))
        assertEquals(Text.Day(millis(22, 23), withYear = false), whenText(millis(22, 23), now))
        assertEquals("a clock set back", Text.Clock(millis(24, 20)), whenText(millis(24, 20), now))
    }

    @Test
    fun hiddenCallersHaveWordsAndOthersTheirNumber() {
        assertEquals(plain("+390255551234"), callerTitle(number))
        val rightToLeft = number.copy(display = "sip:\u05d0\u05d1@host")
        assertEquals("kept apart from the words round it", plain("\u2068sip:\u05d0\u05d1@host\u2069"), callerTitle(rightToLeft))
        assertEquals(text(R.string.caller_hidden), callerTitle(caller(CallerKind.HIDDEN, null, HiddenKind.RESTRICTED)))
        assertEquals(text(R.string.caller_payphone), callerTitle(caller(CallerKind.HIDDEN, null, HiddenKind.PAYPHONE)))
        assertEquals(text(R.string.caller_unknown), callerTitle(caller(CallerKind.OTHER, "")))
        assertEquals(plain("sip:anna@example.org"), callerTitle(caller(CallerKind.OTHER, "sip:anna@example.org")))
    }

    @Test
    fun aPlaceStandsForItsCountryAtHomeAndBesideItAbroad() {
        val fixed = caller(CallerKind.NUMBER, "+390212345678", region = "IT", line = LineType.FIXED)
        val milan = fixed.copy(place = LocalizedText(it = "Milano", en = "Milan"))
        val line = text(R.string.line_fixed)
        assertEquals(dotted(Text.Bilingual(en = "Milan", it = "Milano"), line), callerPlace(milan, "IT"))
        assertEquals(dotted(Text.Bilingual(en = "Milan", it = "Milano"), Text.Country("IT"), line), callerPlace(milan, "FR"))
        assertEquals(dotted(Text.Country("IT"), line), callerPlace(fixed, "IT"))
        assertEquals(Text.Country("FR"), callerPlace(fixed.copy(region = "FR", lineType = null), "IT"))
        assertEquals(null, callerPlace(caller(CallerKind.HIDDEN, null), "IT"))
    }

    private fun alone(call: CallRow) = CallGroup(call, listOf(call.id), isAfterObjection = false)

    @Test
    fun aGroupSaysHowManyItsPlaceAndThatItCameAfterAnObjection() {
        val milan = from(number.copy(place = LocalizedText(it = "Milano", en = "Milan")))
        val group = CallGroup(milan, listOf(milan.id, 2, 1), isAfterObjection = true)
        val shown = historyRows(listOf(group), now).last() as Row.Item<*>
        assertEquals(text(R.string.history_group, callerText(milan.caller), Text.Number(3)), shown.title)
        val said = (shown.summary as Text.Joined).parts
        assertEquals(listOf(Text.Bilingual("Milan", "Milano"), text(R.string.history_after_objection)), said.takeLast(2))
        val single = historyRows(listOf(alone(milan)), now).last() as Row.Item<*>
        assertEquals(callerText(milan.caller), single.title)
    }

    @Test
    fun aDayThatGoesOnOverTwoPagesHasOneHeader() {
        val first = historyRows(listOf(call(3, millis(24, 9)), call(2, millis(23, 9))).map(::alone), now)
        assertEquals(listOf(true, false, true, false), first.map { it is Row.Section })
        val second = historyRows(listOf(alone(call(1, millis(23, 8)))), now, after = LocalDate.of(2026, 11, 23))
        assertEquals(listOf(false), second.map { it is Row.Section })
    }

    @Test
    fun pagesAreAskedForOnceAndOnlyNearTheEnd() {
        val asked = mutableListOf<String?>()
        val pages = HistoryPages { asked += it }
        pages.begin()
        pages.add(HistoryGroups((0L until 50).map { alone(call(it, millis(24, 9))) }, "next"), now)
        pages.seen(10)
        assertEquals(listOf<String?>(null), asked)
        pages.seen(40)
        pages.seen(41)
        assertEquals("once, while it is on its way", listOf(null, "next"), asked)
        pages.failed()
        pages.seen(41)
        assertEquals("again after a failure", listOf(null, "next", "next"), asked)
        pages.add(HistoryGroups(emptyList(), null), now)
        pages.seen(51)
        assertEquals("not past the end", 3, asked.size)
        val before = pages.rows.size
        pages.begin()
        assertEquals("the old rows stay until the new ones are there", before, pages.rows.size)
        pages.add(HistoryGroups(listOf(alone(call(1, millis(23, 8)))), null), now)
        assertEquals("a header and a call", 2, pages.rows.size)
        assertFalse(pages.isEmpty)
    }

    @Test
    fun chipsAndSearchMakeOneFilter() {
        val filter = historyFilter(HistoryChip.SILENCED, "  0844 ")
        assertEquals(listOf(Action.SILENCE), filter.actions)
        assertEquals("0844", filter.search)
        assertEquals(null, historyFilter(HistoryChip.ALL, " ").search)
        assertEquals(true, historyFilter(HistoryChip.HIDDEN, "").hidden)
        assertEquals(Reason.LIST, historyFilter(HistoryChip.BY_LIST, "").reason)
    }

    @Test
    fun theFirstFindingThatDecidesIsMarkedAndNoOther() {
        val pack = TraceSource.Pack("IT-0844", "Advertising", "Pubblicità")
        val trace = listOf(
            TraceRow(StageName.NEVER_BLOCK, Saw.NOTHING, null, null, null),
            TraceRow(StageName.PACK, Saw.MATCH, Action.REJECT, Reason.PACK, pack),
            TraceRow(StageName.QUIET_HOURS, Saw.MATCH, Action.SILENCE, Reason.QUIET_HOURS, null),
        )
        val decided = traceRows(trace).map { ((it as Row.Item<*>).summary as? Text.Res)?.id == R.string.trace_decided }
        assertEquals(listOf(false, true, false), decided)
        assertEquals(Text.Bilingual("Advertising", "Pubblicità"), reasonText(Reason.PACK, pack.text()))
    }

    @Test
    fun whatDecidedStandsFirstAndTheRestIsFolded() {
        val trace = StageName.entries.map { stage ->
            if (stage == StageName.LISTS) TraceRow(stage, Saw.MATCH, Action.REJECT, Reason.LIST, null) else TraceRow(stage, Saw.NOTHING, null, null, null)
        }
        val (decider, fold) = foldedTrace(trace, whole = false, turn = CallKey.TRACE).map { it as Row.Item<*> }
        assertEquals(text(R.string.stage_lists) to CallKey.TRACE, decider.title to fold.event)
        assertEquals(count(R.plurals.trace_all, trace.size - 1), fold.title)
        val whole = foldedTrace(trace, whole = true, turn = CallKey.TRACE)
        assertEquals("each once", trace.size + 1, whole.distinct().size)
        val rang = foldedTrace(trace.filter { it.saw == Saw.NOTHING }, whole = false, turn = CallKey.TRACE)
        assertEquals("nothing decided", listOf(CallKey.TRACE), rang.map { (it as Row.Item<*>).event })
    }

    @Test
    fun whatDecidedLeadsToWhereItIsChosen() {
        fun decider(reason: Reason, source: DecisionSource? = null) = deciderOf(from(number).copy(reason = reason, source = source))
        assertEquals(Route.Rule(7), decider(Reason.USER_BLOCK, DecisionSource.Rule(7, "Pests")))
        assertEquals(Route.OneList(8), decider(Reason.LIST, DecisionSource.List(8, "Bad")))
        assertEquals(Route.Range("IT-0844"), decider(Reason.PACK, DecisionSource.Pack("IT-0844", "Advertising", null)))
        assertEquals(Route.Option(StageName.FOREIGN), decider(Reason.FOREIGN, DecisionSource.Country("GB", "GB")))
        assertEquals(Route.QuietHours, decider(Reason.QUIET_HOURS))
        assertEquals(null, decider(Reason.NOTHING_AGAINST))
        val options = Reason.entries.map { decider(it) }.filterIsInstance<Route.Option>()
        assertEquals("each has a row to begin at", emptyList<Route>(), options.filter { optionTitle(it.stage) == null })
    }

    @Test
    fun everyReasonAndStageHasWords() {
        val rows = traceRows(StageName.entries.map { TraceRow(it, Saw.NOTHING, null, null, null) }).map { it as Row.Item<*> }
        assertTrue(rows.none { it.title is Text.Plain })
        assertEquals(Reason.entries.size, Reason.entries.map { reasonText(it, null) }.toSet().size)
        val listed = TraceSource.List(1, "Bad", 12, "fraud", 37)
        val found = traceRows(listOf(TraceRow(StageName.LISTS, Saw.MATCH, Action.REJECT, Reason.LIST, listed))).single() as Row.Item<*>
        val parts = ((found.summary as Text.Res).args.single() as Text.Joined).parts
        assertEquals(listOf(text(R.string.reason_list_named, plain("Bad")), text(R.string.category_fraud), text(R.string.trace_score, Text.Number(37))), parts)
    }

    private val home = HomeView(
        "IT", protection(Stop(StageName.PACK, Action.REJECT, 1, emptyList(), onlyListed = false, isLimited = false)), emptyList(), CallCounts(1, 2, 3),
        CallCounts(4, 5, 6), emptyList(), null, emptyList(), 0, 0, 0, emptyList(), null,
    )

    private fun protection(vararg stops: Stop) = Protection(Level.CAUTIOUS, isChosen = true, isChanged = false, stops.toList())

    private fun banner(role: Boolean, contacts: Boolean, available: Boolean = true) =
        homeRows(home, Grants(available, role, contacts, notifications = true), now, hasTile = true).first() as Row.Banner<*>

    @Test
    fun homeAsksForOneThingTheMostPressing() {
        assertEquals(listOf(HomeKey.ROLE), banner(role = false, contacts = false).buttons.map { it.event })
        assertTrue(banner(role = false, contacts = true).loud)
        assertEquals(listOf(HomeKey.CONTACTS, HomeKey.LEVEL), banner(role = true, contacts = false).buttons.map { it.event })
        assertEquals(listOf(HomeKey.LEVEL), banner(role = true, contacts = true).buttons.map { it.event })
        assertEquals("the card itself leads there", HomeKey.LEVEL, banner(role = true, contacts = true).event)
        assertEquals("a phone without the role", emptyList<Any>(), banner(role = false, contacts = false, available = false).buttons.map { it.event })
        val chart = homeRows(home, Grants(true, true, true, true), now, hasTile = true).filterIsInstance<Row.Chart>().single()
        assertEquals("rejected and silenced", 3 to 9, chart.today to chart.week)
    }

    @Test
    fun whileEverybodyGetsThroughThatIsSeenFirst() {
        val grants = Grants(true, true, true, true)
        val off = homeRows(home.copy(waitingUntilMillis = null), grants, now, hasTile = true)
        val on = homeRows(home.copy(waitingUntilMillis = now.millis + 1), grants, now, hasTile = true)
        assertEquals("right under the banner", text(R.string.home_waiting_on_words), (on[1] as Row.Item<*>).summary)
        assertEquals(listOf(HomeKey.STOP_WAITING), (on[2] as Row.Buttons<*>).buttons.map { it.event })
        assertEquals("never both", off.size, on.size)
        assertTrue(
            "the offer stands lower",
            off.indexOfFirst { (it as? Row.Item<*>)?.title == text(R.string.home_waiting) } > off.indexOfFirst { it is Row.Chart },
        )
        assertEquals("what is over is off", off, homeRows(home.copy(waitingUntilMillis = now.millis), grants, now, hasTile = true))
    }

    @Test
    fun theButtonsOfACallFollowHowItsCallerStands() {
        fun buttons(caller: CallerView, choices: CallerChoices) = (
            callRows(
                CallDetails(
                    call = from(caller),
                    trace = emptyList(),
                    earlier = emptyList(),
                    neighbours = emptyList(),
                    choices = choices,
                    flags = CallFlags(null, emptyList(), wanted = false, unsure = false, voidContract = false, lookup = null),
                ),
                "",
                "IT",
                now,
            ).first() as Row.Banner<*>
            ).buttons.map {
            it.event
        }
        fun standing(state: CallerState) = CallerChoices(state, ruleId = null, range = null, country = null)
        assertEquals(listOf(CallKey.BLOCK, CallKey.ALLOW), buttons(number, standing(CallerState.RINGS)))
        assertEquals("nothing to block", listOf(CallKey.OPEN_RULE, CallKey.ALLOW), buttons(number, standing(CallerState.BLOCKED)))
        assertEquals("nothing to allow", listOf(CallKey.OPEN_RULE, CallKey.BLOCK), buttons(number, standing(CallerState.ALLOWED)))
        assertEquals(listOf(CallKey.ALLOW), buttons(number, standing(CallerState.STOPPED)))
        assertEquals(emptyList<Any>(), buttons(number, standing(CallerState.ALWAYS_RINGS)))
        assertEquals(emptyList<Any>(), buttons(caller(CallerKind.OTHER, "anna@example.org"), standing(CallerState.NO_NUMBER)))
        assertEquals(listOf(CallKey.HIDDEN_OPTION), buttons(caller(CallerKind.HIDDEN, null, HiddenKind.PAYPHONE), standing(CallerState.NO_NUMBER)))
        val range = RangeChoice("+390288881*", "02 8888 1xxx", 1_000)
        val both = standing(CallerState.RINGS).copy(range = range, country = CountryChoice("GB", isStopped = false))
        assertEquals(listOf(CallKey.BLOCK, CallKey.ALLOW, CallKey.BLOCK_RANGE, CallKey.STOP_COUNTRY), buttons(number, both))
        val stopped = both.copy(country = CountryChoice("GB", isStopped = true))
        assertEquals("a country once", listOf(CallKey.BLOCK, CallKey.ALLOW, CallKey.BLOCK_RANGE), buttons(number, stopped))
    }

    @Test
    fun waitingEndsWhenItSays() {
        assertEquals(now.millis + 3_600_000, waitUntilMillis(Wait.HOUR, now))
        assertEquals(now.millis + 4 * 3_600_000, waitUntilMillis(Wait.FOUR_HOURS, now))
        assertEquals("tomorrow's last minute", millis(25, 23, 59), waitUntilMillis(Wait.TOMORROW, now))
        assertEquals("today the time alone", Text.Clock(millis(24, 22)), untilText(millis(24, 22), now))
        assertEquals("when_tomorrow_in_sentence" to millis(25, 23, 59), near(untilText(millis(25, 23, 59), now)))
    }

    /** The name of the day and the time. */
    private fun near(text: Text): Pair<String, Long> {
        val (day, time) = (text as Text.Res).args
        val names = listOf("when_yesterday_in_sentence", "when_today_in_sentence", "when_tomorrow_in_sentence")
        val ids = listOf(R.string.when_yesterday_in_sentence, R.string.when_today_in_sentence, R.string.when_tomorrow_in_sentence)
        return ((day as? Text.Res)?.let { names[ids.indexOf(it.id)] } ?: "date") to (time as Text.Clock).millis
    }

    @Test
    fun theDaysAroundTodayHaveNames() {
        val days = listOf(22, 23, 24, 25, 26).map { near(whenNear(millis(it, 9), now)).first }
        assertEquals(listOf("date", "when_yesterday_in_sentence", "when_today_in_sentence", "when_tomorrow_in_sentence", "date"), days)
    }

    private fun notice(kind: NoticeKind) = Notice(1, kind, 7, "Mine", reportId = null, 0)

    @Test
    fun aNoticeNamesItsListAndLeadsToIt() {
        for (kind in listOf(NoticeKind.LIST_HELD, NoticeKind.LIST_STALE, NoticeKind.LIST_UNTRUSTED)) {
            val row = homeRows(home.copy(notices = listOf(notice(kind))), Grants(true, true, true, true), now, hasTile = true)[1] as Row.Banner<*>
            assertEquals("$kind", listOf<Any>("Mine"), (row.words as Text.Res).args)
            assertEquals(7L, row.buttons.mapNotNull { it.event as? NoticeKey }.first().notice.listId)
        }
    }

    @Test
    fun aHeldListOffersBothAnswers() {
        val row = homeRows(home.copy(notices = listOf(notice(NoticeKind.LIST_HELD))), Grants(true, true, true, true), now, hasTile = true)[1] as Row.Banner<*>
        assertEquals(listOf(HeldKey(7, keep = true), HeldKey(7, keep = false)), row.buttons.map { it.event }.filterIsInstance<HeldKey>())
    }

    @Test
    fun homeSaysWhatIsReallyOnAlsoNothing() {
        fun first(view: HomeView, contacts: Boolean = true) = homeRows(view, Grants(true, true, contacts, true), now, hasTile = true).first() as Row.Banner<*>
        assertEquals(text(R.string.home_level, text(R.string.level_cautious)), first(home).title)
        val nothing = home.copy(protection = protection())
        assertEquals(text(R.string.home_nobody_title), first(nothing).title)
        val strangers = Stop(StageName.NOT_IN_CONTACTS, Action.SILENCE, 1, emptyList(), onlyListed = false, isLimited = false)
        val strict = home.copy(protection = protection(strangers))
        assertEquals(text(R.string.home_level, text(R.string.level_cautious)), first(strict).title)
        assertEquals("nobody can be a stranger without the contacts", text(R.string.home_nobody_title), first(strict, contacts = false).title)
        val changed = home.copy(protection = home.protection.copy(isChanged = true))
        assertEquals(text(R.string.home_level_changed, text(R.string.level_cautious)), first(changed).title)
    }

    @Test
    fun eachNextStepCanBeTakenOrDismissed() {
        val rows = homeRows(home.copy(nextSteps = NextStep.entries), Grants(true, true, true, true), now, hasTile = true)
        val keys = rows.filterIsInstance<Row.Buttons<*>>().flatMap { it.buttons }.mapNotNull { it.event as? StepKey }
        assertEquals(NextStep.entries.flatMap { listOf(StepKey(it, dismiss = false), StepKey(it, dismiss = true)) }, keys)
        val old = homeRows(home.copy(nextSteps = listOf(NextStep.TILE)), Grants(true, true, true, true), now, hasTile = false)
        assertTrue("an old phone adds no tile", old.none { it == Row.Section(text(R.string.home_next)) })
    }

    @Test
    fun whatIsFetchedIsToldWithHowMuchIsToCome() {
        fun bar(fetching: Fetching) = fetchingRows(fetching, "Mine", stop = 0).first() as Row.Progress
        assertEquals("waits", text(R.string.lists_waiting) to null, bar(Fetching(null, false, 0, null)).let { it.text to it.part })
        assertEquals("unknown length", null, bar(Fetching(7, false, 500, null)).part)
        assertEquals("a half", 500, bar(Fetching(7, false, 500, 1_000)).part)
        assertEquals("more than promised", 1_000, bar(Fetching(7, false, 5_000, 1_000)).part)
        assertEquals("nothing promised", null, bar(Fetching(7, false, 0, 0)).part)
        val applied = bar(Fetching(7, true, 1_000, 1_000))
        assertEquals("taken in", text(R.string.list_named, plain("Mine"), text(R.string.list_applying)) to null, applied.text to applied.part)
    }

    private fun state(result: SyncOutcome, why: SyncReason?, next: Long) = SyncState(
        etag = null, lastModified = null, askedMillis = now.millis, goodMillis = now.millis, result, why, failures = 0, next,
        accept = false, expiresMillis = null, manifestMillis = null, leftOut = 0, since = null, wholeMillis = null, part = null,
    )

    private fun list(result: SyncOutcome?, why: SyncReason? = null, next: Long = now.millis + 1) = ListRow(
        7, "Mine", "https://lists.example/a", "IT", form = null, Action.REJECT, enabled = true, createdMillis = 0, updatedMillis = now.millis, revision = 1,
        publicKey = null, intervalHours = 24, wifiOnly = false, ListFilter(null, Switch.OFF, emptyList()), numbers = 300, reading = null,
        sync = result?.let {
            state(it, why, next)
        },
        heldCallers = emptyList(),
    )

    @Test
    fun aListSaysWhatReadingItRepairedAndLeftOut() {
        fun told(list: ListRow) = listRows(ListDetails(list, emptyList()), "Mine", null, now).filterIsInstance<Row.Item<*>>()
            .map { it.title to it.summary }
            .filter { (title, _) -> title is Text.Count && title.id in listOf(R.plurals.list_repaired, R.plurals.list_left_out) }
        val faults = listOf(FaultCount(Fault.NOT_A_NUMBER, 3), FaultCount(Fault.TOO_WIDE, 1))
        fun reason(lines: Long, id: Int) = text(R.string.list_fault, Text.Number(lines), text(id))
        assertEquals("nothing to tell", emptyList<Any>(), told(list(SyncOutcome.UPDATED)))
        assertEquals(
            listOf(
                count(R.plurals.list_repaired, 2L) to null,
                count(R.plurals.list_left_out, 4L) to dotted(reason(3, R.string.fault_not_a_number), reason(1, R.string.fault_too_wide)),
            ),
            told(list(SyncOutcome.UPDATED).copy(reading = ListReading(repaired = 2, leftOut = 4, faults))),
        )
        val signed = list(SyncOutcome.UPDATED).let { it.copy(sync = it.sync?.copy(leftOut = 5)) }
        assertEquals("of a signed repository", listOf(count(R.plurals.list_left_out, 5L) to null), told(signed))
    }

    @Test
    fun aListInTroubleSaysWhatTheUserCanDo() {
        fun keys(list: ListRow) =
            listRows(ListDetails(list, emptyList()), "Mine", null, now).filterIsInstance<Row.Banner<*>>().flatMap { it.buttons }.map { it.event }
        assertEquals("a decision", listOf(ListKey.KEEP, ListKey.ACCEPT), keys(list(SyncOutcome.HELD, SyncReason.Named(SyncReasonName.SHRANK))))
        val untrusted = listRows(ListDetails(list(SyncOutcome.REFUSED, SyncReason.Named(SyncReasonName.BAD_SIGNATURE)), emptyList()), "Mine", null, now)
        assertEquals(listOf(text(R.string.list_untrusted_words)), untrusted.filterIsInstance<Row.Banner<*>>().map { it.words })
        assertEquals("a server that is down needs nobody", emptyList<Any>(), keys(list(SyncOutcome.FAILED, SyncReason.HttpStatus(500))))
        assertEquals(emptyList<Any>(), keys(list(null)))
    }

    @Test
    fun theOverviewOffersBothAnswersToAHeldListToo() {
        fun keys(list: ListRow) = listsRows(listOf(list), null, network = true, now).filterIsInstance<Row.Banner<*>>().flatMap { it.buttons }.map { it.event }
        val held = list(SyncOutcome.HELD, SyncReason.Named(SyncReasonName.SHRANK))
        assertEquals(listOf(ListsEvent.Held(7, keep = true), ListsEvent.Held(7, keep = false), ListsEvent.Open(7)), keys(held))
        val untrusted = list(SyncOutcome.REFUSED, SyncReason.Named(SyncReasonName.BAD_SIGNATURE))
        assertEquals("nothing to answer", listOf<Any>(ListsEvent.Open(7)), keys(untrusted))
    }

    @Test
    fun theNextLookIsToldUnlessAListIsBeingFetched() {
        fun rows(fetching: Fetching?, next: Long = millis(25, 9)) =
            listRows(ListDetails(list(SyncOutcome.UPDATED, next = next), emptyList()), "Mine", fetching, now)
        fun next(rows: List<Row<*>>) = rows.filterIsInstance<Row.Item<*>>().firstOrNull { it.title == text(R.string.list_next) }?.summary
        assertEquals(whenNear(millis(25, 9), now), next(rows(null)))
        assertEquals("overdue", text(R.string.list_next_due), next(rows(null, next = now.millis - 1)))
        val mine = rows(Fetching(7, false, 1, 2))
        assertEquals("being fetched", null, next(mine))
        fun buttons(rows: List<Row<*>>) = rows.flatMap { (it as? Row.Buttons<*>)?.buttons ?: (it as? Row.Actions<*>)?.buttons ?: emptyList() }.map { it.event }
        assertTrue(ListKey.STOP in buttons(mine) && ListKey.SYNC !in buttons(mine))
        assertTrue(ListKey.SYNC in buttons(rows(null)) && ListKey.STOP !in buttons(rows(null)))
        assertFalse("another list's", ListKey.STOP in buttons(rows(Fetching(8, false, 1, 2))))
    }

    @Test
    fun aForeignOrCostlyNumberIsNotCalledBackWithoutAWarning() {
        assertFalse(isCostlyToCallBack(from(number), "IT"))
        assertTrue(isCostlyToCallBack(from(number), "FR"))
        assertFalse("a contact abroad is no bait", isCostlyToCallBack(from(number).copy(contact = Contact.FOUND), "FR"))
        assertTrue(isCostlyToCallBack(from(number.copy(lineType = LineType.PREMIUM)), "IT"))
        assertFalse("a short code has no country", isCostlyToCallBack(from(caller(CallerKind.SHORT_CODE, "4040")), "IT"))
    }

    @Test
    fun hoursAreChangedAddedAndTakenAway() {
        val both = listOf(Hours.WORKING, Hours.NIGHT)
        assertEquals(listOf(Hours.WORKING, Hours.WORKING), both.replaced(1, Hours.WORKING))
        assertEquals(both + Hours.NIGHT, both.replaced(2, Hours.NIGHT))
        assertEquals(listOf(Hours.NIGHT), both.replaced(0, null))
        assertEquals(emptyList<Hours>(), emptyList<Hours>().replaced(0, null))
    }

    /** cargo xtask check holds the parts equal to what is linked. */
    @Test
    fun everyPartSaysItsLicenceAndALicenceThatAsksForANameHasOne() {
        val all = parts(Project.file("src/main/res/raw/licences.txt").readLines())
        assertTrue(all.size >= 50)
        for (part in all) {
            assertEquals(part.name, part.text.isNotEmpty(), licenceText(part) != null)
            assertTrue(part.name, part.text.isNotEmpty() || part.licence == "Public domain")
            assertTrue(part.name, part.text !in setOf("mit", "zlib") || part.whose.isNotEmpty())
        }
        assertEquals(emptyList<Any>(), parts(listOf("# remark", "only|three|fields", "")))
        assertEquals("One line.\n\nAnother one.", unfolded("\nOne\n  line.\n\nAnother\none.\n"))
    }

    @Test
    fun aLineOfTheDirectoryThatDoesNotFitIsLeftOut() {
        assertEquals(listOf("A" to ""), publicLists(listOf("# remark", "ES|A|b|c|https://x|2026-01-01|from|da", "ES|short", "")).map { it.name to it.key })
        assertEquals("a signed one", listOf("RWx"), publicLists(listOf("ES|A|b|c|https://x/|2026-01-01|from|da|RWx")).map { it.key })
    }

    @Test
    fun theDirectoryPutsTheUsersCountryFirstAndSaysWhereThereIsNone() {
        val lists = publicLists(listOf("ES|A|b|c|https://x|2026-01-01|from|da", "TR|B|b|–|https://y|2026-01-02|from|da"))
        fun sections(home: String) = directoryRows(lists, home, now).filterIsInstance<Row.Section>().map { it.text }
        assertEquals(listOf(Text.Country("TR"), Text.Country("ES")), sections("TR"))
        assertEquals(listOf(Text.Country("IT"), Text.Country("ES"), Text.Country("TR")), sections("IT"))
        assertTrue(Row.Words(text(R.string.directory_none)) in directoryRows(lists, "IT", now))
        assertFalse(Row.Words(text(R.string.directory_none)) in directoryRows(lists, "ES", now))
    }

    /** None is promised that the app would not fetch, and each says whose it is. */
    @Test
    fun theDirectoryHoldsOnlyWhatCanBeSubscribedTo() {
        val lines = Project.file("src/main/res/raw/public_lists.txt").readLines()
        val lists = publicLists(lines)
        assertEquals(lines.count { it.isNotBlank() && !it.startsWith("#") }, lists.size)
        for (list in lists) {
            assertTrue(list.name, list.url.startsWith("https://") && list.by.isNotBlank() && list.licence.isNotBlank())
            assertTrue(list.region, list.region in Locale.getISOCountries())
        }
    }
}
