package org.stufo.architecture

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.stufo.harness.Project
import org.stufo.harness.elements
import org.w3c.dom.Element

/** Every text exists in both languages, with the same places for what is put in. */
class StringsTest {
    private fun texts(folder: String): Map<String, List<String>> = Project.file("src/main/res/$folder").listFiles().orEmpty()
        .filter { it.extension == "xml" }
        .flatMap { Project.xml("src/main/res/$folder/${it.name}").documentElement.childNodes.elements() }
        .filter { it.tagName in setOf("string", "plurals", "string-array") && it.getAttribute("translatable") != "false" }
        .associate { "${it.tagName} ${it.getAttribute("name")}" to places(it) }

    private fun places(text: Element): List<String> {
        val items = text.getElementsByTagName("item").elements().ifEmpty { listOf(text) }
        return items.flatMap { item -> PLACE.findAll(item.textContent).map { it.value }.toList() }.distinct().sorted()
    }

    @Test
    fun bothLanguagesSayTheSame() {
        val english = texts("values")
        assertTrue("only ${english.size} texts were looked at", english.size >= 30)
        assertEquals(english.toSortedMap(), texts("values-it").toSortedMap())
    }

    private companion object {
        val PLACE = Regex("""%(\d+\$)?[sd]""")
    }
}
