package org.stufo.ui.objection

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.stufo.R
import org.stufo.core.EMPTY_FIELDS
import org.stufo.core.model.Action
import org.stufo.core.model.AfterObjection
import org.stufo.core.model.Authority
import org.stufo.core.model.CallDetails
import org.stufo.core.model.CallEnding
import org.stufo.core.model.CallFlags
import org.stufo.core.model.CallOffer
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.CallRow
import org.stufo.core.model.CallerChoices
import org.stufo.core.model.CallerKind
import org.stufo.core.model.CallerState
import org.stufo.core.model.CallerView
import org.stufo.core.model.CallsAfter
import org.stufo.core.model.CalmAnswer
import org.stufo.core.model.CampaignRow
import org.stufo.core.model.Certainty
import org.stufo.core.model.ChosenCall
import org.stufo.core.model.Complaint
import org.stufo.core.model.ComplaintRefusal
import org.stufo.core.model.ComplaintWarning
import org.stufo.core.model.Contact
import org.stufo.core.model.Controller
import org.stufo.core.model.DraftField
import org.stufo.core.model.DraftTable
import org.stufo.core.model.EndingBasis
import org.stufo.core.model.EnrolmentChannel
import org.stufo.core.model.EnrolmentStep
import org.stufo.core.model.EvidenceCount
import org.stufo.core.model.EvidencePage
import org.stufo.core.model.EvidenceRow
import org.stufo.core.model.Fact
import org.stufo.core.model.FactBasis
import org.stufo.core.model.FactCode
import org.stufo.core.model.FormField
import org.stufo.core.model.FormRow
import org.stufo.core.model.LaterCall
import org.stufo.core.model.LawSource
import org.stufo.core.model.Letter
import org.stufo.core.model.LocalizedText
import org.stufo.core.model.Moment
import org.stufo.core.model.NumberLookup
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.model.ObjectionOverview
import org.stufo.core.model.ObjectionPage
import org.stufo.core.model.ObjectionRow
import org.stufo.core.model.OtherAuthority
import org.stufo.core.model.PackSuggestion
import org.stufo.core.model.Reason
import org.stufo.core.model.RecontactRow
import org.stufo.core.model.RecontactView
import org.stufo.core.model.RefusalCode
import org.stufo.core.model.RegisterView
import org.stufo.core.model.Relation
import org.stufo.core.model.ReportCounts
import org.stufo.core.model.ReportKind
import org.stufo.core.model.ReportRow
import org.stufo.core.model.ReportScope
import org.stufo.core.model.ReportState
import org.stufo.core.model.SenderData
import org.stufo.core.model.SenderView
import org.stufo.core.model.SuggestedSetting
import org.stufo.core.model.WarningCode
import org.stufo.core.model.WrittenNumber
import org.stufo.ui.objection.SayEvent
import org.stufo.ui.objection.complaint.Answer
import org.stufo.ui.objection.complaint.ComplaintDraft
import org.stufo.ui.objection.complaint.ComplaintEvent
import org.stufo.ui.objection.complaint.ComplaintKey
import org.stufo.ui.objection.complaint.ControllerKey
import org.stufo.ui.objection.complaint.FormEvent
import org.stufo.ui.objection.complaint.Paper
import org.stufo.ui.objection.complaint.PickEvent
import org.stufo.ui.objection.complaint.PickFrom
import org.stufo.ui.objection.complaint.Picking
import org.stufo.ui.objection.complaint.complaintFormRows
import org.stufo.ui.objection.complaint.complaintRows
import org.stufo.ui.objection.complaint.letterRows
import org.stufo.ui.objection.complaint.pickRows
import org.stufo.ui.objection.facts.FactKey
import org.stufo.ui.objection.facts.FlagKey
import org.stufo.ui.objection.facts.ObjectionKey
import org.stufo.ui.objection.facts.commonFacts
import org.stufo.ui.objection.facts.factIcon
import org.stufo.ui.objection.facts.factTags
import org.stufo.ui.objection.facts.flagActions
import org.stufo.ui.objection.facts.flagRows
import org.stufo.ui.objection.recontact.Period
import org.stufo.ui.objection.recontact.ReContactEvent
import org.stufo.ui.objection.recontact.campaignBars
import org.stufo.ui.objection.recontact.reContactRows
import org.stufo.ui.objection.record.ObjectionEvent
import org.stufo.ui.objection.record.ObjectionForm
import org.stufo.ui.objection.record.ObjectionFormKey
import org.stufo.ui.objection.record.ObjectionsEvent
import org.stufo.ui.objection.record.ObjectionsKey
import org.stufo.ui.objection.record.objectionFormRows
import org.stufo.ui.objection.record.objectionRows
import org.stufo.ui.objection.record.objectionsRows
import org.stufo.ui.objection.register.RegisterKey
import org.stufo.ui.objection.register.StepKey
import org.stufo.ui.objection.register.registerRows
import org.stufo.ui.objection.register.registerState
import org.stufo.ui.objection.report.ReportEvent
import org.stufo.ui.objection.report.ReportKey
import org.stufo.ui.objection.report.reportRows
import org.stufo.ui.objection.report.stateText
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.durationText
import org.stufo.words.longDate
import org.stufo.words.plain
import org.stufo.words.text
import java.time.LocalDate
import java.time.ZoneId
import org.stufo.ui.objection.record.ObjectionKey as RecordKey

