package org.stufo.ui.rows

import android.graphics.drawable.Drawable
import android.text.Editable
import android.text.InputType
import android.text.TextWatcher
import android.view.View
import android.view.ViewGroup
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.EditText
import android.widget.ImageView
import android.widget.RadioButton
import android.widget.Switch
import android.widget.TextView
import org.stufo.R
import org.stufo.ui.home.WeekChart
import org.stufo.ui.inflate

/** Writes a row into its view. */
internal object RowBinder {
    fun bind(view: View, row: Row, listener: RowsListener) {
        when (row) {
            is Row.Section -> (view as TextView).text = row.text.of(view.context)
            is Row.Note -> (view as TextView).text = row.text.of(view.context)
            is Row.Words -> (view as TextView).text = row.text.of(view.context)
            is Row.Gap -> Unit
            is Row.Item -> item(view, row, listener)
            is Row.Toggle -> toggle(view, row, listener)
            is Row.SwitchItem -> switchItem(view, row, listener)
            is Row.Chips -> chips(view, row, listener)
            is Row.Field -> field(view, row, listener)
            is Row.Buttons -> buttons(view as ViewGroup, row.buttons, listener)
            is Row.Actions -> buttons(view as ViewGroup, row.buttons, listener)
            is Row.Banner -> banner(view, row, listener)
            is Row.Empty -> {
                view.view<ImageView>(R.id.row_icon).show(row.look)
                view.texts(row.title, row.words)
            }
            is Row.Chart -> chart(view, row)
        }
    }

    fun item(view: View, row: Row.Item, listener: RowsListener) {
        view.look(row.look)
        // Large text needs the whole width: what stands at the end goes below.
        val below = view.resources.configuration.fontScale >= LARGE_TEXT
        view.texts(row.title, if (below) dotted(row.summary, row.trailing) else row.summary)
        view.view<TextView>(R.id.row_trailing).apply {
            showIf(row.trailing != null && !below)
            text = row.trailing?.of(context)
        }
        view.view<View>(R.id.row_chevron).showIf(row.opens)
        if (row.key == null) return
        view.background = view.selectable()
        view.isFocusable = true
        view.setOnClickListener { listener.onRow(row.key) }
        view.actsAs(Button::class.java.name)
    }

