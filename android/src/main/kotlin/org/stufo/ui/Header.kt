package org.stufo.ui

import android.view.View
import android.widget.ImageButton
import android.widget.LinearLayout
import android.widget.TextView
import org.stufo.R
import org.stufo.ui.rows.inflate
import org.stufo.ui.rows.showIf
import org.stufo.ui.rows.view
import org.stufo.ui.screen.Screen
import org.stufo.words.of

/** The title of a screen, the way back and its buttons. */
internal class Header(private val view: View, back: () -> Unit) {
    init {
        view.view<View>(R.id.main_back).setOnClickListener { back() }
    }

    fun show(screen: Screen, canGoBack: Boolean) {
        view.view<View>(R.id.main_back).showIf(canGoBack)
        view.view<TextView>(R.id.main_title).apply {
            text = screen.title.of(context)
            // The way back takes some of its width at the same time: it may need another line now.
            requestLayout()
        }
        val actions = view.view<LinearLayout>(R.id.main_actions)
        actions.removeAllViews()
        for (action in screen.actions.filter { it.isOffered(view.context) }) {
            val button = actions.inflate(R.layout.main_action) as ImageButton
            button.setImageResource(action.icon)
            button.contentDescription = action.label.of(view.context)
            button.tooltipText = button.contentDescription
            button.setOnClickListener { action.onClick() }
            actions.addView(button)
        }
    }
}
