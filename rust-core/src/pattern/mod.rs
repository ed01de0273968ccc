//! Patterns over numbers: exact, prefix, wildcard (intervals of `NumberKey`) and regex. A pattern is parsed
//! once from what the user wrote and compiled once per change, never per call.
