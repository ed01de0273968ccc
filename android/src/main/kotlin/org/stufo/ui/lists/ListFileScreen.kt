package org.stufo.ui.lists

import android.net.Uri
import org.stufo.R
import org.stufo.core.addList
import org.stufo.core.model.Action
import org.stufo.core.model.ListDraft
import org.stufo.core.model.StepResult
import org.stufo.core.removeList
import org.stufo.core.settings
import org.stufo.ui.rows.Row
import org.stufo.ui.rows.Typed
import org.stufo.ui.rows.primary
import org.stufo.ui.screen.Route
import org.stufo.ui.screen.RowsScreen
import org.stufo.ui.screen.documentFault
import org.stufo.ui.settings.CountryPickScreen
import org.stufo.ui.settings.TakesCountry
import org.stufo.words.Text
import org.stufo.words.text

/** What the user types and chooses of a list from a file. */
sealed interface FileEvent {
    data class Name(val text: String) : FileEvent

    data class Decides(val action: Action) : FileEvent

    data object Region : FileEvent

    data object Import : FileEvent
}

/** A list from a file of the user's choosing, at [place]. */
class ListFileScreen(private val place: String) :
    RowsScreen<FileEvent>(),
    TakesCountry {
    private var name: String? = null
    private var action = Action.REJECT
    private var region: String? = null

    @Transient
    private var homeRegion = ""

    override val title: Text get() = text(R.string.lists_add_file)

    override fun load() {
        val app = context.applicationContext
        onCore({ ListFiles.nameOf(app, Uri.parse(place)) to it.settings().region }) { (called, home) ->
            homeRegion = home
            show(
                listOf(
                    Row.Field(
                        FileEvent::Name,
                        text(R.string.list_name),
                        text(R.string.list_name_hint),
                        name ?: called,
                        text(R.string.list_file_help),
                        Typed.TEXT,
                    ),
                    actionRow(action, FileEvent::Decides),
                    regionRow(region ?: home, FileEvent.Region),
                    Row.Actions(listOf(primary(FileEvent.Import, text(R.string.list_import)))),
                ),
            )
            if (name == null) name = called
        }
    }

    override fun onEvent(event: FileEvent) = when (event) {
        is FileEvent.Name -> name = event.text
        is FileEvent.Decides -> action = event.action
        FileEvent.Region -> host.go(CountryPickScreen(region ?: homeRegion))
        FileEvent.Import -> import()
    }

    override fun takeCountry(code: String) {
        region = code
    }

    private fun import() {
        val app = context.applicationContext
        val file = Uri.parse(place)
        val draft = ListDraft(name?.trim().orEmpty().ifEmpty { "?" }, ListFiles.nameOf(app, file), region, action = action, intervalHours = DAILY_HOURS)
        onCore({ core ->
            val id = core.addList(draft)
            val result = runCatching { ListFiles.import(app, core, id, file) }
            // A file that holds no list leaves no empty list behind.
            if (result.getOrNull() != StepResult.UPDATED) core.removeList(id)
            result.getOrThrow()
        }, failed = { host.say(documentFault(it)) }) {
            host.say(importText(it))
            if (it == StepResult.UPDATED) host.goTo(Route.Lists)
        }
    }
}