    private fun toggle(view: View, row: Row.Toggle, listener: RowsListener) {
        view.look(row.look)
        view.texts(row.title, row.summary)
        val switch = view.view<Switch>(R.id.row_switch)
        switch.isSaveEnabled = false
        switch.isChecked = row.on
        view.setOnClickListener {
            switch.isChecked = !switch.isChecked
            listener.onToggle(row.key, switch.isChecked)
        }
        view.accessibilityDelegate = object : View.AccessibilityDelegate() {
            override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
                super.onInitializeAccessibilityNodeInfo(host, info)
                info.className = Switch::class.java.name
                info.isCheckable = true
                info.isChecked = switch.isChecked
            }
        }
    }

    private fun switchItem(view: View, row: Row.SwitchItem, listener: RowsListener) {
        view.look(row.look)
        view.texts(row.title, row.summary)
        view.view<View>(R.id.row_open).apply {
            setOnClickListener { listener.onRow(row.key) }
            actsAs(Button::class.java.name)
        }
        view.view<Switch>(R.id.row_switch).apply {
            isSaveEnabled = false
            setOnCheckedChangeListener(null)
            isChecked = row.on
            contentDescription = row.title.of(context)
            setOnCheckedChangeListener { _, on -> listener.onToggle(row.switchKey, on) }
        }
    }

    private fun chips(view: View, row: Row.Chips, listener: RowsListener) {
        view.optional(R.id.row_title, row.title)
        view.optional(R.id.row_summary, row.summary)
        val group = view.view<FlowLayout>(R.id.row_options)
        if (group.childCount == 0) row.options.forEach { _ -> group.addView(group.inflate(R.layout.chip)) }
        group.children().zip(row.options).forEach { (child, option) ->
            val chip = child as RadioButton
            chip.isSaveEnabled = false
            chip.text = option.text.of(chip.context)
            chip.isChecked = option.key == row.chosen
            chip.setOnClickListener {
                group.children().forEach { other -> (other as RadioButton).isChecked = other === chip }
                listener.onChip(row.key, option.key)
            }
        }
    }

    private fun field(view: View, row: Row.Field, listener: RowsListener) {
        view.texts(row.title, row.help)
        val edit = view.view<EditText>(R.id.row_edit)
        (edit.tag as? TextWatcher)?.let(edit::removeTextChangedListener)
        edit.isSaveEnabled = false
        edit.inputType = inputType(row.typed)
        edit.setHorizontallyScrolling(false)
        edit.hint = row.hint?.of(view.context)
        edit.contentDescription = null
        view.view<TextView>(R.id.row_title).labelFor = edit.id
        if (edit.text.toString() != row.value && !edit.hasFocus()) edit.setText(row.value)
        val watcher = Watcher { listener.onField(row.key, it) }
        edit.addTextChangedListener(watcher)
        edit.tag = watcher
    }

    private fun buttons(group: ViewGroup, buttons: List<ButtonRow>, listener: RowsListener) {
        if (group.childCount == 0) buttons.forEach { group.addView(group.inflate(layoutOf(it.style))) }
        group.children().zip(buttons).forEach { (child, button) ->
            (child as Button).text = button.text.of(child.context)
            child.setOnClickListener { listener.onRow(button.key) }
        }
    }

    private fun banner(view: View, row: Row.Banner, listener: RowsListener) {
        view.view<ImageView>(R.id.row_icon).show(row.look)
        view.texts(row.title, row.words)
        if (row.loud) {
            view.setBackgroundResource(R.drawable.card_warning)
            val onWarning = view.context.getColor(R.color.on_warning_container)
            view.view<TextView>(R.id.row_title).setTextColor(onWarning)
            view.view<TextView>(R.id.row_summary).setTextColor(onWarning)
        }
        val group = view.view<FlowLayout>(R.id.row_buttons)
        group.showIf(row.buttons.isNotEmpty())
        buttons(group, row.buttons, listener)
    }

    private fun chart(view: View, row: Row.Chart) {
        view.view<TextView>(R.id.chart_today).text = Text.Number(row.today.toLong()).of(view.context)
        view.view<TextView>(R.id.chart_week).text = Text.Number(row.week.toLong()).of(view.context)
        view.view<WeekChart>(R.id.chart).apply {
            showIf(row.week > 0)
            show(row.days)
        }
    }

    private fun View.look(look: Look?) {
        view<ImageView>(R.id.row_icon).apply {
            showIf(look != null)
            if (look != null) show(look)
        }
    }

    private fun View.texts(title: Text, summary: Text?) {
        view<TextView>(R.id.row_title).text = title.of(context)
        optional(R.id.row_summary, summary)
    }

    private fun View.optional(id: Int, text: Text?) = view<TextView>(id).run {
        showIf(text != null)
        this.text = text?.of(context)
    }

    private fun View.selectable(): Drawable? {
        val attributes = context.obtainStyledAttributes(intArrayOf(android.R.attr.selectableItemBackground))
        return attributes.getDrawable(0).also { attributes.recycle() }
    }

    private fun inputType(typed: Typed): Int = when (typed) {
        Typed.TEXT -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES
        // A pattern holds letters and signs that a dialling pad lacks.
        Typed.PHONE -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
        Typed.URL -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_URI
        Typed.NUMBER -> InputType.TYPE_CLASS_NUMBER
        Typed.LONG_TEXT -> InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES or
            InputType.TYPE_TEXT_FLAG_MULTI_LINE
    }

    private const val LARGE_TEXT = 1.4f

    private fun layoutOf(style: ButtonStyle): Int = when (style) {
        ButtonStyle.PRIMARY -> R.layout.button_primary
        ButtonStyle.TONAL -> R.layout.button_tonal
        ButtonStyle.OUTLINED -> R.layout.button_outlined
        ButtonStyle.TEXT -> R.layout.button_text
    }
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

internal class Watcher(private val changed: (String) -> Unit) : TextWatcher {
    override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit

    override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit

    override fun afterTextChanged(text: Editable?) = changed(text?.toString().orEmpty())
}
