-- Mails on their way to the mail server. A row goes when its mail was taken; when that will not happen, recipient,
-- subject and body go at once, and the rest with the next purge.
CREATE TABLE mail_queue (
    id        TEXT PRIMARY KEY,
    about     TEXT NOT NULL,
    lang      TEXT NOT NULL,
    recipient TEXT,
    subject   TEXT,
    body      TEXT,
    made_at   INTEGER NOT NULL,
    next_at   INTEGER NOT NULL,
    tries     INTEGER NOT NULL,
    problem   TEXT
) STRICT;
CREATE INDEX mail_queue_next ON mail_queue (next_at);
CREATE INDEX mail_queue_about ON mail_queue (about);
CREATE INDEX mail_queue_made ON mail_queue (made_at);
