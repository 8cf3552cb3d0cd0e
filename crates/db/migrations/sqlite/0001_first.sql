CREATE TABLE venue (
    id         TEXT PRIMARY KEY,
    sort_key   TEXT NOT NULL,
    body       TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE stop (
    id         TEXT PRIMARY KEY,
    venue_id   TEXT NOT NULL REFERENCES venue (id),
    first_day  TEXT,
    last_day   TEXT,
    status     TEXT NOT NULL,
    sequence   INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    body       TEXT NOT NULL
) STRICT;
CREATE INDEX stop_venue ON stop (venue_id);

CREATE TABLE service (
    id          TEXT PRIMARY KEY,
    sort_key    TEXT NOT NULL,
    body        TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE published_version (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO published_version (id, version) VALUES (1, 1);

CREATE TABLE audit (
    id     TEXT PRIMARY KEY,
    at     INTEGER NOT NULL,
    actor  TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_at ON audit (at);

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
