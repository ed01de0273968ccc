package org.stufo.ui.paper

import android.content.Context
import android.graphics.pdf.PdfDocument
import android.os.Bundle
import android.os.CancellationSignal
import android.os.ParcelFileDescriptor
import android.print.PageRange
import android.print.PrintAttributes
import android.print.PrintDocumentAdapter
import android.print.PrintDocumentInfo
import android.print.PrintManager
import org.stufo.R
import org.stufo.core.Log
import org.stufo.core.service
import java.io.FileOutputStream
import java.io.IOException
import kotlin.math.roundToInt

/** Hands a text to the phone's own print screen, which prints it or saves it as PDF. */
internal fun print(context: Context, document: Document) {
    val attributes = PrintAttributes.Builder().setMediaSize(PrintAttributes.MediaSize.ISO_A4).build()
    context.service<PrintManager>().print(document.name, TextPrinter(document, footer(context)), attributes)
}

internal fun footer(context: Context): (Int, Int) -> String = { page, of -> context.getString(R.string.paper_footer, page, of) }

/** Draws the pages for each paper size that the print screen asks for. */
internal class TextPrinter(private val document: Document, private val footer: (Int, Int) -> String) : PrintDocumentAdapter() {
    private var sheet = Sheet.A4

    override fun onLayout(old: PrintAttributes?, new: PrintAttributes, cancel: CancellationSignal, callback: LayoutResultCallback, extras: Bundle?) {
        if (cancel.isCanceled) return callback.onLayoutCancelled()
        val before = sheet
        sheet = sheetOf(new.mediaSize)
        val info = PrintDocumentInfo.Builder("${document.name}.pdf")
            .setContentType(PrintDocumentInfo.CONTENT_TYPE_DOCUMENT)
            .setPageCount(pages().count)
            .build()
        callback.onLayoutFinished(info, old == null || before != sheet)
    }

    override fun onWrite(wanted: Array<out PageRange>, into: ParcelFileDescriptor, cancel: CancellationSignal, callback: WriteResultCallback) {
        val pages = pages()
        val chosen = (0 until pages.count).filter { page -> wanted.any { page in it.start..it.end } }
        val pdf = PdfDocument()
        try {
            for (page in chosen) {
                if (cancel.isCanceled) return callback.onWriteCancelled()
                val drawn = pdf.startPage(PdfDocument.PageInfo.Builder(sheet.width, sheet.height, page).create())
                pages.draw(page, drawn.canvas)
                pdf.finishPage(drawn)
            }
            // The print screen owns the file and closes it.
            pdf.writeTo(FileOutputStream(into.fileDescriptor))
            callback.onWriteFinished(chosen.map { PageRange(it, it) }.toTypedArray())
        } catch (fault: IOException) {
            Log.warn("a document could not be written", fault)
            callback.onWriteFailed(null)
        } finally {
            pdf.close()
        }
    }

    private fun pages() = TextPages(document, sheet, footer)

    /** Media sizes are in thousandths of an inch. */
    private fun sheetOf(size: PrintAttributes.MediaSize?): Sheet = if (size == null) Sheet.A4 else Sheet(points(size.widthMils), points(size.heightMils))

    private fun points(mils: Int): Int = (mils * POINTS_PER_INCH / MILS).roundToInt()

    private companion object {
        const val POINTS_PER_INCH = 72f
        const val MILS = 1_000f
    }
}
