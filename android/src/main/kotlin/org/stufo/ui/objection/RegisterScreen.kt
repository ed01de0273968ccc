package org.stufo.ui.objection

import android.content.Intent
import android.net.Uri
import org.stufo.R
import org.stufo.ui.RowsScreen
import org.stufo.ui.rows.Look
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Text
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.text

enum class RegisterKey(val address: String) {
    SITE("https://www.registrodelleopposizioni.it/"),
    FROM_LANDLINE("tel:800957766"),
    FROM_MOBILE("tel:0642986411"),
}

/** Italy's opposition register: what it does, how to enrol, when to renew. */
class RegisterScreen : RowsScreen() {
    override val title: Text get() = text(R.string.register_title)

    override fun load() = show(registerRows())

    override fun onRow(key: Any) {
        val address = Uri.parse((key as RegisterKey).address)
        host.open(Intent(if (address.scheme == "tel") Intent.ACTION_DIAL else Intent.ACTION_VIEW, address))
    }
}

internal fun registerRows(): List<Row> = buildList {
    add(Row.Section(text(R.string.register_what)))
    add(Row.Words(text(R.string.register_what_words)))
    add(Row.Section(text(R.string.register_how)))
    add(item(RegisterKey.SITE, Look(R.drawable.ic_globe, Tone.ACCENT), text(R.string.register_site), text(R.string.register_site_words)))
    add(item(RegisterKey.FROM_MOBILE, Look(R.drawable.ic_phone, Tone.ACCENT), text(R.string.register_mobile), text(R.string.register_mobile_words)))
    add(item(RegisterKey.FROM_LANDLINE, Look(R.drawable.ic_home, Tone.ACCENT), text(R.string.register_landline), text(R.string.register_landline_words)))
    add(Row.Section(text(R.string.register_then)))
    add(item(null, Look(R.drawable.ic_calendar, Tone.NEUTRAL), text(R.string.register_days), text(R.string.register_days_words)))
    add(item(null, Look(R.drawable.ic_repeat, Tone.NEUTRAL), text(R.string.register_renew), text(R.string.register_renew_words)))
    add(item(null, Look(R.drawable.ic_info, Tone.NEUTRAL), text(R.string.register_limits), text(R.string.register_limits_words)))
    add(Row.Note(text(R.string.register_source)))
}
