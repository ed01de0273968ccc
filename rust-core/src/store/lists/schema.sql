-- lists.db, version 1: a cache of subscribed lists in packed form. Never migrated by hand: what does not read is
-- deleted and fetched again.

-- What is held of each subscription. Names, switches and actions are the user's and live in stufo.db.
CREATE TABLE list (
    list_id  INTEGER PRIMARY KEY,
    slot     INTEGER NOT NULL UNIQUE,   -- upper bits of the list's places
    revision INTEGER NOT NULL,
    numbers  INTEGER NOT NULL,
    prefixes INTEGER NOT NULL,
    strata   INTEGER NOT NULL,          -- bit per key class code that has blocks
    blocks   INTEGER NOT NULL           -- blocks when last written whole
);

CREATE TABLE word (
    list_id INTEGER NOT NULL,
    id      INTEGER NOT NULL,           -- from 1 on, as in the blocks
    text    TEXT NOT NULL,
    PRIMARY KEY (list_id, id)
) WITHOUT ROWID;

-- place: slot (8 bits), key class code (5), first value (50): all blocks of all lists in one order (docs/adr).
-- Values of more than 15 digits have a place under code 0, and their class and first value before the items (place.rs).
CREATE TABLE block (
    place INTEGER PRIMARY KEY,
    items BLOB NOT NULL
);

-- Rises with every change, so that a look-up knows that what it knows of the lists is out of date.
CREATE TABLE commits (
    id    INTEGER PRIMARY KEY,          -- always 1
    value INTEGER NOT NULL
);
INSERT INTO commits (id, value) VALUES (1, 0);

-- 'dropped' is there while dropped lists wait to be fetched again.
CREATE TABLE state (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
