package org.stufo.ui.rows

import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.CompoundButton
import org.stufo.R

/** The whole row switches what stands at its end: a switch or a check box. */
internal fun bindCheckable(view: View, on: Boolean, changed: (Boolean) -> Unit) {
    val box = view.view<CompoundButton>(R.id.row_switch)
    box.isSaveEnabled = false
    box.isChecked = on
    // Without this the mark fades in on every drawing anew.
    box.jumpDrawablesToCurrentState()
    view.setOnClickListener {
        box.isChecked = !box.isChecked
        changed(box.isChecked)
    }
    view.accessibilityDelegate = object : View.AccessibilityDelegate() {
        override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(host, info)
            info.className = box.accessibilityClassName
            info.isCheckable = true
            info.isChecked = box.isChecked
        }
    }
}
