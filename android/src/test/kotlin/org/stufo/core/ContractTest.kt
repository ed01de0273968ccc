package org.stufo.core

import java.lang.reflect.Modifier
import org.junit.Assert.assertEquals
import org.junit.Test
import org.stufo.harness.Project

/** The codes that cross the boundary, pinned by the files that the Rust tests read. */
class ContractTest {
    @Test
    fun actionCodesAreAsPinned() =
        assertEquals(Project.contract("action-codes.txt"), Action.entries.map { "${it.code} ${it.wire}" })

    @Test
    fun reasonCodesAreAsPinned() = assertEquals(
        Project.contract("reason-codes.txt"),
        Reason.entries.filter { it != Reason.UNKNOWN }.map { "${it.code} ${it.wire}" },
    )

    @Test
    fun errorCodesAreAsPinned() {
        val constants = CoreException::class.java.declaredFields
            .filter { Modifier.isStatic(it.modifiers) && it.type == Int::class.java }
            .map { it.getInt(null) to it.name.lowercase() }
        assertEquals(Project.contract("error-codes.txt"), constants.sortedBy { it.first }.map { "${it.first} ${it.second}" })
    }

    @Test
    fun zeroAllows() {
        assertEquals(Verdict.RING, Verdict.unpack(0))
        assertEquals(Action.ALLOW, Action.ofCode(99))
        assertEquals(Action.ALLOW, Action.ofWire("a newer core's"))
    }

    @Test
    fun aVerdictIsUnpackedBitByBit() {
        val id = (1L shl 46) + 5
        assertEquals(Verdict(Action.REJECT, Reason.QUIET_HOURS, id), Verdict.unpack((id shl 16) or (27L shl 8) or 2))
    }
}
