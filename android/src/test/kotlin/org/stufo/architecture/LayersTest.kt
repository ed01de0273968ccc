package org.stufo.architecture

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.stufo.harness.Project

/** Packages depend on each other in one direction, and no two files need each other. */
class LayersTest {
    private val graph = SourceGraph.read(Project.file("target/classes"), Project.file("src/main/kotlin/org/stufo"))

    @Test
    fun everyPackageUsesOnlyWhatIsBelowIt() {
        assertTrue("only ${graph.files.size} files were looked at", graph.files.size >= 120)
        assertEquals("each package has its line", ALLOWED.keys, graph.folders().keys)
        assertEquals(emptyList<String>(), offences(graph.folders()))
    }

    /** A line that nothing needs any more would let the next mistake pass. */
    @Test
    fun everyAllowedUseIsUsed() {
        val unused = ALLOWED.flatMap { (from, below) -> (below - graph.folders()[from].orEmpty()).map { "$from -> $it" } }
        assertEquals(emptyList<String>(), unused)
    }

    @Test
    fun whatIsAllowedHasADirection() {
        assertEquals(emptyList<Set<String>>(), SourceGraph.cycles(ALLOWED))
    }

    @Test
    fun noFilesNeedEachOther() {
        val edges = graph.files()
        assertTrue("only ${edges.values.sumOf { it.size }} edges were found", edges.values.sumOf { it.size } >= 600)
        assertEquals(emptyList<Set<String>>(), SourceGraph.cycles(edges))
    }

    @Test
    fun offendersAreFound() {
        assertEquals(listOf("core -> ui.rows"), offences(mapOf("core" to setOf("core/model", "ui/rows"))))
        val cycle = mapOf("a" to setOf("b"), "b" to setOf("c"), "c" to setOf("b"), "d" to setOf("d", "a"))
        assertEquals(listOf(setOf("b", "c"), setOf("d")), SourceGraph.cycles(cycle))
        assertEquals(listOf("org.stufo.ui.Screen"), SourceGraph.imports(listOf("import android.R", "import org.stufo.ui.Screen as Base")))
        // Files of one package need no import: the compiled classes tell.
        assertTrue("ui/MainActivity.kt" to "ui/BackStack.kt" in graph.files().flatMap { (from, to) -> to.map { from to it } })
    }

    /** A planted file that reaches upwards: what the test says of it, and of the same file in its right place. */
    @Test
    fun aFileInTheWrongPlaceIsReported() {
        val badge = Source("core/Badge.kt")
        val planted = SourceGraph(setOf(badge, Source("ui/rows/Row.kt")), mapOf(badge to setOf(Source("ui/rows/Row.kt"))))
        assertEquals(listOf("core -> ui.rows"), offences(planted.folders()))
    }

    private fun offences(folders: Map<String, Set<String>>): List<String> = folders.flatMap { (from, to) ->
        (to - ALLOWED[from].orEmpty()).filter { from to it != STILL_THERE }.map { "${from.replace('/', '.')} -> ${it.replace('/', '.')}" }
    }

    private companion object {
        /** Until the models are generated, some of them use what is in core. */
        val STILL_THERE = "core/model" to "core"

        /** For each package, from below to above, those it may use. */
        val ALLOWED: Map<String, Set<String>> = mapOf(
            "core/model" to "",
            "core" to "core/model",
            "words" to "core core/model",
            "screening" to "core core/model",
            "share" to "",
            "sync" to "core core/model share",
            "notify" to "core core/model screening sync words",
            "ui/rows" to "words",
            "ui/screen" to "core core/model share ui/rows words",
            "ui/paper" to "core",
            "ui/permissions" to "core screening ui/screen words",
            "ui/calls" to "core core/model ui/rows ui/screen words",
            "ui/rules" to "core core/model ui/calls ui/permissions ui/rows ui/screen words",
            "ui/settings" to "core core/model share sync ui/calls ui/permissions ui/rows ui/rules ui/screen words",
            "ui/lists" to "core core/model sync ui/rows ui/screen ui/settings words",
            "ui/objection/facts" to "core/model ui/rows ui/screen words",
            "ui/objection/register" to "core core/model ui/objection/facts ui/rows ui/screen words",
            "ui/objection/evidence" to "core core/model ui/calls ui/objection/facts ui/rows ui/screen words",
            "ui/objection/complaint" to "core core/model ui/calls ui/objection/evidence ui/objection/facts ui/paper ui/rows ui/screen words",
            "ui/objection/record" to "core core/model ui/calls ui/objection/complaint ui/objection/facts ui/rows ui/screen words",
            "ui/objection/report" to "core core/model ui/objection/complaint ui/objection/facts ui/rows ui/screen words",
            "ui/objection/recontact" to "core core/model ui/calls ui/rows ui/screen words",
            "ui/objection" to "core core/model ui/objection/complaint ui/objection/evidence " +
                "ui/objection/recontact ui/objection/record ui/objection/register ui/objection/report ui/rows ui/screen words",
            "ui/call" to "core core/model ui/calls ui/objection/facts ui/rows ui/screen words",
            "ui/level" to "core core/model screening ui/permissions ui/rows ui/screen words",
            "ui/diagnosis" to "core core/model screening ui/permissions ui/rows ui/screen words",
            "ui/home" to "core core/model notify screening sync ui/calls ui/level ui/permissions ui/rows ui/screen words",
            "ui" to "core core/model notify share sync ui/call ui/calls ui/diagnosis ui/home ui/level ui/lists ui/objection ui/objection/complaint " +
                "ui/objection/record ui/objection/register ui/objection/report ui/rows ui/rules ui/screen ui/settings words",
            "" to "core notify screening sync",
        ).mapValues { (_, below) -> below.split(' ').filter(String::isNotEmpty).toSet() }
    }
}
