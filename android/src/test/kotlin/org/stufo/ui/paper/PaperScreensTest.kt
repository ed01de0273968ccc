package org.stufo.ui.paper

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.os.CancellationSignal
import android.os.ParcelFileDescriptor
import android.print.PageRange
import android.print.PrintAttributes
import android.print.PrintDocumentAdapter
import android.print.PrintManager
import android.print.Told
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.stufo.core.EMPTY_FIELDS
import org.stufo.core.complaint
import org.stufo.core.model.DraftField
import org.stufo.core.model.ObjectionDraft
import org.stufo.core.model.ObjectionMethod
import org.stufo.core.model.Patch
import org.stufo.core.model.SettingsPatch
import org.stufo.core.objections
import org.stufo.core.patchSettings
import org.stufo.core.saveObjection
import org.stufo.harness.DrawnPdf
import org.stufo.harness.FreshCore
import org.stufo.harness.StufoRunner
import org.stufo.ui.Sample
import org.stufo.ui.Walk
import org.stufo.ui.objection.complaint.ComplaintDraft
import org.stufo.ui.objection.complaint.ComplaintScreen
import org.stufo.ui.objection.complaint.complaintDocument
import org.stufo.ui.receive
import java.io.File

/** The complaint from its screen to the sheets of a PDF, as pictures to look at: `complaint-*.png` beside the screens'. */
@RunWith(StufoRunner::class)
@Config(sdk = [35], qualifiers = "it-w411dp-h891dp-xhdpi", shadows = [DrawnPdf::class, PaperScreensTest.PrintDesk::class])
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class PaperScreensTest {
    @get:Rule
    val fresh = FreshCore()

    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun empty() {
        DrawnPdf.pages.clear()
        PrintDesk.printed.clear()
        Sample.stopClock()
        Sample.fill(fresh.core)
    }

    /** The phone's print screen, as far as it takes what is printed. */
    @Implements(PrintManager::class)
    class PrintDesk {
        @Implementation
        fun print(name: String, adapter: PrintDocumentAdapter, @Suppress("UNUSED_PARAMETER") attributes: PrintAttributes?): android.print.PrintJob? {
            printed += name to adapter
            return null
        }

        companion object {
            val printed = mutableListOf<Pair<String, PrintDocumentAdapter>>()
        }
    }

    private fun pages(adapter: PrintDocumentAdapter): Int {
        val told = Told()
        adapter.onLayout(null, PrintAttributes.Builder().setMediaSize(PrintAttributes.MediaSize.ISO_A4).build(), CancellationSignal(), told.layout, null)
        val file = File(folder.root, "written").apply { createNewFile() }
        val into = ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_WRITE)
        adapter.onWrite(arrayOf(PageRange.ALL_PAGES), into, CancellationSignal(), told.write)
        return told.info!!.pageCount
    }

    @Test
    fun theDraftIsPrintedWholeAndAsItIsShared() {
        val calls = fresh.core.objections(50).objections.first { it.company.startsWith("Energia") }.after.calls.map { it.call.id }
        val draft = ComplaintDraft.of(calls, null).apply {
            type(DraftField.NAME, "Anna Bianchi")
            type(DraftField.TAX_CODE, "BNCNNA80A41H501X")
            type(DraftField.CONTACT, "anna@example.org")
            type(DraftField.CALLED_NUMBER, "+39 347 0000001")
            type(DraftField.CONTENT, "Un contratto per luce e gas")
            type(DraftField.PLACE, "Padova")
            answer(DraftField.CONSENT, false)
            answer(DraftField.CONTRACT, false)
        }
        val walk = Walk(fresh.context).welcomed().holdRole().open().go(ComplaintScreen(draft))
        walk.scrollToEnd().tap("Stampa o PDF")
        val (name, adapter) = PrintDesk.printed.single()
        assertEquals("Segnalazione", name)
        val count = pages(adapter)
        assertEquals(count, DrawnPdf.pages.size)
        assertEquals("one sheet, however many calls of a month", 1, count)
        for ((index, page) in DrawnPdf.pages.withIndex()) {
            save(page, "complaint-${index + 1}")
            assertTrue("page $index has text", inkLines(page) > 100)
        }
        // The same words as those that are shared, the calls as a table.
        val complaint = fresh.core.complaint(draft.calls, draft.fields)
        val document = complaintDocument("", complaint)
        assertTrue(document.text.startsWith("Al Garante") && document.after.contains("Padova, 24/11/2026\n\nFirma: ____"))
        assertEquals(draft.calls.size, document.grid!!.rows.size)
        val words = complaint.text!!
        val said = document.text.lines() + document.after.lines() + document.grid!!.rows.flatMap { listOf(it[2], it[3]) }
        assertEquals(emptyList<String>(), said.filterNot { it in words })
        walk.close()
    }

    /** The same sheet in every language that a country's papers have, as pictures to look at. */
    @Test
    fun elevenCallsFitOnOneSheetInEveryLanguage() {
        val core = fresh.core
        var sheets = 0
        for ((region, number) in COUNTRIES) {
            core.patchSettings(SettingsPatch(region = Patch(region)))
            core.saveObjection(ObjectionDraft(0, null, "Energia Chiara", listOf(number), Sample.moment(12, 10, 0), ObjectionMethod.REGISTERED, ""))
            val calls = (1..11).map { core.receive(number, Sample.moment(it, 21, 15)) }
            val fields = EMPTY_FIELDS.copy(
                name = "Anna Bianchi",
                contact = "anna@example.org",
                address = "Via Prova 1, 6900 Lugano",
                calledNumber = "+41 79 000 00 01",
                content = OFFERS.getValue(region),
                consent = false,
                place = "Lugano",
            )
            for (language in core.complaint(calls, fields).languages) {
                val pages = TextPages(complaintDocument("", core.complaint(calls, fields, language)), Sheet.A4) { page, of -> "$page/$of" }
                assertEquals("$region $language", 1, pages.count)
                val page = Bitmap.createBitmap(Sheet.A4.width * 2, Sheet.A4.height * 2, Bitmap.Config.ARGB_8888)
                Canvas(page).apply {
                    drawColor(Color.WHITE)
                    scale(2f, 2f)
                    pages.draw(0, this)
                }
                assertTrue(inkLines(page) > 100)
                save(page, "complaint-$region-$language")
                sheets++
            }
        }
        assertEquals(9, sheets)
    }

    private fun inkLines(page: Bitmap): Int = (0 until page.height).count { y -> (0 until page.width step 3).any { page.getPixel(it, y) != Color.WHITE } }

    private companion object {
        val OFFERS = mapOf(
            "FR" to "Contrat d’électricité",
            "DE" to "Stromvertrag",
            "AT" to "Stromvertrag",
            "CH" to "Krankenversicherung",
            "ES" to "Contrato de luz",
            "GB" to "Electricity contract",
            "AU" to "Electricity contract",
        )
        val COUNTRIES = listOf(
            "FR" to "+33162123456",
            "DE" to "+4930555501",
            "AT" to "+4315555501",
            "CH" to "+41315555501",
            "ES" to "+34915555501",
            "GB" to "+442079460001",
            "AU" to "+61255501001",
        )
    }

    private fun save(page: Bitmap, name: String) {
        val target = File(System.getProperty("stufo.screens.dir") ?: "target/screens").apply { mkdirs() }
        File(target, "$name.png").outputStream().use { page.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }
}
