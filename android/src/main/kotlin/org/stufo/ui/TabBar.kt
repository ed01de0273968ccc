package org.stufo.ui

import android.view.ViewGroup
import android.widget.ImageView
import android.widget.TextView
import org.stufo.R
import org.stufo.ui.calls.HistoryScreen
import org.stufo.ui.home.HomeScreen
import org.stufo.ui.lists.ListsScreen
import org.stufo.ui.objection.ObjectionScreen
import org.stufo.ui.rows.children
import org.stufo.ui.rows.inflate
import org.stufo.ui.rows.showIf
import org.stufo.ui.rows.view
import org.stufo.ui.rules.RulesScreen
import org.stufo.ui.screen.Screen
import org.stufo.ui.screen.Tab

/** The bar of tabs: at the bottom, or at the side of a wide window. */
internal class TabBar(private val bar: ViewGroup, private val chosen: (Tab) -> Unit) {
    init {
        for (tab in Tab.entries) {
            val item = bar.inflate(R.layout.main_nav_item)
            item.view<ImageView>(R.id.main_nav_icon).setImageResource(tab.icon())
            item.view<TextView>(R.id.main_nav_label).setText(tab.label())
            item.setOnClickListener { chosen(tab) }
            bar.addView(item)
        }
    }

    fun show(tab: Tab?) {
        bar.showIf(tab != null)
        bar.children().forEachIndexed { index, item -> item.isSelected = index == tab?.ordinal }
    }
}

internal fun Tab.root(): Screen = when (this) {
    Tab.HOME -> HomeScreen()
    Tab.HISTORY -> HistoryScreen()
    Tab.RULES -> RulesScreen()
    Tab.LISTS -> ListsScreen()
    Tab.OBJECTION -> ObjectionScreen()
}

private fun Tab.icon(): Int = when (this) {
    Tab.HOME -> R.drawable.ic_home
    Tab.HISTORY -> R.drawable.ic_history
    Tab.RULES -> R.drawable.ic_rules
    Tab.LISTS -> R.drawable.ic_lists
    Tab.OBJECTION -> R.drawable.ic_objection
}

private fun Tab.label(): Int = when (this) {
    Tab.HOME -> R.string.tab_home
    Tab.HISTORY -> R.string.tab_history
    Tab.RULES -> R.string.tab_rules
    Tab.LISTS -> R.string.tab_lists
    Tab.OBJECTION -> R.string.tab_objection
}
