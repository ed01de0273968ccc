package org.stufo.ui

import android.graphics.Bitmap
import android.graphics.Canvas
import android.view.View
import android.widget.TextView
import org.junit.Assert.assertTrue
import org.stufo.R
import java.io.File

/** Draws what is on the screen into a file of this name, and checks that it is a screen. */
internal fun drawScreen(walk: Walk, folder: File, name: String) {
    val view: View = walk.root
    val bitmap = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
    view.draw(Canvas(bitmap))
    val file = File(folder, "$name.png")
    FewColours.write(bitmap, file)
    assertTrue("$name is a picture", file.length() > 4_000)
    val title = requireNotNull(walk.root.findViewById<TextView>(R.id.main_title))
    assertTrue("$name is the screen it should be", title.isShown)
    val room = title.height - title.paddingTop - title.paddingBottom
    assertTrue("$name: its title is not cut", title.layout.height <= room)
}
