package org.stufo.core

import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.stufo.core.model.CallEnding
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.Certainty
import org.stufo.core.model.DraftField
import org.stufo.core.model.EndingBasis
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.FactBasis
import org.stufo.core.model.FactCode
import org.stufo.core.model.LetterFields
import org.stufo.core.model.ObjectionDraft
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.model.Patch
import org.stufo.core.model.RefusalCode
import org.stufo.core.model.Relation
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.WarningCode
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.Sample
import org.stufo.ui.receive
import java.time.LocalDate

/** Objection, evidence and complaint against the real library: every field that Kotlin reads is one that Rust says. */
@RunWith(StufoRunner::class)
@Config(sdk = [35])
class ObjectionsTest {
    @get:Rule
    val fresh = FreshCore()

    private val core get() = fresh.core

    @Before
    fun stopClock() = Sample.stopClock()

    private val energia = ObjectionDraft(0, null, "Energia", listOf("02 5555 1234"), Sample.moment(8, 10, 0), ObjectionMethod.CERTIFIED, "receipt")

    @Test
    fun anEnrolmentIsKeptCountedAndTold() {
        assertNull(core.home().register)
        val before = core.objectionView()
        assertEquals("IT", before.country)
        assertNull(before.register!!.enrolledOn)
        assertTrue(before.register!!.steps.any { it.dial == "0642986411" } && before.register!!.steps.any { it.url != null })
        assertTrue(before.authority!!.report.startsWith("https://") && before.say!!.words.isNotEmpty())

        val soon = core.enrol(LocalDate.of(2026, 11, 20), null)
        assertEquals(LocalDate.of(2026, 12, 5) to 11, soon.inForceOn to soon.daysLeft)
        assertEquals(11, core.home().register!!.daysLeft)
        val renewed = core.enrol(LocalDate.of(2025, 3, 1), LocalDate.of(2026, 3, 2))
        assertTrue(renewed.inForce)
        assertEquals(LocalDate.of(2027, 3, 2), renewed.renewalDueOn)
        assertEquals(renewed, core.objectionView().register)
        val wrong = assertThrows(CoreException::class.java) { core.enrol(null, LocalDate.of(2026, 3, 2)) }
        assertEquals(ErrorCode.BAD_REQUEST, wrong.error)
        assertNull(core.enrol(null, null).inForceOn)
    }

    @Test
    fun anObjectionIsSavedFollowedFoundAndForgotten() {
        val id = core.saveObjection(energia)
        val same = core.receive("02 5555 1234", Sample.moment(4, 21, 0))
        core.receive("02 5555 1999", Sample.moment(1, 11, 0))
        val row = core.objection(id, null)!!
        assertEquals(listOf("Energia", ObjectionMethod.CERTIFIED, "receipt"), listOf(row.company, row.how, row.note))
        assertEquals(listOf("+390255551234"), row.numbers.map { it.number })
        assertEquals(listOf(1, 1, 0), row.after.let { listOf(it.sameNumber, it.rangeNeighbour, it.company) })
        assertEquals(listOf(Relation.RANGE_NEIGHBOUR, Relation.SAME_NUMBER), row.after.calls.map { it.relation })
        assertEquals(listOf(1, 1, 2), core.objectionView().let { listOf(it.objections, it.calledAgain, it.callsAfter) })

        val flags = core.call(same).flags
        assertEquals(id to 1, flags.afterObjection!!.objection to flags.afterObjection!!.count)
        val late = flags.facts.single { it.code == FactCode.OUTSIDE_HOURS }
        assertEquals(FactBasis.RECORDED, late.basis)
        assertTrue(late.source.certainty == Certainty.HIGH && late.source.law.isNotEmpty() && late.detail.it.contains("21:00"))

        val told = core.receive("06 1234 5678", Sample.moment(9, 9, 0))
        core.noteCall(told, CallOutcome.OBJECTED)
        val page = core.objections(1)
        assertEquals(listOf(id to null) to true, page.objections.map { it.id to it.callId } to page.more)
        assertEquals(told, core.objection(null, told)!!.callId)
        core.saveObjection(energia.copy(id = id, company = "Energia Chiara", how = ObjectionMethod.LETTER))
        assertEquals("Energia Chiara" to ObjectionMethod.LETTER, core.objection(id, null)!!.let { it.company to it.how })
        core.deleteObjection(id)
        assertNull(core.objection(id, null))
    }

