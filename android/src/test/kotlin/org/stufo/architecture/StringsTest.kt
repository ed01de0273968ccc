package org.stufo.architecture

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.stufo.harness.Project
import org.stufo.harness.elements
import org.w3c.dom.Element

/** Every text exists in both languages, with the same places for what is put in, and is said somewhere. */
class StringsTest {
    private class Said(val kind: String, val name: String, val items: Map<String, String>) {
        val places get() = items.values.flatMap { text -> PLACE.findAll(text).map { it.value } }.distinct().sorted()
    }

    private fun texts(folder: String): List<Said> = Project.file("src/main/res/$folder").listFiles().orEmpty()
        .filter { it.extension == "xml" }
        .flatMap { Project.xml("src/main/res/$folder/${it.name}").documentElement.childNodes.elements() }
        .filter { it.tagName in setOf("string", "plurals", "string-array") && it.getAttribute("translatable") != "false" }
        .map { Said(it.tagName, it.getAttribute("name"), items(it)) }

    private fun items(text: Element): Map<String, String> {
        val items = text.getElementsByTagName("item").elements()
        return if (items.isEmpty()) mapOf("" to text.textContent) else items.associate { it.getAttribute("quantity") to it.textContent }
    }

    private val english = texts("values")
    private val italian = texts("values-it")

    @Test
    fun bothLanguagesSayTheSame() {
        assertTrue("only ${english.size} texts were looked at", english.size >= 400)
        val shape = { said: List<Said> -> said.associate { "${it.kind} ${it.name}" to it.places }.toSortedMap() }
        assertEquals(shape(english), shape(italian))
    }

    @Test
    fun everyFormOfAPluralIsThereAndTellsItsNumber() {
        for ((said, forms) in listOf(english to setOf("one", "other"), italian to setOf("one", "many", "other"))) {
            val plurals = said.filter { it.kind == "plurals" }
            assertTrue(plurals.size >= 15)
            for (plural in plurals) {
                assertEquals(plural.name, forms, plural.items.keys)
                for ((form, text) in plural.items) assertTrue("${plural.name} $form", "%1$" in text)
            }
        }
    }

    /** A text that was only copied is most often one that nobody translated. */
    @Test
    fun whatIsAlikeInBothLanguagesIsMeantToBe() {
        val other = italian.associateBy { it.name }
        val alike = english.filter { said -> said.items.values.any { it == other.getValue(said.name).items[""] && it.any(Char::isLetter) } }
        val without = alike.filter { said -> PLACE.replace(said.items.getValue(""), "").any(Char::isLetter) }.map { it.name }
        assertEquals(ALIKE, without.toSet())
    }

    @Test
    fun noTextIsCutShortByThreeFullStops() {
        val offenders = (english + italian).filter { said -> said.items.values.any { "..." in it || " - " in it || it != it.trim() } }
        assertEquals(emptyList<String>(), offenders.map { it.name })
    }

    /** By kind of resource, what is defined and never named. */
    @Test
    fun nothingIsThereForNothing() {
        val sources = (
            Project.kotlin() + Project.file("src/main/res").walkTopDown().filter { it.extension == "xml" } +
                Project.file("src/main/AndroidManifest.xml")
            )
            .associateWith { it.readText() }
        val all = sources.values.joinToString("\n")
        val named = NAMED.findAll(all).map { "${it.groupValues[1]} ${it.groupValues[2]}" }.toSet()
        val values = Project.file("src/main/res/values").listFiles().orEmpty().filter { it.extension == "xml" }
            .flatMap { Project.xml("src/main/res/values/${it.name}").documentElement.childNodes.elements() }
            .filter { it.tagName in setOf("string", "plurals", "color", "dimen", "bool") }
            .map { "${it.tagName} ${it.getAttribute("name")}" }
        val files = Project.file("src/main/res").listFiles().orEmpty().filter {
            '-' !in it.name && it.name in setOf("drawable", "layout", "raw", "color", "xml")
        }
            .flatMap { folder -> folder.listFiles().orEmpty().map { "${folder.name} ${it.nameWithoutExtension}" } }
        assertTrue(values.size >= 450 && files.size >= 90)
        assertEquals(emptyList<String>(), (values + files).filterNot { it in named })
    }

    private companion object {
        val PLACE = Regex("""%(\d+\$)?[sd]""")

        /** `R.string.x`, `@string/x`. */
        val NAMED = Regex("""(?:R\.|@)(string|plurals|color|dimen|bool|drawable|layout|raw|xml)[./](\w+)""")

        val ALIKE = setOf(
            "answer_no",
            "diagnosis_no",
            "rule_sim_n",
            "list_url_hint",
            "settings_app",
            "about_app",
            "privacy_title",
            "phone_list_ours",
        )
    }
}
