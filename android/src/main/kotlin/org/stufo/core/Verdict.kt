package org.stufo.core

import org.stufo.core.model.Action
import org.stufo.core.model.Reason

/** A judged call. [callId] is its row in the record; 0 where it has none, and a large one that [isRecorded] tells where the disk is full. */
data class Verdict(val action: Action, val reason: Reason, val callId: Long) {
    val isRecorded: Boolean get() = callId in 1 until FIRST_UNRECORDED

    companion object {
        /** The answer to every doubt: it rings. */
        val RING = Verdict(Action.ALLOW, Reason.NOTHING_AGAINST, 0)

        /** Bits 0-7 action, 8-15 reason, 16-62 the row's id. An action that is none lets it ring. */
        fun unpack(packed: Long): Verdict = Verdict(
            Action.ofCode((packed and BYTE).toInt()) ?: Action.ALLOW,
            Reason.ofCode((packed shr REASON_SHIFT and BYTE).toInt()) ?: Reason.NOTHING_AGAINST,
            packed ushr ID_SHIFT,
        )

        /** Ids from here on are of calls that could not be recorded. */
        private const val FIRST_UNRECORDED = 1L shl 46
        private const val BYTE = 0xFFL
        private const val REASON_SHIFT = 8
        private const val ID_SHIFT = 16
    }
}