/** The rows of the objection screens, made without Android: what is known on one side, what is shown on the other. */
class ObjectionRowsTest {
    private val rome = ZoneId.of("Europe/Rome")
    private val today = LocalDate.of(2026, 11, 24)
    private val now = Now(today.atTime(18, 40).atZone(rome).toInstant().toEpochMilli(), rome)

    private fun say(words: String) = LocalizedText(words, words)

    private val source = LawSource("Act", "art. 1", "https://law.example", today, Certainty.HIGH)
    private val register = RegisterView(
        "RPO", say("Register"), "https://r.example", say("what"),
        listOf(
            EnrolmentStep(EnrolmentChannel.PHONE, say("Call"), say("06"), "06", null),
            EnrolmentStep(EnrolmentChannel.POST, say("Post"), say("x"), null, null),
        ),
        say("ready"), say("limits"), say("renew"), null, null, null, inForce = false, null, null, renewalDue = false, renewalIsLaw = false, null, source,
    )
    private val authority = Authority("Garante", "https://g.example", "https://g.example/r", say("how"), source)
    private val view = overview("IT", register, authority, CalmAnswer("No, grazie", say("No")))

    private fun overview(country: String?, register: RegisterView?, authority: Authority?, say: CalmAnswer?) = ObjectionOverview(
        country, register, authority, null, say, ObjectionMethod.entries, ReportCounts(0, 0, 0, 0), 0, 0, 0, EvidenceCount(0, 0),
    )

    private val noSender = SenderData(null, null, null, null, null, null, null)
    private val nobody = SenderView(noSender, remembered = false, inBackup = false, emptyList())

    private fun call(id: Long, action: Action = Action.ALLOW, outcome: CallOutcome? = null) = CallRow(
        id, Moment(now.millis - id * 60_000, 60), CallerView(CallerKind.NUMBER, "+390255551234", "02 5555 1234", null, "IT", null, null),
        action, Reason.NOTHING_AGAINST, null, Contact.NOT_FOUND, null, outcome, "", null,
    )

    private fun fact(code: FactCode) =
        Fact(code, FactBasis.RECORDED, say(code.name), say("tag of $code"), say("detail"), source, emptyList(), null, register = false)

    private fun keys(rows: List<Row<*>>): List<Any> = rows.flatMap { row ->
        when (row) {
            is Row.Item<*> -> listOfNotNull(row.event)
            is Row.Buttons<*> -> row.buttons.mapNotNull { it.event }
            is Row.Actions<*> -> row.buttons.mapNotNull { it.event }
            is Row.Banner<*> -> row.buttons.mapNotNull { it.event }
            is Row.Bars<*> -> listOfNotNull(row.event)
            is Row.Check<*> -> listOfNotNull(row.event(true))
            else -> emptyList()
        }
    }

    private fun state(register: RegisterView) = registerState(register, now).let { (look, state) -> look.tone to (state as? Text.Res)?.id }

    @Test
    fun theRegisterIsSaidInOneLine() {
        val enrolled = register.copy(enrolledOn = today.minusDays(4), inForceOn = today.plusDays(11), daysLeft = 11)
        assertEquals(Tone.ACCENT to R.string.register_not_entered, state(register))
        assertEquals(11L, (registerState(enrolled, now).second as Text.Count).count)
        val inForce = enrolled.copy(inForce = true, inForceOn = today, daysLeft = 0)
        assertEquals(Tone.PASSED to R.string.register_in_force_since, state(inForce))
        assertEquals(Tone.SILENCED to R.string.register_renewal_due, state(inForce.copy(renewalDue = true, renewalDueOn = today)))
        assertEquals("a register that ended", Tone.NEUTRAL to R.string.register_closed, state(inForce.copy(closedOn = today)))
        assertEquals("that will end", Tone.PASSED to R.string.register_in_force_since, state(inForce.copy(closedOn = today.plusDays(1))))
    }

