-- stufo.db: what the user made. Numbers are NumberKey integers (docs/matching.md); times are UTC milliseconds
-- with the wall clock's offset in minutes beside them where the hour matters. New columns go last in a table.

CREATE TABLE rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind INTEGER NOT NULL,              -- 1 allow, 2 block
    pattern TEXT NOT NULL,
    label TEXT NOT NULL,
    action INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    schedule TEXT,                      -- JSON windows; null: always
    sim INTEGER,
    created_millis INTEGER NOT NULL,
    expires_millis INTEGER              -- null: for good
);

CREATE TABLE document (                 -- one JSON document a name: 'settings'
    name TEXT PRIMARY KEY,
    content TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE state (                    -- small facts: 'emergency_until_millis'
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE source (                   -- what decided calls, by name at the time; a deleted rule stays named
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,              -- 1 rule, 2 pack, 3 list, 4 country
    reference TEXT NOT NULL,
    label TEXT NOT NULL,
    UNIQUE (kind, reference, label)
);

CREATE TABLE call (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    utc_millis INTEGER NOT NULL,
    offset_minutes INTEGER NOT NULL,
    caller_kind INTEGER NOT NULL,       -- 1 number, 2 short code, 3-5 hidden (restricted, unknown, payphone), 6-8 other (empty, scheme, malformed)
    number_key INTEGER,                 -- kinds 1 and 2
    other_text TEXT,                    -- kinds 7 and 8
    verification INTEGER NOT NULL,
    sim INTEGER,
    action INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    source_id INTEGER REFERENCES source (id),
    contact INTEGER NOT NULL,           -- 0 undetermined, 1 found, 2 not found
    trace TEXT NOT NULL,                -- see trace_text.rs
    outcome INTEGER,                    -- what the person said of it: 1 answered, 2 rang out, 3 silent, 4 hung up, 5 objected
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX call_by_time ON call (utc_millis, action);
CREATE INDEX call_by_number ON call (number_key, utc_millis);
CREATE INDEX call_by_action ON call (action, utc_millis);
CREATE INDEX call_by_reason ON call (reason, utc_millis);
CREATE INDEX call_by_source ON call (source_id, utc_millis) WHERE source_id IS NOT NULL;
CREATE INDEX call_with_note ON call (utc_millis) WHERE note <> '';
CREATE INDEX call_objected ON call (utc_millis) WHERE outcome = 5;
CREATE INDEX call_wanted ON call (number_key) WHERE contact = 1 OR reason IN (2, 3, 4);

CREATE TABLE dialled (
    number_key INTEGER PRIMARY KEY,
    utc_millis INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE notice (                   -- what the app must tell the user once
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    list_id INTEGER,
    at_millis INTEGER NOT NULL
);

CREATE TABLE subscription (             -- lists the user chose; their numbers are in files
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    origin TEXT NOT NULL,               -- URL, or a file's name
    region TEXT NOT NULL,               -- whose national numbers it holds
    form TEXT,                          -- null: told from content
    action INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    created_millis INTEGER NOT NULL,
    updated_millis INTEGER,             -- when its numbers last changed or were found unchanged
    revision INTEGER NOT NULL DEFAULT 0,
    public_key TEXT,                    -- of a signed repository, base64 as minisign writes it; null: a plain list
    interval_hours INTEGER NOT NULL DEFAULT 24,
    wifi_only INTEGER NOT NULL DEFAULT 0,
    filter TEXT                         -- JSON ListFilter; null: every entry counts
);

CREATE TABLE sync_attempt (             -- what came of asking for a list, newest last; the last few of each are kept
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    list_id INTEGER NOT NULL,
    at_millis INTEGER NOT NULL,
    result TEXT NOT NULL,               -- names of docs/formats/sync.md
    why TEXT,
    added INTEGER,
    removed INTEGER,
    unchanged INTEGER,
    bytes INTEGER NOT NULL
);
CREATE INDEX sync_attempt_by_list ON sync_attempt (list_id, id);

CREATE TABLE objection (                -- to whom the person has said not to call
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    call_id INTEGER,                    -- the call it was made in; the record may have forgotten it
    company TEXT NOT NULL,
    utc_millis INTEGER NOT NULL,
    offset_minutes INTEGER NOT NULL,
    how INTEGER NOT NULL,               -- 1 by telephone, 2 e-mail, 3 certified, 4 letter
    note TEXT NOT NULL
);

CREATE TABLE objection_number (
    objection_id INTEGER NOT NULL REFERENCES objection (id) ON DELETE CASCADE,
    number_key INTEGER NOT NULL,
    PRIMARY KEY (objection_id, number_key)
) WITHOUT ROWID;

CREATE TABLE enrolment (                -- in a country's opposition register; days as 2026-11-24
    region TEXT PRIMARY KEY,
    enrolled_on TEXT NOT NULL,
    renewed_on TEXT
) WITHOUT ROWID;

CREATE TABLE sync_state (               -- what is known of a list's fetches, and which file holds its numbers
    list_id INTEGER PRIMARY KEY REFERENCES subscription (id) ON DELETE CASCADE,
    etag TEXT,                          -- validators of the version in force
    last_modified TEXT,
    asked_millis INTEGER,               -- last attempt
    good_millis INTEGER,                -- last success
    result TEXT,                        -- of the last attempt; names of docs/formats/sync.md
    why TEXT,
    failures INTEGER NOT NULL,          -- since the last success
    next_millis INTEGER NOT NULL,       -- due from then on
    accept INTEGER NOT NULL,            -- whether the user accepts the next version however much it shrank
    expires_millis INTEGER,             -- of the manifest in force; signed repositories only
    since INTEGER,                      -- the server's version, for lists that tell what changed since one
    whole_millis INTEGER,               -- last full fetch of such a list
    part_url TEXT,                      -- a broken transfer that can be resumed
    part_etag TEXT,
    part_bytes INTEGER,
    planned INTEGER NOT NULL DEFAULT 1, -- 0: of the list only its file is known
    file TEXT,                          -- name in the folder of lists; null: no numbers are in force. What it says of itself:
    identity TEXT,                      -- of the list, 32 hexadecimal digits: no other list's file has it
    revision INTEGER,
    numbers INTEGER,
    prefixes INTEGER,
    bytes INTEGER
);
