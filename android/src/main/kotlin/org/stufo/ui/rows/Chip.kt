package org.stufo.ui.rows

import android.content.Context
import android.util.AttributeSet
import android.widget.RadioButton
import org.stufo.R

/** One of a few to choose from; the chosen one has a check mark, so that its colour does not stand alone. */
class Chip @JvmOverloads constructor(context: Context, attributes: AttributeSet? = null) : RadioButton(context, attributes) {
    override fun setChecked(checked: Boolean) {
        super.setChecked(checked)
        setCompoundDrawablesRelativeWithIntrinsicBounds(if (checked) R.drawable.chip_check else 0, 0, 0, 0)
    }
}
