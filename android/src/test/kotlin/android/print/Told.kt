package android.print

/** What a print adapter told the print screen. Its callbacks can be made in their own package only. */
class Told {
    var info: PrintDocumentInfo? = null
    var changed: Boolean? = null
    var written: List<PageRange>? = null
    var cancelled = false

    val layout = object : PrintDocumentAdapter.LayoutResultCallback() {
        override fun onLayoutFinished(info: PrintDocumentInfo?, changed: Boolean) {
            this@Told.info = info
            this@Told.changed = changed
        }
    }

    val write = object : PrintDocumentAdapter.WriteResultCallback() {
        override fun onWriteFinished(pages: Array<out PageRange>?) {
            written = pages?.toList()
        }

        override fun onWriteCancelled() {
            cancelled = true
        }
    }
}