    @Test
    fun theRegisterOffersWhatCanBeDone() {
        assertEquals(listOf(RegisterKey.ENROLLED, StepKey("06", null), StepKey(null, "https://law.example")), keys(registerRows(register, called = false, now)))
        val enrolled = register.copy(enrolledOn = today.minusDays(40), inForceOn = today.minusDays(25), inForce = true, daysLeft = 0)
        val offered = keys(registerRows(enrolled, called = false, now))
        assertTrue(offered.containsAll(listOf(RegisterKey.RENEWED, RegisterKey.ENROLLED, RegisterKey.REMOVE)))
        assertFalse(RegisterKey.REMOVE_RENEWAL in offered)
        val renewed = keys(registerRows(enrolled.copy(renewedOn = today), called = false, now))
        assertTrue(RegisterKey.REMOVE_RENEWAL in renewed)
        assertFalse("nothing to renew once it is closed", RegisterKey.RENEWED in keys(registerRows(enrolled.copy(closedOn = today), called = false, now)))
        val ended = registerRows(register.copy(closedOn = today, steps = emptyList()), called = false, now)
        assertFalse("no way to enrol is promised", Row.Section(text(R.string.register_how)) in ended)
        assertFalse(ended.filterIsInstance<Row.Banner<*>>().single().words == text(R.string.register_not_entered_words))
        assertTrue("earlier calls can still be judged by it", RegisterKey.ENROLLED in keys(ended))
    }

    @Test
    fun whoseAdviceARenewalIsStandsBesideItsDay() {
        fun whose(isLaw: Boolean): Text? {
            val rows = registerRows(register.copy(enrolledOn = today, renewalDueOn = today.plusDays(365), renewalIsLaw = isLaw), called = false, now)
            val row = rows.filterIsInstance<Row.Item<*>>().single { it.title == text(R.string.register_renewal) }
            return (row.summary as Text.Joined).parts.last()
        }
        assertEquals(text(R.string.register_renewal_law), whose(isLaw = true))
        assertEquals(text(R.string.register_renewal_advice), whose(isLaw = false))
    }

    @Test
    fun aCountryWithoutRulesSaysSoAndKeepsWhatWorksEverywhere() {
        val rows = objectionTabRows(overview(null, null, null, null), "DE", now)
        assertTrue(rows.any { it is Row.Item<*> && it.title == text(R.string.objection_no_law, Text.Country("DE")) })
        assertEquals(listOf(TabKey.SAY, TabKey.OBJECTIONS, TabKey.RECONTACT), keys(rows))
        assertEquals(TabKey.entries.toSet(), keys(objectionTabRows(view, "IT", now)).toSet())
        val general = whatToSayRows(view.copy(say = null, register = null), null).first() as Row.Banner<*>
        assertEquals(text(R.string.say_general), general.words)
    }

    @Test
    fun whoIsNotEnrolledIsNotToldToSaySo() {
        val warned = Row.Note(text(R.string.say_not_enrolled, plain("RPO")))
        assertTrue(warned in whatToSayRows(view, null))
        assertFalse(warned in whatToSayRows(view.copy(register = register.copy(enrolledOn = today)), null))
    }

    @Test
    fun theCardOfACallTakesTheNoteOnceAndNeverOfOneThatDidNotRing() {
        assertEquals(listOf(SayEvent.Said), keys(whatToSayRows(view, call(1))))
        assertEquals(listOf(SayEvent.Objection), keys(whatToSayRows(view, call(1, outcome = CallOutcome.OBJECTED))))
        assertEquals(emptyList<Any>(), keys(whatToSayRows(view, call(1, Action.REJECT))))
    }

    private fun details(call: CallRow, flags: CallFlags) =
        CallDetails(call, emptyList(), flags, emptyList(), emptyList(), CallerChoices(CallerState.RINGS, ruleId = null, range = null, country = null))

