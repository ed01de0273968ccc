package org.stufo.ui

import org.stufo.core.Core
import org.stufo.core.CoreAccess
import org.stufo.core.addList
import org.stufo.core.enrol
import org.stufo.core.importList
import org.stufo.core.model.Action
import org.stufo.core.model.CallOutcome
import org.stufo.core.model.Contact
import org.stufo.core.model.Moment
import org.stufo.core.model.ObjectionDraft
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.model.Rule
import org.stufo.core.model.RuleKind
import org.stufo.core.model.SettingsPatch
import org.stufo.core.model.Switch
import org.stufo.core.momentAt
import org.stufo.core.noteCall
import org.stufo.core.patchSettings
import org.stufo.core.saveObjection
import org.stufo.core.saveRule
import org.stufo.harness.plainList
import java.io.File
import java.time.LocalDateTime
import java.time.ZoneId
import java.util.Locale
import java.util.TimeZone

/** Some weeks of a phone in Milan, the last two in full, ending on a Tuesday evening: what the pictures show. */
internal object Sample {
    private val zone: TimeZone = TimeZone.getTimeZone("Europe/Rome")
    private val evening: LocalDateTime = LocalDateTime.of(2026, 11, 24, 18, 40)

    /** The phone's clock stands still: pictures must not differ from day to day. */
    fun stopClock() {
        TimeZone.setDefault(zone)
        CoreAccess.clock = { at(evening) }
    }

    fun moment(daysAgo: Int, hour: Int, minute: Int): Moment = at(evening.toLocalDate().minusDays(daysAgo.toLong()).atTime(hour, minute))

    private fun at(time: LocalDateTime): Moment = momentAt(time.atZone(ZoneId.of(zone.id)).toInstant().toEpochMilli(), zone)

    fun fill(core: Core) {
        core.saveRule(Rule(0, RuleKind.BLOCK, "02 5555*", "Luce e gas", Action.REJECT, true, null, null))
        core.saveRule(Rule(0, RuleKind.ALLOW, "02 5555 0100", "Studio medico", Action.ALLOW, true, null, null))
        core.saveRule(Rule(0, RuleKind.BLOCK, "+44*", "", Action.SILENCE, false, null, null))
        core.patchSettings(SettingsPatch(hidden = Switch.SILENCE))
        val unwanted = listOf("0255551234", "0844123456", "0844700112", "0255551871", "0844700113")
        for (day in 13 downTo 0) {
            for (index in 0..(day * 7 + 3) % 4) core.receive(unwanted[(day + index) % unwanted.size], moment(day, 9 + index * 2, (day * 3 + index * 11) % 60))
        }
        for (day in listOf(31, 27, 26, 19, 18, 17, 11, 9)) core.receive("351012%04d".format(Locale.ROOT, 3400 + day), moment(day, 14, day))
        for ((index, number) in listOf("3510123401", "3510123417", "3510123455", "3510123489").withIndex()) {
            core.noteCall(core.receive(number, moment(index + 1, 12, 8 + index * 9)), CallOutcome.OBJECTED)
        }
        objections(core)
        lists(core)
        core.receive("+44 20 7946 0958", moment(1, 11, 31))
        core.receive("02 5555 0100", moment(1, 16, 5))
        core.receive(null, moment(0, 16, 20))
        core.receive("+39 347 1234567", moment(0, 18, 28), Contact.FOUND)
    }

    /** Enrolled in spring; a call centre that goes on although it was told by certified mail, in the evening and on Sunday. */
    private fun objections(core: Core) {
        core.enrol(evening.toLocalDate().minusMonths(8), null)
        core.noteCall(core.receive("0255551234", moment(3, 20, 47)), null, "Offerta luce, voce registrata")
        core.receive("0255551234", moment(2, 11, 15))
        core.saveObjection(
            ObjectionDraft(
                0,
                null,
                "Energia Chiara S.r.l.",
                listOf("02 5555 1234"),
                moment(9, 17, 30),
                ObjectionMethod.CERTIFIED,
                "Ricevuta di consegna archiviata",
            ),
        )
        core.saveObjection(ObjectionDraft(0, null, "Fibra Veloce S.p.A.", listOf("0844 700112"), moment(6, 10, 5), ObjectionMethod.EMAIL, ""))
    }

    /** One list that is fresh, one that waits for a decision, one from a file. */
    private fun lists(core: Core) {
        val numbers = { count: Int -> (0 until count).joinToString("\n") { "+3904555%05d".format(Locale.ROOT, it * 7) } }
        val reported = core.addList(plainList("Numeri segnalati", "https://lists.example/reported.csv", "IT", Action.REJECT))
        import(core, reported, numbers(12_480))
        val shrunk = core.addList(plainList("Truffe note", "https://lists.example/scams.txt", "IT", Action.SILENCE))
        import(core, shrunk, numbers(900))
        import(core, shrunk, numbers(40))
        import(core, core.addList(plainList("Condominio", "condominio.csv", "IT", Action.SILENCE)), numbers(35))
        core.receive("+39 0455 500070", moment(0, 10, 12))
    }

    private fun import(core: Core, id: Long, text: String) {
        val file = File.createTempFile("list", ".txt")
        file.writeText("number\n$text\n")
        core.importList(id, file)
        file.delete()
    }
}
