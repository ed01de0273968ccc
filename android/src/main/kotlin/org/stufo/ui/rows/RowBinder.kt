package org.stufo.ui.rows

import android.graphics.drawable.Drawable
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.RadioButton
import android.widget.Switch
import android.widget.TextView
import org.stufo.R
import org.stufo.words.Text
import org.stufo.words.dotted
import org.stufo.words.of

/** Writes a row into its view. */
internal object RowBinder {
    fun <E> bind(view: View, row: Row<E>, on: (E) -> Unit) {
        when (row) {
            is Row.Section -> (view as TextView).text = row.text.of(view.context)
            is Row.Note -> (view as TextView).apply {
                text = row.text.of(context)
                selectable(true)
            }
            is Row.Words -> (view as TextView).text = row.text.of(view.context)
            is Row.Gap -> Unit
            is Row.Item -> item(view, row, on)
            is Row.Toggle -> {
                if (view.isTextLarge) switchBelow(view as LinearLayout, R.id.row_words)
                view.icon(row.icon)
                view.texts(row.title, row.summary)
                bindCheckable(view, row.on) { on(row.event(it)) }
            }
            is Row.Check -> {
                view.icon(row.icon)
                view.texts(row.title, row.summary)
                bindCheckable(view, row.on) { on(row.event(it)) }
            }
            is Row.SwitchItem -> switchItem(view, row, on)
            is Row.Chips<*, E> -> chips(view, row, on)
            is Row.Field -> bindField(view, row, on)
            is Row.Buttons -> buttons(view as ViewGroup, row.buttons, on)
            is Row.Actions -> buttons(view as ViewGroup, row.buttons, on)
            is Row.Banner -> banner(view, row, on)
            is Row.Empty -> {
                view.view<ImageView>(R.id.row_icon).show(row.icon)
                view.texts(row.title, row.words)
            }
            is Row.Chart -> chart(view, row)
            is Row.Progress -> bindProgress(view, row)
            is Row.Bars -> bars(view, row, on)
        }
    }

    private fun <E> item(view: View, row: Row.Item<E>, on: (E) -> Unit) {
        view.icon(row.icon)
        val below = view.isTextLarge
        view.texts(row.title, if (below) dotted(row.summary, row.trailing) else row.summary)
        view.view<TextView>(R.id.row_trailing).apply {
            showIf(row.trailing != null && !below)
            text = row.trailing?.of(context)
        }
        view.view<View>(R.id.row_chevron).showIf(row.opens)
        view.selectText(row.event == null)
        row.event?.let { event -> view.opens { on(event) } }
    }

    private fun View.opens(used: () -> Unit) {
        background = selectable()
        isFocusable = true
        setOnClickListener { used() }
        actsAs(Button::class.java.name)
    }

    private fun <E> switchItem(view: View, row: Row.SwitchItem<E>, on: (E) -> Unit) {
        if (view.isTextLarge) {
            switchBelow(view as LinearLayout, R.id.row_open)
            view.view<View>(R.id.row_divider).showIf(false)
        }
        view.icon(row.icon)
        view.texts(row.title, row.summary)
        view.view<View>(R.id.row_open).apply {
            setOnClickListener { on(row.event) }
            actsAs(Button::class.java.name)
        }
        view.view<Switch>(R.id.row_switch).apply {
            isSaveEnabled = false
            setOnCheckedChangeListener(null)
            isChecked = row.on
            contentDescription = row.title.of(context)
            setOnCheckedChangeListener { _, isOn -> on(row.switched(isOn)) }
        }
    }

    private fun <V, E> chips(view: View, row: Row.Chips<V, E>, on: (E) -> Unit) {
        view.optional(R.id.row_title, row.title)
        view.optional(R.id.row_summary, row.summary)
        val group = view.view<FlowLayout>(R.id.row_options)
        if (group.childCount == 0) row.options.forEach { _ -> group.addView(group.inflate(R.layout.chip)) }
        group.children().zip(row.options).forEach { (child, option) ->
            val chip = child as RadioButton
            chip.isSaveEnabled = false
            chip.text = option.text.of(chip.context)
            chip.isChecked = option.value == row.chosen
            chip.setOnClickListener {
                group.children().forEach { other -> (other as RadioButton).isChecked = other === chip }
                on(row.event(option.value))
            }
        }
    }

    private fun <E> buttons(group: ViewGroup, buttons: List<ButtonRow<E>>, on: (E) -> Unit) {
        if (group.childCount == 0) buttons.forEach { group.addView(group.inflate(layoutOf(it.style))) }
        group.children().zip(buttons).forEach { (child, button) ->
            (child as Button).text = button.text.of(child.context)
            child.setOnClickListener { on(button.event) }
        }
    }

    private fun <E> banner(view: View, row: Row.Banner<E>, on: (E) -> Unit) {
        view.view<ImageView>(R.id.row_icon).show(row.icon)
        if (view.isTextLarge) stack(view.view(R.id.row_head), R.id.row_title)
        view.texts(row.title, row.words)
        view.selectText(row.event == null)
        if (row.loud) {
            view.setBackgroundResource(R.drawable.card_warning)
            val onWarning = view.context.getColor(R.color.on_warning_container)
            view.view<TextView>(R.id.row_title).setTextColor(onWarning)
            view.view<TextView>(R.id.row_summary).setTextColor(onWarning)
        }
        val group = view.view<FlowLayout>(R.id.row_buttons)
        group.showIf(row.buttons.isNotEmpty())
        buttons(group, row.buttons, on)
        row.event?.let { event ->
            view.setOnClickListener { on(event) }
            view.actsAs(Button::class.java.name)
        }
    }

    private fun chart(view: View, row: Row.Chart) {
        view.view<TextView>(R.id.chart_today).text = Text.Number(row.today.toLong()).of(view.context)
        view.view<TextView>(R.id.chart_week).text = Text.Number(row.week.toLong()).of(view.context)
        view.view<WeekChart>(R.id.chart).apply {
            showIf(row.week > 0)
            show(row.days)
        }
        view.view<View>(R.id.chart_legend).showIf(row.days.any { it.silenced > 0 })
    }

    private fun <E> bars(view: View, row: Row.Bars<E>, on: (E) -> Unit) {
        view.texts(row.title, row.summary)
        view.view<BarsView>(R.id.row_bars).apply {
            show(row.values, row.from?.of(context), row.to?.of(context))
            contentDescription = row.said.of(context)
        }
        row.event?.let { event -> view.opens { on(event) } }
    }

    private fun View.selectable(): Drawable? {
        val attributes = context.obtainStyledAttributes(intArrayOf(android.R.attr.selectableItemBackground))
        return attributes.getDrawable(0).also { attributes.recycle() }
    }

    private fun layoutOf(style: ButtonStyle): Int = when (style) {
        ButtonStyle.PRIMARY -> R.layout.button_primary
        ButtonStyle.TONAL -> R.layout.button_tonal
        ButtonStyle.OUTLINED -> R.layout.button_outlined
        ButtonStyle.TEXT -> R.layout.button_text
    }
}