    @Test
    fun aCallShowsItsObjectionAndFactsAndNothingAboutAWantedCaller() {
        val flagged =
            details(
                call(3),
                CallFlags(
                    AfterObjection(7, null, Relation.SAME_NUMBER, 3),
                    listOf(fact(FactCode.OUTSIDE_HOURS)),
                    wanted = false,
                    unsure = false,
                    voidContract = false,
                    null,
                ),
            )
        val rows = flagRows(flagged) { it }.filterIsInstance<Row.Item<*>>()
        assertEquals(text(R.string.flag_after_objection, 3) to ObjectionKey(7, null), rows.first().title to rows.first().event)
        assertEquals(listOf(FactKey(fact(FactCode.OUTSIDE_HOURS))), rows.drop(1).map { it.event })
        assertEquals(listOf(FlagKey.SAY, FlagKey.OBJECTED, FlagKey.COMPLAINT), keys(flagActions(flagged) { it }))
        val wanted = details(call(3, Action.REJECT), CallFlags(null, emptyList(), wanted = true, unsure = false, voidContract = false, null))
        assertEquals(emptyList<Row<*>>(), flagRows(wanted) { it })
        assertEquals(listOf(FlagKey.SAY), keys(flagActions(wanted) { it }))
    }

    @Test
    fun aStrangersCallIsNoViolation() {
        val stranger = details(call(3), CallFlags(null, emptyList(), wanted = false, unsure = true, voidContract = false, null))
        val row = flagRows(stranger) { it }.filterIsInstance<Row.Item<*>>().single()
        assertEquals(text(R.string.flags_unsure) to Tone.NEUTRAL, row.title to row.icon?.tone)
        val offers = flagActions(stranger) { it }.filterIsInstance<Row.Chips<*, *>>().single()
        assertEquals(CallOffer.entries, offers.options.map { it.value })
        val lookup = NumberLookup("AGCOM", "https://l.example", say("who"))
        val banned = details(call(3), CallFlags(null, emptyList(), wanted = false, unsure = false, voidContract = true, lookup))
        assertTrue(keys(flagActions(banned) { it }).containsAll(listOf(FlagKey.LOOKUP, FlagKey.VOID)))
    }

    @Test
    fun whatIsCommonIsSaidOnceAndRowsSayWhatDiffers() {
        val (hours, day) = fact(FactCode.OUTSIDE_HOURS) to fact(FactCode.FORBIDDEN_DAY)
        assertEquals(listOf(hours), commonFacts(listOf(listOf(hours, day), listOf(hours))))
        assertEquals(day.tag.text(), factTags(listOf(hours, day), listOf(hours)))
        assertNull(factTags(listOf(hours), listOf(hours)))
        assertEquals("one call has nothing in common", emptyList<Fact>(), commonFacts(listOf(listOf(hours))))
        assertEquals("nor has one without", emptyList<Fact>(), commonFacts(listOf(listOf(hours), emptyList())))
    }

    @Test
    fun theRegisterComesFirstOnlyWhenItMatters() {
        fun place(register: RegisterView) = keys(objectionTabRows(view.copy(register = register), "IT", now)).indexOf(TabKey.REGISTER)
        val enrolled = register.copy(enrolledOn = today.minusDays(40), inForceOn = today.minusDays(25), inForce = true, daysLeft = 0)
        assertEquals(0, place(register))
        assertEquals(0, place(enrolled.copy(renewalDue = true, renewalDueOn = today)))
        assertTrue(place(enrolled) > 2)
        val late = view.copy(register = enrolled, reports = ReportCounts(1, 1, 0, 1))
        assertEquals("an answer that is overdue", TabKey.REPORTS, keys(objectionTabRows(late, "IT", now)).first())
        val called = registerRows(register, called = true, now).first() as Row.Banner<*>
        assertEquals(listOf(RegisterKey.DONE_TODAY), called.buttons.map { it.event })
    }

    @Test
    fun aLetterHasNoHour() {
        val form = ObjectionForm.fresh(now)
        fun asksTime(how: ObjectionMethod) = ObjectionFormKey.TIME in keys(objectionFormRows(form.copy(how = how), ObjectionMethod.entries, now))
        assertEquals(setOf(ObjectionMethod.LETTER, ObjectionMethod.REGISTERED), ObjectionMethod.entries.filterNot(::asksTime).toSet())
    }

    private val kept = ReportRow(
        3, ReportKind.AUTHORITY, "IT", "Luce", listOf(1), EMPTY_FIELDS, null, null, now.millis, ReportState.DRAFT, null, "", null, false, null, "",
    )

