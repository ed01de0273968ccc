package org.stufo.ui

import android.graphics.Bitmap
import java.awt.image.BufferedImage
import java.awt.image.IndexColorModel
import java.io.File
import javax.imageio.IIOImage
import javax.imageio.ImageIO
import javax.imageio.ImageWriteParam
import kotlin.math.ln

/**
 * Pictures small enough to be kept by the hundred: screens are flat, so that a few dozen colours do. Those of grounds
 * and figures stay exact; what lies between them, the edges of letters, is parted by median cut.
 */
internal object FewColours {
    private const val COLOURS = 48

    /** A colour of at least one point in so many is one of a ground. */
    private const val GROUND = 2_000

    fun write(bitmap: Bitmap, file: File) {
        val points = IntArray(bitmap.width * bitmap.height)
        bitmap.getPixels(points, 0, bitmap.width, 0, 0, bitmap.width, bitmap.height)
        val counts = HashMap<Int, Int>()
        for (point in points) counts.merge(point and 0xFFFFFF, 1, Int::plus)
        val grounds = counts.filterValues { it * GROUND >= points.size }.keys.sortedByDescending(counts::getValue).take(COLOURS / 2)
        val parts = grounds.map(::listOf) + parted(counts - grounds.toSet(), COLOURS - grounds.size)
        val palette = parts.map { part -> part.maxBy { counts.getValue(it) } }
        val index = HashMap<Int, Int>()
        parts.forEachIndexed { place, part -> part.forEach { index[it] = place } }
        val channel = { shift: Int -> ByteArray(palette.size) { (palette[it] shr shift).toByte() } }
        val model = IndexColorModel(8, palette.size, channel(16), channel(8), channel(0))
        val image = BufferedImage(bitmap.width, bitmap.height, BufferedImage.TYPE_BYTE_INDEXED, model)
        image.raster.setDataElements(0, 0, bitmap.width, bitmap.height, ByteArray(points.size) { index.getValue(points[it] and 0xFFFFFF).toByte() })
        png(image, file)
    }

    private fun png(image: BufferedImage, file: File) {
        file.delete()
        val writer = ImageIO.getImageWritersByFormatName("png").next()
        ImageIO.createImageOutputStream(file).use { out ->
            writer.output = out
            val smallest = writer.defaultWriteParam.apply {
                compressionMode = ImageWriteParam.MODE_EXPLICIT
                compressionQuality = 0f
            }
            writer.write(null, IIOImage(image, null, null), smallest)
        }
        writer.dispose()
    }

    private class Cut(val part: MutableList<Int>, val shift: Int, val at: Int, val weight: Double)

    private fun parted(counts: Map<Int, Int>, most: Int): List<List<Int>> {
        val parts = listOf(counts.keys.sorted().toMutableList()).filter { it.isNotEmpty() }.toMutableList()
        while (parts.size < most) {
            val cut = parts.flatMap { part -> cuts(part, counts) }.maxByOrNull(Cut::weight) ?: break
            val (below, above) = cut.part.partition { it shr cut.shift and 0xFF <= cut.at }
            cut.part.clear()
            cut.part += below
            parts += above.toMutableList()
        }
        return parts
    }

    /** Where the colours of a part lie furthest from each other, the more so the more points have them. */
    private fun cuts(part: MutableList<Int>, counts: Map<Int, Int>): List<Cut> = listOf(16, 8, 0).mapNotNull { shift ->
        val least = part.minOf { it shr shift and 0xFF }
        val most = part.maxOf { it shr shift and 0xFF }
        val span = (most - least).toDouble()
        if (most == least) null else Cut(part, shift, (least + most) / 2, span * span * ln(part.sumOf { counts.getValue(it) } + 1.0))
    }
}
