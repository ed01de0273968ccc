package org.stufo.ui.objection.record

import org.stufo.R
import org.stufo.core.objections
import org.stufo.ui.screen.RowsScreen
import org.stufo.words.Text
import org.stufo.words.now
import org.stufo.words.text

/** Every objection, newest first, with who called again after it. */
class ObjectionsScreen : RowsScreen<ObjectionsEvent>() {
    private var shown = PAGE

    override val title: Text get() = text(R.string.objections_title)

    override fun load() = onCore({ it.objections(shown) }) { show(objectionsRows(it, now())) }

    override fun onEvent(event: ObjectionsEvent) {
        when (event) {
            is ObjectionsEvent.Open -> host.go(ObjectionDetailsScreen(event.id, event.callId))
            ObjectionsKey.ADD -> host.go(ObjectionEditScreen(ObjectionForm.fresh(now())))
            ObjectionsKey.MORE -> {
                shown += PAGE
                load()
            }
        }
    }

    private companion object {
        const val PAGE = 50
    }
}