    @Test
    fun aReportIsSentAndAnswered() {
        fun shown(report: ReportRow) = keys(reportRows(report, ObjectionMethod.entries, report.protocol, report.answer, now))
        assertEquals(listOf(ReportEvent.Sent(null), ReportKey.RESUME, ReportKey.DELETE), shown(kept))
        val sent = kept.copy(state = ReportState.SENT, sentOn = today, protocol = "12")
        assertEquals(listOf(ReportKey.ANSWERED, ReportKey.SENT_DAY, ReportKey.REOPEN, ReportKey.DELETE), shown(sent))
        assertTrue(texts(stateText(sent, now)).contains(text(R.string.report_protocol_is, "12")))
        val letter = kept.copy(kind = ReportKind.LETTER)
        val ways = reportRows(letter, ObjectionMethod.entries, "", "", now).filterIsInstance<Row.Chips<*, *>>().single()
        assertFalse("a letter is not said on the telephone", ObjectionMethod.PHONE in ways.options.map { it.value })
        val late = sent.copy(kind = ReportKind.LETTER, answerDueOn = today.minusDays(1), overdue = true)
        assertTrue((reportRows(late, emptyList(), "", "", now).first() as Row.Banner<*>).loud)
    }

    @Test
    fun everyKindOfFactHasALookOfItsOwn() {
        assertEquals(FactCode.entries.size, FactCode.entries.map { factIcon(it).icon }.toSet().size)
    }

    private val quiet = CallsAfter(0, 0, 0, 0, null, null, emptyList(), more = false)
    private val objection = ObjectionRow(1, null, "", emptyList(), Moment(now.millis, 60), ObjectionMethod.EMAIL, "", quiet)

    @Test
    fun anObjectionIsNamedByItsCompanyElseItsNumber() {
        fun title(row: ObjectionRow) = (objectionsRows(ObjectionPage(listOf(row), more = false), now).first() as Row.Item<*>).title
        assertEquals(text(R.string.objection_no_company), title(objection))
        val numbered = objection.copy(numbers = listOf(WrittenNumber("+390612345678", "06 1234 5678")))
        assertEquals(plain("06 1234 5678"), title(numbered))
        assertEquals(plain("Luce"), title(numbered.copy(company = "Luce")))
        val older = objectionsRows(ObjectionPage(listOf(objection), more = true), now)
        assertEquals(listOf(ObjectionsEvent.Open(1, null), ObjectionsKey.MORE, ObjectionsKey.ADD), keys(older))
    }

    @Test
    fun aComplaintIsOfferedOnlyWhereCallsCameAndTheCountryHasWords() {
        val later = quiet.copy(count = 1, last = Moment(now.millis, 60), calls = listOf(LaterCall(Relation.COMPANY, call(9))))
        val broken = objection.copy(after = later)
        assertTrue(keys(objectionRows(broken, canWrite = true, now)).containsAll(listOf(RecordKey.LETTER, RecordKey.COMPLAINT, ObjectionEvent.Call(9))))
        assertFalse(RecordKey.COMPLAINT in keys(objectionRows(objection, canWrite = true, now)))
        assertFalse(RecordKey.LETTER in keys(objectionRows(broken, canWrite = false, now)))
        assertTrue("made of a call", Row.Note(text(R.string.objection_of_call)) in objectionRows(objection.copy(id = null, callId = 5), true, now))
    }

    @Test
    fun numbersOfAnObjectionAreOneALineAndReadByTheCore() {
        val form = ObjectionForm.fresh(now).copy(numbers = " 02 5555 1234 \n\n, 0844 1; +44 20 7946 0958")
        assertEquals(listOf("02 5555 1234", "0844 1", "+44 20 7946 0958"), form.toDraft().numbers)
        assertFalse(form.isEmpty)
        assertTrue(form.copy(numbers = " ;\n").isEmpty)
    }

    @Test
    fun theDayOfAnObjectionFollowsTheClocksOfItsSeason() {
        val summer = ObjectionForm.fresh(now).at(LocalDate.of(2026, 7, 1).atTime(10, 0), now)
        assertEquals(120, summer.atOffsetMinutes)
        assertEquals(LocalDate.of(2026, 7, 1).atTime(10, 0), summer.time(now))
        assertEquals(60, summer.at(LocalDate.of(2026, 11, 1).atTime(10, 0), now).atOffsetMinutes)
    }

