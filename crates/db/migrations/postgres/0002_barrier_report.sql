CREATE TABLE barrier_report (
    id          TEXT COLLATE "C" PRIMARY KEY,
    reported_at BIGINT NOT NULL,
    due_day     TEXT COLLATE "C" NOT NULL,
    page        TEXT COLLATE "C",
    lang        TEXT COLLATE "C" NOT NULL,
    words       TEXT COLLATE "C" NOT NULL,
    contact     TEXT COLLATE "C",
    closed_at   BIGINT
);
CREATE INDEX barrier_report_reported ON barrier_report (reported_at);