    @Test
    fun evidenceComesInPagesByKindAndAsCsv() {
        core.saveObjection(energia)
        val ids = (4 until 7).map { core.receive("02 5555 1234", Sample.moment(it, 21, 0)) }
        val first = core.evidence(null, null, 2)
        assertEquals(ids.take(2) to true, first.rows.map { it.call.id } to (first.next != null))
        assertEquals(ids.drop(2), core.evidence(null, first.next, 2).rows.map { it.call.id })
        assertTrue(first.kinds.map { it.code }.containsAll(listOf(FactCode.OUTSIDE_HOURS, FactCode.AFTER_OBJECTION)))
        assertEquals(emptyList<Any>(), core.evidence(FactCode.HIDDEN_CALLER, null, 10).rows)
        assertEquals(3, core.evidence(FactCode.OUTSIDE_HOURS, null, 10).rows.size)
        assertEquals(ids[1], core.evidenceOf(listOf(ids[1])).rows.single().call.id)
        val csv = core.evidenceExport(null, null).text.trim().lines()
        assertEquals("a head and two facts a call", 1 + 2 * 3, csv.size)
        assertEquals(1 + 2, core.evidenceExport(null, listOf(ids[0])).text.trim().lines().size)
    }

    @Test
    fun aComplaintSaysWhatIsMissingAndRefusesTwoCompanies() {
        val id = core.saveObjection(energia)
        core.saveObjection(energia.copy(company = "Fibra", numbers = listOf("0844 700112")))
        val (mine, other) = core.receive("02 5555 1234", Sample.moment(0, 9, 0)) to core.receive("0844 700112", Sample.moment(0, 9, 30))
        val complaint = core.complaint(listOf(mine), EMPTY_FIELDS.copy(name = "Anna Bianchi", consent = false))
        assertNull(complaint.refused)
        assertEquals("Energia", complaint.calls.single().company)
        val missing = complaint.missing.map { it.field }
        assertTrue(listOf(DraftField.NAME, DraftField.CONSENT, DraftField.COMPANY).none { it in missing } && DraftField.TAX_CODE in missing)
        assertTrue(complaint.form.map { it.field }.containsAll(missing.filter { it != DraftField.REGISTER } + DraftField.NAME))
        assertTrue(complaint.text!!.contains("Anna Bianchi"))
        assertTrue(complaint.warnings.any { it.code == WarningCode.CHECK_AND_SIGN } && complaint.warnings.any { it.code == WarningCode.NO_REGISTER })
        val refused = core.complaint(listOf(mine, other), EMPTY_FIELDS)
        assertEquals(RefusalCode.TWO_CONTROLLERS, refused.refused!!.code)
        assertEquals(setOf("Energia" to listOf(mine), "Fibra" to listOf(other)), refused.refused!!.controllers.map { it.company to it.calls }.toSet())
        assertNull(refused.text)
        val letter = core.letter(id, null, LetterFields(name = "Anna"))
        assertEquals(
            listOf(DraftField.COMPANY, DraftField.CALLED_NUMBER, DraftField.NAME, DraftField.ADDRESS, DraftField.CONTACT, DraftField.PLACE),
            letter.form.map {
                it.field
            },
        )
        assertTrue(letter.text!!.contains("Energia") && letter.missing.none { it.field == DraftField.COMPANY })
        assertNull(core.letter(null, null, LetterFields()).text)
    }

    @Test
    fun whoCallsAgainIsCountedByTheEnd() {
        Sample.fill(core)
        val found = core.reContact(180)
        assertEquals(30 to 10, found.followDays to found.enoughFrom)
        val objected = found.rows.single { it.end == CallEnding.OBJECTED }
        assertEquals(EndingBasis.SELF_REPORTED, objected.known)
        assertNull("too few for a share", objected.share)
        val campaign = found.campaigns.first { it.pattern.startsWith("+39351") }
        assertEquals(campaign.calls, campaign.weeks.sum())
        assertTrue(campaign.sample.isNotEmpty() && campaign.display.isNotEmpty())
        assertNotNull(found.suggestionMissing)
        assertNull(found.suggestion)
    }

    @Test
    fun aCountryWithoutAFileStillKeepsObjections() {
        core.patchSettings(SettingsPatch(region = Patch("NL")))
        core.saveObjection(energia.copy(numbers = listOf("020 1234567")))
        val call = core.receive("020 1234568", Sample.moment(0, 21, 30))
        val view = core.objectionView()
        assertEquals(listOf(null, null, null, null), listOf(view.country, view.register, view.authority, view.say))
        assertEquals(1, view.callsAfter)
        assertEquals(RefusalCode.NO_LAW, core.complaint(listOf(call), EMPTY_FIELDS).refused!!.code)
        assertEquals(ErrorCode.REFUSED, assertThrows(CoreException::class.java) { core.letter(null, null, LetterFields()) }.error)
        assertEquals(emptyList<Any>(), core.evidence(null, null, 10).kinds)
    }

    /** What is written to a log by mistake must hold no number. */
    @Test
    fun anObjectionAsTextShowsNoNumber() {
        core.saveObjection(energia)
        val row = core.objections(1).objections.single()
        assertTrue(listOf(energia.toString(), row.numbers.toString()).none { "5555" in it })
    }
}
