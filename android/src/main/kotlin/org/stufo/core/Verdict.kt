package org.stufo.core

/** What to do with a call. The codes are those of tests/contract/action-codes.txt; one we do not know lets it ring. */
enum class Action(val code: Int, val wire: String) {
    ALLOW(0, "allow"),
    SILENCE(1, "silence"),
    REJECT(2, "reject"),
    ;

    companion object {
        fun ofCode(code: Int): Action = entries.firstOrNull { it.code == code } ?: ALLOW

        fun ofWire(wire: String): Action = entries.firstOrNull { it.wire == wire } ?: ALLOW
    }
}

/** Why. The codes are those of tests/contract/reason-codes.txt. */
enum class Reason(val code: Int, val wire: String) {
    NOTHING_AGAINST(0, "nothing_against"),
    EMERGENCY_WINDOW(1, "emergency_window"),
    NEVER_BLOCK(2, "never_block"),
    USER_ALLOW(3, "user_allow"),
    CONTACT(4, "contact"),
    DIALLED(5, "dialled"),
    WAITING(6, "waiting"),
    REPEATED_CALL(7, "repeated_call"),
    USER_BLOCK(20, "user_block"),
    PACK(21, "pack"),
    LIST(22, "list"),
    HIDDEN(23, "hidden"),
    FAILED_VERIFICATION(24, "failed_verification"),
    FOREIGN(25, "foreign"),
    NOT_IN_CONTACTS(26, "not_in_contacts"),
    QUIET_HOURS(27, "quiet_hours"),

    /** Told by a newer core. */
    UNKNOWN(-1, ""),
    ;

    companion object {
        fun ofCode(code: Int): Reason = entries.firstOrNull { it.code == code } ?: UNKNOWN

        fun ofWire(wire: String): Reason = entries.firstOrNull { it.wire == wire } ?: UNKNOWN
    }
}

/** What the address book says. Only [NOT_FOUND] may count against a caller. */
enum class Contact(val code: Int, val wire: String) {
    UNDETERMINED(0, "undetermined"),
    FOUND(1, "found"),
    NOT_FOUND(2, "not_found"),
    ;

    companion object {
        fun ofWire(wire: String): Contact = entries.firstOrNull { it.wire == wire } ?: UNDETERMINED
    }
}

/** A judged call. [callId] is its row in the record; 0 where it has none. */
data class Verdict(val action: Action, val reason: Reason, val callId: Long) {
    companion object {
        /** The answer to every doubt: it rings. */
        val RING = Verdict(Action.ALLOW, Reason.NOTHING_AGAINST, 0)

        /** Bits 0-7 action, 8-15 reason, 16-62 the row's id. */
        fun unpack(packed: Long): Verdict = Verdict(
            Action.ofCode((packed and BYTE).toInt()),
            Reason.ofCode((packed shr REASON_SHIFT and BYTE).toInt()),
            packed ushr ID_SHIFT,
        )

        private const val BYTE = 0xFFL
        private const val REASON_SHIFT = 8
        private const val ID_SHIFT = 16
    }
}
