CREATE TABLE venue (
    id         TEXT PRIMARY KEY,
    sort_key   TEXT NOT NULL,
    body       TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE stop (
    id         TEXT PRIMARY KEY,
    venue_id   TEXT NOT NULL REFERENCES venue (id),
    first_day  TEXT,
    last_day   TEXT,
    status     TEXT NOT NULL,
    sequence   BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    body       TEXT NOT NULL
);
CREATE INDEX stop_venue ON stop (venue_id);

CREATE TABLE service (
    id          TEXT PRIMARY KEY,
    sort_key    TEXT NOT NULL,
    body        TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    changed_at  BIGINT NOT NULL
);

CREATE TABLE published_version (
    id      BIGINT PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO published_version (id, version) VALUES (1, 1);

CREATE TABLE audit (
    id     TEXT PRIMARY KEY,
    at     BIGINT NOT NULL,
    actor  TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
