-- Every text compares by its bytes, as in SQLite; German order comes from a stored key.
CREATE TABLE venue (
    id         TEXT COLLATE "C" PRIMARY KEY,
    sort_key   TEXT COLLATE "C" NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE stop (
    id         TEXT COLLATE "C" PRIMARY KEY,
    venue_id   TEXT COLLATE "C" NOT NULL REFERENCES venue (id),
    first_day  TEXT COLLATE "C",
    last_day   TEXT COLLATE "C",
    status     TEXT COLLATE "C" NOT NULL,
    sequence   BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL
);
CREATE INDEX stop_venue ON stop (venue_id);

CREATE TABLE service (
    id          TEXT COLLATE "C" PRIMARY KEY,
    sort_key    TEXT COLLATE "C" NOT NULL,
    body        TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    changed_at  BIGINT NOT NULL
);

CREATE TABLE published_version (
    id      BIGINT PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO published_version (id, version) VALUES (1, 1);

CREATE TABLE audit (
    id     TEXT COLLATE "C" PRIMARY KEY,
    at     BIGINT NOT NULL,
    actor  TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    object TEXT COLLATE "C" NOT NULL,
    detail TEXT COLLATE "C" NOT NULL
);
CREATE INDEX audit_at ON audit (at);

CREATE TABLE setting (
    name  TEXT COLLATE "C" PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);
