package org.stufo.harness

import org.w3c.dom.Document
import org.w3c.dom.Element
import org.w3c.dom.NodeList
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** The files that tests about the project itself read. */
object Project {
    private val android = File(System.getProperty("stufo.basedir") ?: ".").absoluteFile

    fun file(path: String): File = File(android, path)

    /** A golden file that Rust tests read too. */
    fun contract(name: String): List<String> = file("../tests/contract/$name").readLines().filter(String::isNotBlank)

    fun kotlin(root: String = "src/main/kotlin"): List<File> = file(root).walkTopDown().filter { it.extension == "kt" }.toList()

    fun xml(path: String): Document = DocumentBuilderFactory.newInstance().apply { isNamespaceAware = true }.newDocumentBuilder().parse(file(path))
}

fun NodeList.elements(): List<Element> = List(length) { item(it) }.filterIsInstance<Element>()

fun Element.android(name: String): String = getAttributeNS("http://schemas.android.com/apk/res/android", name)
