package org.stufo.ui

import org.stufo.R
import org.stufo.ui.history.HistoryScreen
import org.stufo.ui.home.HomeScreen
import org.stufo.ui.rules.RulesScreen
import org.stufo.ui.settings.SettingsScreen

/** The entries of the bottom bar. */
enum class Tab(val icon: Int, val text: Int, val screen: () -> Screen) {
    HOME(R.drawable.ic_home, R.string.nav_home, { HomeScreen() }),
    HISTORY(R.drawable.ic_history, R.string.nav_history, { HistoryScreen() }),
    RULES(R.drawable.ic_rules, R.string.nav_rules, { RulesScreen() }),
    SETTINGS(R.drawable.ic_settings, R.string.nav_settings, { SettingsScreen() }),
}
