package org.stufo.ui.settings

import org.stufo.R
import org.stufo.core.lists
import org.stufo.core.model.CoreVersion
import org.stufo.core.model.ListRow
import org.stufo.core.version
import org.stufo.sync.mayUseNetwork
import org.stufo.ui.rows.IconStyle
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Tone
import org.stufo.ui.rows.item
import org.stufo.ui.rows.outlined
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.shareText
import org.stufo.words.Now
import org.stufo.words.Text
import org.stufo.words.count
import org.stufo.words.dateText
import org.stufo.words.dotted
import org.stufo.words.now
import org.stufo.words.plain
import org.stufo.words.text

enum class AboutKey { SHARE }

/** Versions: of the app, of its store, of each list. */
class AboutScreen : RowsScreen<AboutKey>() {
    override val title: Text get() = text(R.string.about_title)

    override fun load() = onCore({ it.version() to it.lists() }) { (version, lists) -> show(aboutRows(version, context.mayUseNetwork(), lists, now())) }

    override fun onEvent(event: AboutKey) = host.shareText(context.getString(R.string.about_share_text))
}

internal fun aboutRows(version: CoreVersion, network: Boolean, lists: List<ListRow>, now: Now): List<Row<AboutKey>> = buildList {
    add(Row.Empty(IconStyle(R.drawable.ic_handset, Tone.BRAND), text(R.string.app_name), text(R.string.about_words)))
    add(item(null, null, text(R.string.about_app), text(R.string.about_version, version.version)))
    add(item(null, null, text(R.string.about_processors), text(R.string.about_processors_words)))
    if (!network) add(item(null, null, text(R.string.about_network), text(R.string.lists_offline)))
    add(item(null, null, text(R.string.about_store), text(R.string.about_schema, version.schema)))
    if (lists.isNotEmpty()) {
        add(Row.Section(text(R.string.about_lists)))
        lists.forEach { add(item(null, null, plain(it.name), listVersion(it, now))) }
    }
    add(Row.Actions(listOf(outlined(AboutKey.SHARE, text(R.string.about_share)))))
}

/** A signed list has a version of its publisher's; others are told by their last change. */
private fun listVersion(list: ListRow, now: Now): Text? = dotted(
    list.publicKey?.let { text(R.string.list_version, Text.Number(list.revision)) },
    list.updatedMillis?.let { text(R.string.about_list_of, dateText(it, now)) },
    count(R.plurals.list_numbers, list.numbers),
)
