package org.stufo.architecture

import java.io.DataInputStream
import java.io.File

/** A source file by its path under `org/stufo`, and the package it is in: "" for `org.stufo` itself. */
data class Source(val path: String) {
    val folder: String get() = path.substringBeforeLast('/', "")
}

/** Which files name which: the edges of the import graph. */
class SourceGraph(val files: Set<Source>, val edges: Map<Source, Set<Source>>) {
    /** The same by folder, without a folder's edges to itself. */
    fun folders(): Map<String, Set<String>> = files.groupBy { it.folder }.mapValues { (folder, sources) ->
        sources.flatMap { edges[it].orEmpty() }.map { it.folder }.toSet() - folder
    }

    fun files(): Map<String, Set<String>> = files.associate { file -> file.path to edges[file].orEmpty().map { it.path }.toSet() }

    companion object {
        /**
         * The graph of compiled classes: each names all others it uses in its constant pool, those of its own package
         * included. A constant is copied into the class that uses it, so the imports of the sources count as well.
         */
        fun read(classes: File, sources: File): SourceGraph {
            val files = sources.walkTopDown().filter { it.extension == "kt" }
                .associateBy { Source(it.relativeTo(sources).invariantSeparatorsPath) }
            val compiled = classes.walkTopDown().filter { it.extension == "class" }.map(CompiledClass::read).toList()
            val home = compiled.mapNotNull { it.sourceIn(files.keys)?.let { source -> it.name to source } }.toMap()
            val edges = files.keys.associateWith { mutableSetOf<Source>() }
            for (each in compiled) {
                val source = home[each.name] ?: continue
                edges.getValue(source) += each.named.mapNotNull(home::get).toSet() - source
            }
            val declared = home.entries.associate { (name, source) -> name.replace('/', '.') to source }
            for ((source, file) in files) edges.getValue(source) += imports(file.readLines()).mapNotNull(declared::get).toSet() - source
            return SourceGraph(files.keys, edges)
        }

        /** The names that a source imports. */
        fun imports(lines: List<String>): List<String> =
            lines.filter { it.startsWith("import org.stufo.") }.map { it.removePrefix("import ").substringBefore(" as ") }

        /** Groups of nodes that can each be reached from every other one: the cycles of a graph. */
        fun cycles(edges: Map<String, Set<String>>): List<Set<String>> {
            val reached = edges.keys.associateWith { reachable(edges, it) }
            return edges.keys.filter { it in reached.getValue(it) }
                .map { node -> reached.getValue(node).filter { node in reached[it].orEmpty() }.toSet() }.distinct()
        }

        private fun reachable(edges: Map<String, Set<String>>, from: String): Set<String> {
            val found = mutableSetOf<String>()
            val open = ArrayDeque(edges[from].orEmpty())
            while (open.isNotEmpty()) {
                val node = open.removeFirst()
                if (found.add(node)) open += edges[node].orEmpty()
            }
            return found
        }
    }
}

/** What a class file says of itself: its name, its source, and every class of the app in its constant pool. */
private class CompiledClass(val name: String, private val texts: Set<String>) {
    val named: Set<String> get() = texts.flatMap { text -> NAMED.findAll(text).map { it.value } }.toSet()

    fun sourceIn(files: Set<Source>): Source? {
        val folder = name.substringBeforeLast('/').removePrefix("org/stufo").removePrefix("/")
        val prefix = if (folder.isEmpty()) "" else "$folder/"
        return texts.filter { it.endsWith(".kt") }.map { Source(prefix + it) }.firstOrNull { it in files }
    }

    companion object {
        private val NAMED = Regex("""org/stufo/[\w/$]+""")

        /** Java Virtual Machine Specification, 4.4: entries of the constant pool by their tags. */
        fun read(file: File): CompiledClass = DataInputStream(file.inputStream().buffered()).use { input ->
            input.skipBytes(HEAD_BYTES)
            val texts = HashMap<Int, String>()
            val classes = HashMap<Int, Int>()
            val count = input.readUnsignedShort()
            var index = 1
            while (index < count) {
                when (val tag = input.readUnsignedByte()) {
                    TEXT -> texts[index] = input.readUTF()
                    CLASS -> classes[index] = input.readUnsignedShort()
                    in TWO_BYTES -> input.skipBytes(2)
                    METHOD_HANDLE -> input.skipBytes(3)
                    in FOUR_BYTES -> input.skipBytes(4)
                    in EIGHT_BYTES -> input.skipBytes(8).also { index++ }
                    else -> error("unknown tag $tag in ${file.name}")
                }
                index++
            }
            input.skipBytes(2)
            CompiledClass(texts.getValue(classes.getValue(input.readUnsignedShort())), texts.values.toSet())
        }

        private const val HEAD_BYTES = 8
        private const val TEXT = 1
        private const val CLASS = 7
        private const val METHOD_HANDLE = 15
        private val TWO_BYTES = setOf(8, 16, 19, 20)
        private val FOUR_BYTES = setOf(3, 4, 9, 10, 11, 12, 17, 18)
        private val EIGHT_BYTES = setOf(5, 6)
    }
}
