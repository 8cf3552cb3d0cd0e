CREATE TABLE barrier_report (
    id          TEXT PRIMARY KEY,
    reported_at INTEGER NOT NULL,
    due_day     TEXT NOT NULL,
    page        TEXT,
    lang        TEXT NOT NULL,
    words       TEXT NOT NULL,
    contact     TEXT,
    closed_at   INTEGER
) STRICT;
CREATE INDEX barrier_report_reported ON barrier_report (reported_at);