    private fun end(callers: Int, again: Int, share: Int?) = RecontactRow(CallEnding.REJECTED, EndingBasis.RECORDED, callers, again, 0, share, 90, 5_000, 4)

    private fun table(vararg rows: RecontactRow) = RecontactView(0, 20, 0, 10, 30, rows.toList(), emptyList(), null, say("why not"))

    private fun texts(text: Text?): List<Text> = when (text) {
        is Text.Joined -> text.parts.flatMap(::texts)
        null -> emptyList()
        else -> listOf(text)
    }

    @Test
    fun smallNumbersAreSaidToBeSmall() {
        fun row(end: RecontactRow) = reContactRows(table(end), Period.QUARTER, details = true, now).filterIsInstance<Row.Item<*>>().first()
        val few = row(end(4, 3, share = null))
        assertEquals(null, few.trailing)
        val many = row(end(12, 3, share = 25))
        assertEquals(text(R.string.recontact_percent, Text.Number(25)), many.trailing)
        // Said once, above all ends; each has its bar, and the details wait for a tap.
        val rows = reContactRows(table(end(4, 3, null), end(2, 1, null)), Period.QUARTER, details = false, now)
        val tooFew = text(R.string.recontact_too_few, Text.Number(4), Text.Number(10))
        assertEquals(tooFew, (rows.first() as Row.Banner<*>).title)
        assertEquals(listOf(750, 500), rows.filterIsInstance<Row.Progress>().map { it.part })
        assertTrue(rows.none { it is Row.Item<*> && it.trailing != null } && ReContactEvent.Details in keys(rows))
        val told = reContactRows(table(end(40, 1, 3), end(40, 20, 50)), Period.QUARTER, details = false, now).first() as Row.Banner<*>
        assertEquals(R.string.recontact_compared, (told.title as Text.Res).id)
        assertTrue("one came back once: no middle", texts(row(end(4, 1, null)).summary).any { it is Text.Res && it.id == R.string.recontact_after })
        assertTrue(texts(few.summary).any { it is Text.Res && it.id == R.string.recontact_soonest })
    }

    @Test
    fun durationsAreInTheUnitThatFits() {
        fun unit(minutes: Long) = (durationText(minutes) as Text.Count).let { it.id to it.count }
        assertEquals(R.plurals.duration_minutes to 119L, unit(119))
        assertEquals(R.plurals.duration_hours to 2L, unit(120))
        assertEquals(R.plurals.duration_hours to 48L, unit(2 * 24 * 60 - 1))
        assertEquals(R.plurals.duration_days to 2L, unit(2 * 24 * 60))
        assertEquals(R.plurals.duration_days to 4L, unit(5_400))
    }

    @Test
    fun aSuggestionLeadsToTheSettingAndChangesNothing() {
        val none = reContactRows(table(end(4, 1, null)), Period.QUARTER, details = false, now)
        assertTrue(Row.Note(say("why not").text()) in none)
        val found = table(
            end(40, 1, 3),
        ).copy(suggestion = PackSuggestion(SuggestedSetting.PACK, Action.SILENCE, say("because"), emptyList()), suggestionMissing = null)
        val banner = reContactRows(found, Period.QUARTER, details = false, now).filterIsInstance<Row.Banner<*>>().last()
        assertEquals(listOf(ReContactEvent.Setting), banner.buttons.map { it.event })
        assertTrue(texts(banner.words).containsAll(listOf(say("because").text(), text(R.string.suggestion_nothing_by_itself))))
    }

    @Test
    fun aCampaignIsDrawnAndReadAloud() {
        val campaign = CampaignRow("+39351*", "351*", 4, 6, Moment(now.millis, 60), Moment(now.millis, 60), active = true, listOf(3, 0, 3), 2.0, listOf(1))
        val bars = campaignBars(campaign, ReContactEvent.Campaign("+39351*"), plain("351*"), now)
        assertEquals(listOf(3, 0, 3), bars.values)
        assertEquals(listOf(Text.Number(3), Text.Number(0), Text.Number(3)), ((bars.said as Text.Res).args.single() as Text.Joined).parts)
    }

