//! The only SQL: `user` (stufo.db: what the user made) and `lists` (lists.db: a cache).
