package org.stufo.ui.calls

import org.stufo.core.model.CallRow
import org.stufo.words.Text
import org.stufo.words.callerName
import org.stufo.words.count
import org.stufo.words.hasNumber
import org.stufo.words.plain
import org.stufo.R
import java.io.Serializable

/** Calls of the history that are chosen, so that something is done with all of them: kept with the screen. */
internal class ChosenCalls : Serializable {
    /** [number]: null for a caller whom no rule can name. */
    private data class Chosen(val number: String?, val name: String) : Serializable

    private val calls = LinkedHashMap<Long, Chosen>()

    val ids: List<Long> get() = calls.keys.toList()

    /** Each caller once. */
    val numbers: List<String> get() = calls.values.mapNotNull { it.number }.distinct()

    val isEmpty: Boolean get() = calls.isEmpty()

    operator fun contains(id: Long): Boolean = id in calls

    /** Chooses a call, or leaves it out again. */
    fun turn(call: CallRow) {
        if (calls.remove(call.id) != null) return
        calls[call.id] = Chosen(call.caller.number?.takeIf { call.caller.hasNumber }, callerName(call.caller).orEmpty())
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