    private val form =
        listOf(
            FormField(DraftField.NAME, true, say("Name")),
            FormField(DraftField.COMPANY, true, say("Company")),
            FormField(DraftField.CONTRACT, false, say("Contract")),
        )
    private val rows = listOf(
        FormRow(DraftField.NAME, null, "Nome", say("Name"), "Anna", required = true),
        FormRow(DraftField.COMPANY, null, "Titolare", say("Company"), null, required = true),
        FormRow(DraftField.CALL_TIME, 1, "Ora", say("Time"), "21:15", required = true),
    )
    private val complaint = Complaint(
        "IT", authority, listOf(OtherAuthority("AGCOM", "https://a.example", say("too"), emptyList(), source)), "it", listOf("it"), ReportScope.COMPANY, null,
        form, rows, "Nome: Anna", form.drop(1),
        listOf(
            ComplaintWarning(WarningCode.CHECK_AND_SIGN, say("sign"), emptyList()),
            ComplaintWarning(WarningCode.NO_REGISTER, say("no date"), emptyList()),
        ),
        listOf(ChosenCall(call(1), null, listOf(fact(FactCode.OUTSIDE_HOURS))), ChosenCall(call(2), "Luce", emptyList())), emptyList(),
        DraftTable(emptyList(), emptyList()), "Title", "The draft",
    )

    @Test
    fun aComplaintShowsWhatIsSupportedMissingAndToBeLookedAt() {
        val draft = ComplaintDraft.of(listOf(1, 2), null)
        val rows = complaintRows(complaint, draft, now)
        val items = rows.filterIsInstance<Row.Item<*>>()
        assertEquals(fact(FactCode.OUTSIDE_HOURS).tag.text(), items.single { it.event == ComplaintEvent.Call(1) }.summary)
        // The form row by row, each to be copied; what is open leads to where it is filled in.
        assertEquals(listOf(ComplaintEvent.Copy("Nome", "Anna"), ComplaintEvent.Copy("Ora", "21:15")), keys(rows).filterIsInstance<ComplaintEvent.Copy>())
        assertTrue(items.any { it.title == plain("Titolare") && it.event == ComplaintKey.FORM })
        assertTrue(keys(rows).containsAll(listOf(ComplaintEvent.Open("https://a.example"), ComplaintKey.COPY_ALL, ComplaintKey.SENT, ComplaintKey.KEEP)))
        assertTrue(text(R.string.complaint_nothing) in texts(items.single { it.event == ComplaintEvent.Call(2) }.summary))
        assertTrue(say("Company").text() in texts(items.single { it.title == text(R.string.complaint_missing) }.summary))
        assertEquals(say("no date").text(), items.single { it.event == ComplaintKey.REGISTER }.title)
        assertEquals("said once, beside the draft", 1, rows.count { it is Row.Banner<*> && it.words == say("sign").text() })
        assertTrue(Row.Words(plain("The draft")) in rows)
        assertTrue(keys(rows).containsAll(listOf(ComplaintEvent.Hand(Paper.SHARE), ComplaintEvent.Hand(Paper.PRINT), ComplaintKey.SITE, ComplaintKey.CSV)))
        val complete = complaintRows(complaint.copy(missing = form.drop(2)), draft, now).filterIsInstance<Row.Item<*>>()
        assertTrue(complete.any { it.title == text(R.string.complaint_complete) })
    }

    private fun refused(code: RefusalCode, vararg controllers: Controller) =
        complaint.copy(refused = ComplaintRefusal(code, say("no"), controllers.toList()), rows = emptyList(), text = null)

    @Test
    fun aRefusalSaysWhyAndHasNoDraft() {
        val draft = ComplaintDraft.of(listOf(1, 2), null)
        val two = refused(
            RefusalCode.TWO_CONTROLLERS,
            Controller("Luce", listOf(1)),
            Controller("", listOf(2)),
            Controller("Typed", emptyList()),
        )
        val rows = complaintRows(two, draft, now)
        val banner = rows.filterIsInstance<Row.Banner<*>>().single()
        assertTrue(banner.loud)
        assertEquals(say("no").text(), banner.words)
        assertEquals(listOf(ControllerKey(listOf(1), true), ControllerKey(listOf(2), true), ComplaintKey.FORM), banner.buttons.map { it.event })
        assertFalse(keys(rows).any { it is ComplaintEvent.Hand })
        val wanted = refused(RefusalCode.WANTED_CALLER, Controller("", listOf(2)))
        assertTrue(ControllerKey(listOf(2), false) in keys(complaintRows(wanted, draft, now)))
        assertEquals(
            listOf<Any>(ComplaintEvent.Call(1), ComplaintEvent.Call(2), ComplaintKey.CHOOSE),
            keys(complaintRows(refused(RefusalCode.NO_LAW), draft, now)),
        )
    }

