package org.stufo.ui.home

import android.view.View
import android.view.ViewGroup
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.Button
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.Switch
import android.widget.TextView
import org.stufo.R
import org.stufo.core.dismissNotice
import org.stufo.core.home
import org.stufo.core.model.HomeView
import org.stufo.core.model.Notice
import org.stufo.core.waitUntil
import org.stufo.ui.Request
import org.stufo.ui.Screen
import org.stufo.ui.Tab
import org.stufo.ui.Ui
import org.stufo.ui.fillCalls
import org.stufo.ui.holdsRole
import org.stufo.ui.inflate
import org.stufo.ui.mayReadContacts
import org.stufo.ui.resources
import org.stufo.ui.rules.WhatIfScreen
import org.stufo.ui.sayFault
import org.stufo.ui.showIf
import org.stufo.ui.timeOfDay
import org.stufo.ui.view

/** Protected or not and the one thing to do; the week; the waiting switch; the last calls. */
class HomeScreen : Screen() {
    override val tab: Tab get() = Tab.HOME

    override fun title(ui: Ui): String = ui.resources.getString(R.string.screen_home_title)

    override fun createView(ui: Ui, container: ViewGroup): View = ui.inflate(R.layout.home_screen, container).also { view ->
        bindStatus(ui, view)
        view.view<View>(R.id.home_whatif).setOnClickListener { ui.go(WhatIfScreen()) }
        ui.onCore({ it.home() }) { bind(ui, view, it) }
    }

    private fun bindStatus(ui: Ui, view: View) {
        val lines = homeStatus(holdsRole(ui.activity), mayReadContacts(ui.activity))
        view.view<View>(R.id.home_status).setBackgroundResource(lines.card)
        view.view<ImageView>(R.id.home_status_icon).apply {
            setImageResource(lines.icon)
            setColorFilter(ui.activity.getColor(lines.color))
        }
        view.view<TextView>(R.id.home_status_title).apply { setText(lines.title); setTextColor(ui.activity.getColor(lines.color)) }
        view.view<TextView>(R.id.home_status_text).apply { setText(lines.text); setTextColor(ui.activity.getColor(lines.color)) }
        view.view<Button>(R.id.home_status_button).apply {
            showIf(!lines.isProtected)
            setText(R.string.home_unprotected_button)
            setOnClickListener { ui.request(Request.Role) }
        }
        view.view<View>(R.id.home_contacts).showIf(lines.asksContacts)
        view.view<View>(R.id.home_contacts_button).setOnClickListener { ui.request(Request.Contacts) }
    }

    private fun bind(ui: Ui, view: View, home: HomeView) {
        if (ui.resources.configuration.fontScale >= LARGE_TEXT) stack(view.view(R.id.home_figures))
        figure(view, R.id.home_blocked, home.today.blocked, R.string.home_blocked)
        figure(view, R.id.home_silenced, home.today.silenced, R.string.home_silenced)
        figure(view, R.id.home_passed, home.today.passed, R.string.home_passed)
        view.view<WeekChart>(R.id.home_chart).apply {
            show(home.days)
            contentDescription = ui.resources.getString(R.string.home_chart_description, home.week.blocked, home.week.silenced)
        }
        bindWaiting(ui, view, home.waitingUntilMillis)
        fillCalls(ui, view.view(R.id.home_recent), home.recent)
        view.view<View>(R.id.home_recent_empty).showIf(home.recent.isEmpty())
        fillNotices(ui, view.view(R.id.home_notices), home.notices)
    }

    /** Three words side by side would be broken by large text: under each other instead. */
    private fun stack(figures: LinearLayout) {
        figures.orientation = LinearLayout.VERTICAL
        for (index in 0 until figures.childCount) {
            figures.getChildAt(index)!!.layoutParams = LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT)
        }
    }

    private fun figure(view: View, id: Int, count: Int, name: Int) {
        val figure = view.view<View>(id)
        figure.view<TextView>(R.id.home_figure_count).text = String.format("%d", count)
        figure.view<TextView>(R.id.home_figure_name).setText(name)
    }

    private fun bindWaiting(ui: Ui, view: View, untilMillis: Long?) {
        view.view<TextView>(R.id.home_waiting_text).text =
            untilMillis?.let { ui.resources.getString(R.string.home_waiting_until, timeOfDay(ui.resources, it)) }
                ?: ui.resources.getString(R.string.home_waiting_off)
        val switch = view.view<Switch>(R.id.home_waiting_switch)
        switch.setOnCheckedChangeListener(null)
        switch.isChecked = untilMillis != null
        switch.setOnCheckedChangeListener { _, on ->
            if (on) askHowLong(ui) { ui.refresh() } else wait(ui, null)
        }
    }

    private fun fillNotices(ui: Ui, container: ViewGroup, notices: List<Notice>) {
        container.removeAllViews()
        for (notice in notices) {
            val row = ui.inflate(R.layout.notice_row, container)
            row.view<TextView>(R.id.notice_text).setText(noticeText(notice.kind))
            row.view<View>(R.id.notice_dismiss).setOnClickListener {
                ui.onCore({ it.dismissNotice(notice.id) }, ui::sayFault) { ui.refresh() }
            }
            container.addView(row)
        }
    }
}

private const val LARGE_TEXT = 1.3f

internal fun wait(ui: Ui, untilMillis: Long?) = ui.onCore({ it.waitUntil(untilMillis) }, ui::sayFault) { ui.refresh() }
