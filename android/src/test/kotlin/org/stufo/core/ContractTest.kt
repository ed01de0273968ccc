package org.stufo.core

import kotlinx.serialization.KSerializer
import kotlinx.serialization.descriptors.elementNames
import org.junit.Assert.assertEquals
import org.junit.Test
import org.stufo.core.model.Action
import org.stufo.core.model.ErrorCode
import org.stufo.core.model.FactCode
import org.stufo.core.model.Reason
import org.stufo.harness.Project

/** The codes that cross the boundary, pinned by the files that the Rust tests read. */
class ContractTest {
    @Test
    fun actionCodesAreAsPinned() = check("action-codes.txt", Action.serializer(), Action.entries.map(Action::code))

    @Test
    fun reasonCodesAreAsPinned() = check("reason-codes.txt", Reason.serializer(), Reason.entries.map(Reason::code))

    @Test
    fun errorCodesAreAsPinned() = check("error-codes.txt", ErrorCode.serializer(), ErrorCode.entries.map(ErrorCode::code))

    @Test
    fun factCodesAreAsPinned() {
        val names = FactCode.serializer().descriptor.elementNames.toList()
        assertEquals(Project.contract("fact-codes.txt"), names)
    }

    private fun check(file: String, serializer: KSerializer<*>, codes: List<Int>) =
        assertEquals(Project.contract(file), serializer.descriptor.elementNames.mapIndexed { index, name -> "${codes[index]} $name" })

    @Test
    fun zeroAllows() {
        assertEquals(Verdict.RING, Verdict.unpack(0))
        assertEquals("an action of a newer core", Action.ALLOW, Verdict.unpack(99).action)
    }

    @Test
    fun aVerdictIsUnpackedBitByBit() {
        val id = (1L shl 46) + 5
        assertEquals(Verdict(Action.REJECT, Reason.QUIET_HOURS, id), Verdict.unpack((id shl 16) or (27L shl 8) or 2))
    }
}
