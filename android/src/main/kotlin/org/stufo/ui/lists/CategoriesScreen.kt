package org.stufo.ui.lists

import org.stufo.R
import org.stufo.core.lists
import org.stufo.core.model.Action
import org.stufo.core.model.Category
import org.stufo.core.model.CategoryAction
import org.stufo.core.model.ListRow
import org.stufo.core.model.ListUpdateRequest
import org.stufo.core.model.Switch
import org.stufo.core.updateList
import org.stufo.ui.rows.Row
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.settings.switchRow
import org.stufo.words.Text
import org.stufo.words.text

/** What happens to callers of one category. */
data class CategoryEvent(val category: Category, val switch: Switch)

/** What happens to callers by what a list holds them for. */
class CategoriesScreen(private val listId: Long) : RowsScreen<CategoryEvent>() {
    @Transient
    private var list: ListRow? = null

    override val title: Text get() = text(R.string.list_categories)

    override fun load() = onCore({ core -> core.lists().firstOrNull { it.id == listId } }) {
        list = it
        if (it == null) host.goBack() else show(categoryRows(it))
    }

    override fun onEvent(event: CategoryEvent) {
        val filter = list?.filter ?: return
        val others = filter.categories.filter { it.category != event.category }
        val changed = filter.copy(categories = others + CategoryAction(event.category, event.switch))
        onCore({ it.updateList(ListUpdateRequest(listId, filter = changed)) }) { load() }
    }
}

internal fun categoryRows(list: ListRow): List<Row<CategoryEvent>> = buildList {
    add(Row.Note(text(R.string.list_categories_words)))
    val own = if (list.action == Action.SILENCE) Switch.SILENCE else Switch.REJECT
    for (category in Category.entries) {
        val chosen = list.filter.categories.firstOrNull { it.category == category }?.switch ?: own
        add(switchRow(Text.Heading(text(title(category))), null, chosen) { CategoryEvent(category, it) })
        add(Row.Gap)
    }
}

private fun title(category: Category): Int = when (category) {
    Category.PING -> R.string.category_ping
    Category.POLL -> R.string.category_poll
    Category.ADVERTISING -> R.string.category_advertising
    Category.GAMBLING -> R.string.category_gambling
    Category.FRAUD -> R.string.category_fraud
    Category.DEBT -> R.string.category_debt
    Category.ROBOCALL -> R.string.category_robocall
    Category.OTHER -> R.string.category_other
}
