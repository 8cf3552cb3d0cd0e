-- One row for each day a stop had a queue; it stays when the day's queue is forgotten.
CREATE TABLE queue_day (
    stop      TEXT COLLATE "C" NOT NULL,
    day       TEXT COLLATE "C" NOT NULL,
    last_seq  BIGINT NOT NULL,
    forgotten BIGINT,
    PRIMARY KEY (stop, day)
);
CREATE INDEX queue_day_day ON queue_day (day);

-- The log. Its primary key is what keeps two desks from calling one person: an act decided on an older state of the
-- queue cannot be written.
CREATE TABLE queue_event (
    stop       TEXT COLLATE "C" NOT NULL,
    day        TEXT COLLATE "C" NOT NULL,
    seq        BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    actor      TEXT COLLATE "C" NOT NULL,
    key_hash   TEXT COLLATE "C" NOT NULL,
    token_hash TEXT COLLATE "C",
    body       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (stop, day, seq)
);
CREATE UNIQUE INDEX queue_event_key ON queue_event (stop, day, key_hash);
CREATE UNIQUE INDEX queue_event_token ON queue_event (token_hash);

-- What is left of a visit after closing: no number, no order, no minute of the day.
CREATE TABLE queue_fact (
    id      TEXT COLLATE "C" PRIMARY KEY,
    stop    TEXT COLLATE "C" NOT NULL,
    day     TEXT COLLATE "C" NOT NULL,
    hour    BIGINT NOT NULL,
    topic   TEXT COLLATE "C" NOT NULL,
    clerk   BIGINT NOT NULL,
    ending  TEXT COLLATE "C" NOT NULL,
    waited  BIGINT,
    served  BIGINT
);
CREATE INDEX queue_fact_day ON queue_fact (stop, day);
