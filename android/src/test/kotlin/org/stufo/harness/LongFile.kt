package org.stufo.harness

import java.io.InputStream

/** What a provider of files gives that knows no measure: [beginning], then [filling] over and over, [size] bytes in all. */
class LongFile(private val beginning: String, private val filling: String, private val size: Long) : InputStream() {
    var given = 0L
        private set

    private fun next(): Byte {
        val place = given++
        val past = place - beginning.length
        return (if (past < 0) beginning[place.toInt()] else filling[(past % filling.length).toInt()]).code.toByte()
    }

    override fun read(): Int = if (given == size) -1 else next().toInt()

    override fun read(into: ByteArray, from: Int, length: Int): Int {
        val part = minOf(length.toLong(), size - given).toInt()
        for (place in from until from + part) into[place] = next()
        return if (part == 0) -1 else part
    }

    companion object {
        /** The most that is taken of a picked file. */
        const val MOST = 64L * 1024 * 1024
    }
}
