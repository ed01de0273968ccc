package org.stufo.ui.rows

import android.content.Context
import android.content.res.ColorStateList
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.ImageView
import org.stufo.R

/** Colours of a tone: the ground and what stands on it. */
internal fun Tone.ground(context: Context): Int = context.getColor(
    when (this) {
        Tone.NEUTRAL -> R.color.neutral_container
        Tone.ACCENT -> R.color.accent_container
        Tone.BLOCKED -> R.color.blocked_container
        Tone.SILENCED -> R.color.silenced_container
        Tone.PASSED -> R.color.passed_container
        Tone.WARNING -> R.color.warning
        Tone.BRAND -> R.color.brand
    },
)

internal fun Tone.figure(context: Context): Int = context.getColor(
    when (this) {
        Tone.NEUTRAL -> R.color.neutral
        Tone.ACCENT -> R.color.on_accent_container
        Tone.BLOCKED -> R.color.blocked
        Tone.SILENCED -> R.color.silenced
        Tone.PASSED -> R.color.passed
        Tone.WARNING -> R.color.on_warning
        Tone.BRAND -> R.color.on_brand
    },
)

internal fun ImageView.show(style: IconStyle) {
    setImageResource(style.icon)
    imageTintList = ColorStateList.valueOf(style.tone.figure(context))
    backgroundTintList = ColorStateList.valueOf(style.tone.ground(context))
}

/** Screen readers say what kind of thing this is. */
internal fun View.actsAs(className: String) {
    accessibilityDelegate = object : View.AccessibilityDelegate() {
        override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(host, info)
            info.className = className
        }
    }
}
