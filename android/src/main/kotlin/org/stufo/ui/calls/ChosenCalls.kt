package org.stufo.ui.calls

import org.stufo.R
import org.stufo.core.model.CallGroup
import org.stufo.words.Text
import org.stufo.words.callerName
import org.stufo.words.count
import org.stufo.words.hasNumber
import org.stufo.words.plain
import java.io.Serializable

/** Calls of the history that are chosen, so that something is done with all of them: kept with the screen. */
internal class ChosenCalls : Serializable {
    /** [number]: null for a caller whom no rule can name. */
    private data class Chosen(val number: String?, val name: String, val ids: ArrayList<Long>) : Serializable

    /** By the newest call of each row. */
    private val calls = LinkedHashMap<Long, Chosen>()

    val ids: List<Long> get() = calls.values.flatMap { it.ids }

    /** Each caller once. */
    val numbers: List<String> get() = calls.values.mapNotNull { it.number }.distinct()

    val isEmpty: Boolean get() = calls.isEmpty()

    operator fun contains(id: Long): Boolean = id in calls

    /** Chooses the calls of a row, or leaves them out again. */
    fun turn(group: CallGroup) {
        val caller = group.call.caller
        if (calls.remove(group.call.id) != null) return
        calls[group.call.id] = Chosen(caller.number?.takeIf { caller.hasNumber }, callerName(caller).orEmpty(), ArrayList(group.ids))
    }

    fun clear() = calls.clear()

    /** One by its number, more by how many they are. */
    fun said(): Text {
        val callers = calls.values.filter { it.number != null }.distinctBy { it.number }
        return callers.singleOrNull()?.let { plain(it.name) } ?: count(R.plurals.block_numbers, callers.size)
    }

    private companion object {
        const val serialVersionUID = 1L
    }
}
