-- One row for each day a stop had a queue; it stays when the day's queue is forgotten.
CREATE TABLE queue_day (
    stop      TEXT NOT NULL,
    day       TEXT NOT NULL,
    last_seq  INTEGER NOT NULL,
    forgotten INTEGER,
    PRIMARY KEY (stop, day)
) STRICT;
CREATE INDEX queue_day_day ON queue_day (day);

-- The log. Its primary key is what keeps two desks from calling one person: an act decided on an older state of the
-- queue cannot be written.
CREATE TABLE queue_event (
    stop       TEXT NOT NULL,
    day        TEXT NOT NULL,
    seq        INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    actor      TEXT NOT NULL,
    key_hash   TEXT NOT NULL,
    token_hash TEXT,
    body       TEXT NOT NULL,
    PRIMARY KEY (stop, day, seq)
) STRICT;
CREATE UNIQUE INDEX queue_event_key ON queue_event (stop, day, key_hash);
CREATE UNIQUE INDEX queue_event_token ON queue_event (token_hash);

-- What is left of a visit after closing: no number, no order, no minute of the day.
CREATE TABLE queue_fact (
    id      TEXT PRIMARY KEY,
    stop    TEXT NOT NULL,
    day     TEXT NOT NULL,
    hour    INTEGER NOT NULL,
    topic   TEXT NOT NULL,
    clerk   INTEGER NOT NULL,
    ending  TEXT NOT NULL,
    waited  INTEGER,
    served  INTEGER
) STRICT;
CREATE INDEX queue_fact_day ON queue_fact (stop, day);
