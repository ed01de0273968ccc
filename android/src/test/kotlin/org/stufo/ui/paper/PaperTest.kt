package org.stufo.ui.paper

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.os.CancellationSignal
import android.os.ParcelFileDescriptor
import android.print.PageRange
import android.print.PrintAttributes
import android.print.Told
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.stufo.harness.DrawnPdf
import org.stufo.harness.StufoRunner
import java.io.File

/** From a text to sheets of paper, through the adapter that the phone's print screen asks. */
@RunWith(StufoRunner::class)
@Config(sdk = [35], shadows = [DrawnPdf::class])
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class PaperTest {
    @get:Rule
    val folder = TemporaryFolder()

    private val lines = (1..130).joinToString("\n") { "Riga $it: chiamata ricevuta dal numero 02 5555 1234" }
    private val printer = TextPrinter(Document("Segnalazione", lines)) { page, of -> "Pagina $page di $of" }
    private val told = Told()

    @Before
    fun noPages() = DrawnPdf.pages.clear()

    private fun layOut(size: PrintAttributes.MediaSize) =
        printer.onLayout(null, PrintAttributes.Builder().setMediaSize(size).build(), CancellationSignal(), told.layout, null)

    private fun write(vararg ranges: PageRange, cancel: CancellationSignal = CancellationSignal()): String {
        val file = File(folder.root, "written")
        val into = ParcelFileDescriptor.open(file.apply { createNewFile() }, ParcelFileDescriptor.MODE_READ_WRITE)
        printer.onWrite(arrayOf(*ranges), into, cancel, told.write)
        return file.readText()
    }

    private fun ink(page: Bitmap): List<Boolean> = (0 until page.height).map { y ->
        (0 until page.width step 3).any { x -> page.getPixel(x, y) != Color.WHITE }
    }

    @Test
    fun aLongTextFillsPagesAndNoLineIsCut() {
        layOut(PrintAttributes.MediaSize.ISO_A4)
        val count = told.info!!.pageCount
        assertEquals("Segnalazione.pdf", told.info!!.name)
        assertTrue("$count pages", count in 3..4)
        assertEquals("%PDF of $count pages", write(PageRange.ALL_PAGES))
        assertEquals(count, DrawnPdf.pages.size)
        for ((index, page) in DrawnPdf.pages.withIndex()) {
            assertEquals(595 * 2 to 842 * 2, page.width to page.height)
            val ink = ink(page)
            assertTrue("page $index: the margins are white", ink.take(100).none { it } && ink.takeLast(40).none { it })
            assertTrue("page $index: there is a footer", ink.takeLast(80).any { it })
            assertTrue("page $index: text and footer do not touch", ink.subList(page.height - 110, page.height - 80).none { it })
        }
    }

    @Test
    fun onlyTheWantedPagesAreWritten() {
        layOut(PrintAttributes.MediaSize.ISO_A4)
        write(PageRange(1, 1))
        assertEquals(1, DrawnPdf.pages.size)
        assertEquals(listOf(PageRange(1, 1)), told.written)
    }

    @Test
    fun aSmallerSheetTakesMorePages() {
        layOut(PrintAttributes.MediaSize.ISO_A4)
        val large = told.info!!.pageCount
        layOut(PrintAttributes.MediaSize.ISO_A6)
        assertTrue(told.info!!.pageCount > 2 * large)
        assertTrue(told.changed!!)
        write(PageRange.ALL_PAGES)
        assertEquals(told.info!!.pageCount, DrawnPdf.pages.size)
    }

    @Test
    fun whatIsCancelledIsNotWritten() {
        layOut(PrintAttributes.MediaSize.ISO_A4)
        assertEquals("", write(PageRange.ALL_PAGES, cancel = CancellationSignal().apply { cancel() }))
        assertTrue(told.cancelled)
        assertNull(told.written)
    }

    private fun pages(text: String) = TextPages(Document("", text), Sheet.A4) { _, _ -> "" }

    /** Whether a line of each sheet has ink in these columns: 57 is the margin, a dash begins at about 65. */
    private fun inkOfLine(pages: TextPages, line: Int, columns: IntRange): List<Boolean> = (0 until pages.count).map { page ->
        val sheet = Bitmap.createBitmap(Sheet.A4.width, Sheet.A4.height, Bitmap.Config.ARGB_8888).apply { eraseColor(Color.WHITE) }
        pages.draw(page, Canvas(sheet))
        val top = 57 + 16 * line
        (top + 2 until top + 12).any { y -> columns.any { x -> sheet.getPixel(x, y) != Color.WHITE } }
    }

    private val dashed = "   - " + "La chiamata è successiva alla mia opposizione. ".repeat(3)

    @Test
    fun aParagraphGoesToTheNextSheetAsAWholeAndADashHangs() {
        val long = pages(List(60) { dashed }.joinToString("\n"))
        assertTrue("${long.count} pages", long.count in 3..4)
        assertEquals("each sheet begins with a dash", List(long.count) { true }, inkOfLine(long, 0, 64..68))
        assertEquals("the second line hangs", List(long.count) { false }, inkOfLine(long, 1, 57..68))
    }

    @Test
    fun whatStandsTogetherGoesToTheNextSheetTogether() {
        val blocks = pages(List(30) { "$it. lunedì 16/11/2026\n$dashed\n$dashed" }.joinToString("\n\n"))
        assertTrue("${blocks.count} pages", blocks.count in 3..6)
        assertEquals("each sheet begins with a call", List(blocks.count) { true }, inkOfLine(blocks, 0, 57..62))
        assertTrue("one longer than a sheet is cut all the same", pages(dashed.repeat(80)).count in 3..12)
    }

    @Test
    fun anEmptyTextIsOnePage() = assertEquals(1, TextPages(Document("", ""), Sheet.A4) { _, _ -> "" }.count)

    @Test
    fun aTinySheetStillEnds() = assertTrue(TextPages(Document("Segnalazione", lines), Sheet(150, 130)) { _, _ -> "" }.count > 100)
}
