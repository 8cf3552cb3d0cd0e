-- Mails on their way to the mail server. A row goes when its mail was taken; when that will not happen, recipient,
-- subject and body go at once, and the rest with the next purge.
CREATE TABLE mail_queue (
    id        TEXT COLLATE "C" PRIMARY KEY,
    about     TEXT COLLATE "C" NOT NULL,
    lang      TEXT COLLATE "C" NOT NULL,
    recipient TEXT COLLATE "C",
    subject   TEXT COLLATE "C",
    body      TEXT COLLATE "C",
    made_at   BIGINT NOT NULL,
    next_at   BIGINT NOT NULL,
    tries     BIGINT NOT NULL,
    problem   TEXT COLLATE "C"
);
CREATE INDEX mail_queue_next ON mail_queue (next_at);
CREATE INDEX mail_queue_about ON mail_queue (about);
CREATE INDEX mail_queue_made ON mail_queue (made_at);
