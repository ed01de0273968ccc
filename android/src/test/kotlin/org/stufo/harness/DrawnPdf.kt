package org.stufo.harness

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.pdf.PdfDocument
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import java.io.OutputStream

/** Android's PDF writer is native and missing on the JVM: here each page is drawn on a bitmap of twice its size, to be looked at. */
@Implements(PdfDocument::class)
class DrawnPdf {
    private var current: Bitmap? = null

    @Implementation
    fun startPage(info: PdfDocument.PageInfo): PdfDocument.Page {
        val bitmap = Bitmap.createBitmap(info.pageWidth * SCALE, info.pageHeight * SCALE, Bitmap.Config.ARGB_8888)
        bitmap.eraseColor(Color.WHITE)
        current = bitmap
        val canvas = Canvas(bitmap).apply { scale(SCALE.toFloat(), SCALE.toFloat()) }
        val make = PdfDocument.Page::class.java.declaredConstructors.single { it.parameterCount == 2 }.apply { isAccessible = true }
        return make.newInstance(canvas, info) as PdfDocument.Page
    }

    @Implementation
    fun finishPage(@Suppress("UNUSED_PARAMETER") page: PdfDocument.Page) {
        pages += requireNotNull(current) { "no page was begun" }
        current = null
    }

    @Implementation
    fun writeTo(out: OutputStream) {
        check(current == null) { "a page is not finished" }
        out.write("%PDF of ${pages.size} pages".toByteArray())
    }

    @Implementation
    fun close() = Unit

    companion object {
        private const val SCALE = 2

        /** The pages of all documents since a test cleared them. */
        val pages = mutableListOf<Bitmap>()
    }
}
