package org.stufo.architecture

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.stufo.harness.Project
import java.io.File

/** The rules of the house as far as a text search can hold them. Each has an offender it must find. */
class ArchitectureTest {
    private class Ban(val what: String, val text: Regex, val offender: String, val place: String = "ui/Bad.kt", val allowed: (String) -> Boolean = { false })

    private val bans = listOf(
        Ban("AndroidX is not shipped", Regex("""^import androidx\."""), "import androidx.core.view.ViewCompat"),
        Ban("one way to the log, which never says a number", Regex("""android\.util\.Log|println\(|printStackTrace"""), "import android.util.Log", allowed = {
            it ==
                "core/Log.kt"
        }),
        Ban(
            "SQL is spoken in the core's store only",
            Regex("""android\.database\.sqlite|\b(SELECT|INSERT INTO|DELETE FROM)\b"""),
            """db.rawQuery("SELECT 1")""",
        ),
        Ban(
            "the core reads numbers, Kotlin does not",
            Regex("""PhoneNumberUtils|Regex\(|toRegex\(|java\.util\.regex|PhoneNumber\b.*parse"""),
            "val digits = Regex(\"[0-9]+\")",
        ),
        Ban("the native functions have one wrapper", Regex("""NativeCore\."""), "NativeCore.open(dir, region)", allowed = { it == "core/Core.kt" }),
        Ban("the network is the sync's", Regex("""java\.net\.|HttpURLConnection|android\.net\.http"""), "import java.net.URL", allowed = {
            it.startsWith("sync/")
        }),
        Ban(
            "screens and notifications use the core, never the screening service's parts but contacts, role and deadline",
            Regex(
                """import org\.stufo\.screening\.(Screening|ScreeningService|Sims|PhoneSims)\b""",
            ),
            "import org.stufo.screening.ScreeningService",
            allowed = {
                it.startsWith("screening/") ||
                    it == "StufoApplication.kt"
            },
        ),
        Ban(
            "the core knows nobody above it",
            Regex(
                """import org\.stufo\.(ui|screening|notify|sync)\.""",
            ),
            "import org.stufo.ui.MainActivity",
            "core/Bad.kt",
            allowed = {
                !it.startsWith("core/")
            },
        ),
        Ban(
            "what every screen is made from knows no screen",
            Regex(
                """import org\.stufo\.ui\.(calls|home|lists|objection|rules|settings)\.""",
            ),
            "import org.stufo.ui.settings.WhoScreen",
            "ui/screen/Screen.kt",
            allowed = {
                !it.startsWith("ui/screen/")
            },
        ),
        Ban("what is unfinished says so elsewhere", Regex("""TODO|FIXME"""), "// TODO"),
    )

    private val sources = Project.kotlin()

    private fun path(file: File) = file.relativeTo(Project.file("src/main/kotlin/org/stufo")).invariantSeparatorsPath

    private fun offences(ban: Ban, path: String, lines: List<String>): List<String> =
        if (ban.allowed(path)) emptyList() else lines.filter { ban.text.containsMatchIn(it) }.map { "$path: ${it.trim()} (${ban.what})" }

    @Test
    fun noRuleIsBroken() {
        assertTrue("only ${sources.size} files were looked at", sources.size >= 40)
        assertEquals(emptyList<String>(), sources.flatMap { file -> bans.flatMap { offences(it, path(file), file.readLines()) } })
    }

    @Test
    fun everyRuleFindsItsOffender() {
        for (ban in bans) {
            assertEquals(ban.what, 1, offences(ban, ban.place, listOf(ban.offender)).size)
        }
    }

    @Test
    fun filesStaySmall() {
        val large = sources.filter { it.readLines().size > MAX_LINES }.map { "${path(it)}: ${it.readLines().size}" }
        assertEquals(emptyList<String>(), large)
    }

    private companion object {
        const val MAX_LINES = 180
    }
}