    @Test
    fun theFormKeepsItsShapeAndSaysWhatTheRecordKnows() {
        val draft = ComplaintDraft.of(listOf(1, 2), null)
        val rows = complaintFormRows(complaint, draft, nobody, remember = false, inBackup = false)
        val company = rows.filterIsInstance<Row.Field<*>>().single { it.event("Gas") == FormEvent.Typed(DraftField.COMPANY, "Gas") }
        assertEquals("it looks filled in, not empty", "Luce" to null, company.value to company.help)
        val known = nobody.copy(sender = noSender.copy(name = "Anna"), remembered = true)
        val remembered = complaintFormRows(complaint, draft, known, remember = true, inBackup = false)
        assertEquals(listOf("Anna", "Luce"), remembered.filterIsInstance<Row.Field<*>>().map { it.value })
        assertEquals(listOf(true, false), remembered.filterIsInstance<Row.Toggle<*>>().map { it.on })
        draft.type(DraftField.COMPANY, "Gas")
        draft.answer(DraftField.CONTRACT, false)
        val filled = complaintFormRows(complaint, draft, nobody, remember = false, inBackup = false)
        assertEquals(rows.map { it::class }, filled.map { it::class })
        assertEquals(Answer.NO, filled.filterIsInstance<Row.Chips<*, *>>().single().chosen)
        assertEquals(EMPTY_FIELDS.copy(company = "Gas", contract = false), draft.fields)
        draft.answer(DraftField.CONTRACT, null)
        draft.type(DraftField.COMPANY, " ")
        assertEquals(EMPTY_FIELDS, draft.fields)
        assertFalse(draft.isFilledIn)
    }

    @Test
    fun aLetterKeepsItsShapeWhateverIsTyped() {
        val empty = letterRows(Letter(form.take(2), form.take(2), emptyList(), emptyList(), "it", listOf("it"), null), emptyMap(), "", nobody)
        val full =
            letterRows(
                Letter(form.take(2), emptyList(), emptyList(), emptyList(), "it", listOf("it"), "Dear"),
                mapOf(DraftField.NAME to "Anna"),
                "Luce",
                nobody,
            )
        assertEquals(empty.map { it::class }, full.map { it::class })
        assertTrue(Row.Words(text(R.string.letter_needs_company)) in empty && Row.Words(plain("Dear")) in full)
        assertEquals(listOf(null, plain("Luce")), full.filterIsInstance<Row.Field<*>>().map { it.hint })
    }

    @Test
    fun aHundredCallsAreChosenAtMostAndAWantedOneNever() {
        val draft = ComplaintDraft.of((1L..100L).toList(), null)
        assertFalse(draft.choose(101, true))
        assertTrue("it is chosen already", draft.choose(100, true))
        assertTrue(draft.choose(100, false) && draft.choose(101, true))
        draft.keepOnly(listOf(1, 2, 300))
        draft.leaveOut(listOf(2))
        assertEquals(setOf(1L), draft.calls)
        assertEquals("never more than the core takes", 100, ComplaintDraft.of((1L..150L).toList(), null).calls.size)
        val page = EvidencePage(listOf(EvidenceRow(call(1), false, false, emptyList()), EvidenceRow(call(2), true, false, emptyList())), null, 2, emptyList())
        val rows = pickRows(page, Picking(PickFrom.EVIDENCE, "", draft.calls, hasNear = false), now)
        assertEquals(listOf(PickEvent.Call(1, false) to true), rows.filterIsInstance<Row.Check<*>>().map { it.event(false) to it.on })
        assertEquals(listOf(PickFrom.EVIDENCE, PickFrom.HISTORY), rows.filterIsInstance<Row.Chips<*, *>>().single().options.map { it.value })
        val ticked = pickRows(page, Picking(PickFrom.NEAR, "", setOf(2L), hasNear = true), now)
        assertTrue(
            "one chosen before it was wanted can be taken back",
            ticked.any {
                it is Row.Check<*> && it.event(false) == PickEvent.Call(2, false) && it.on
            },
        )
    }

    @Test
    fun theSameDayHasTheSameNameInEveryZone() {
        val far = Now(now.millis, ZoneId.of("Pacific/Kiritimati"))
        assertNotEquals(longDate(today, now), longDate(today, far))
        assertEquals(today, far.dayOf((longDate(today, far) as Text.LongDay).millis))
    }
}
