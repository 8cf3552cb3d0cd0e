BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL, execution_time BIGINT NOT NULL);
INSERT INTO "_sqlx_migrations" VALUES(1,'first','2026-03-24 09:00:00',1,X'70689B6267A1C3F1FD34507DED1ED0BCCAF9739DF7A72A32FC085A1E00A215FC6902EC56BE8DCCEA423DAA5F548336EC',1);
INSERT INTO "_sqlx_migrations" VALUES(2,'barrier report','2026-03-24 09:00:00',1,X'3D5A1D7108372FBA0EDE1EE6571AA7AE674B9D7A9D08E5477538C94FCD1323CCD7CC47200C8EFF4A602DCEC456C91E79',1);
INSERT INTO "_sqlx_migrations" VALUES(3,'search miss','2026-03-24 09:00:00',1,X'FF0D56A664523D3E244320FD8F997AA5C72003F56EC569A0A61C8B2DA332967B6B4816E2832494B95B5DC249E358C5A6',1);
INSERT INTO "_sqlx_migrations" VALUES(4,'staff','2026-03-24 09:00:00',1,X'A5EF0A46060C16FBAD6D69D72BB877F3D04E43BA59BBD82B3B6F13B315A87EAC6E4B10D6C25AF8E4F6E1B2C435EF59B2',1);
INSERT INTO "_sqlx_migrations" VALUES(5,'queue','2026-03-24 09:00:00',1,X'2459B4B825E8BFAE7E7D71FD3FC31938553A8644C5B2D28F8A1E61D52B374A4D6D458FB7786DE93E635384C41D454368',1);
INSERT INTO "_sqlx_migrations" VALUES(6,'mail queue','2026-03-24 09:00:00',1,X'833DD011F82C200A168C5A81E83F07B5D0F1B1544E7571F79796FFB427FAC0BA3FD7BB4288D38999004697DFEB1FF8D6',1);
CREATE TABLE audit (
    id     TEXT PRIMARY KEY,
    at     INTEGER NOT NULL,
    actor  TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL
, seq INTEGER, prev TEXT, hash TEXT) STRICT;
INSERT INTO "audit" VALUES('a1',1774342800000001,'operator','tour.import','','{"n":"ä"}',1,'','5a2116a4139b9d71c29ff2013cd6012bea875e3cb8b3273fde26aa9a10e7db36');
INSERT INTO "audit" VALUES('a2',1774342800000002,'operator','barrier.close','','{}',2,'5a2116a4139b9d71c29ff2013cd6012bea875e3cb8b3273fde26aa9a10e7db36','608a9b4728063bf75986631a99228bda5a0840081226a33433e33f05064cd138');
CREATE TABLE audit_head (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    seq  INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO "audit_head" VALUES(1,2,'608a9b4728063bf75986631a99228bda5a0840081226a33433e33f05064cd138');
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
INSERT INTO "barrier_report" VALUES('b1',1774342800000000,'2026-03-24','/termine','de','Treppe
zwei',NULL,NULL);
INSERT INTO "barrier_report" VALUES('b2',1774342800000000,'2026-03-24',NULL,'en','steps','a@example.org',1774342800000000);
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
INSERT INTO "mail_queue" VALUES('m1','k2','de','b@example.org','Einladung','Guten Tag',1774342800000000,1774342800000001,0,NULL);
INSERT INTO "mail_queue" VALUES('m2','k1','en',NULL,NULL,NULL,1774342800000000,1774342800000000,3,'refused');
CREATE TABLE published_version (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO "published_version" VALUES(1,1);
CREATE TABLE queue_day (
    stop      TEXT NOT NULL,
    day       TEXT NOT NULL,
    last_seq  INTEGER NOT NULL,
    forgotten INTEGER,
    PRIMARY KEY (stop, day)
) STRICT;
INSERT INTO "queue_day" VALUES('halt','2026-03-24',2,NULL);
INSERT INTO "queue_day" VALUES('halt','2026-03-23',9,1774342800000000);
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
INSERT INTO "queue_event" VALUES('halt','2026-03-24',1,1774342800000000,'visitor','k1','t1','{"drawn":"A1"}');
INSERT INTO "queue_event" VALUES('halt','2026-03-24',2,1774342800000000,'staff:k1','k2',NULL,'{"called":"A1"}');
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
INSERT INTO "queue_fact" VALUES('f1','halt','2026-03-23',10,'service',0,'done',7,12);
INSERT INTO "queue_fact" VALUES('f2','halt','2026-03-23',11,'other',1,'left',NULL,NULL);
CREATE TABLE search_miss (
    month  TEXT NOT NULL,
    word   TEXT NOT NULL,
    unmet  INTEGER NOT NULL,
    unsure INTEGER NOT NULL,
    PRIMARY KEY (month, word)
) STRICT;
INSERT INTO "search_miss" VALUES('2026-03','hundesteuer',7,2);
CREATE TABLE service (
    id          TEXT PRIMARY KEY,
    sort_key    TEXT NOT NULL,
    body        TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT;
INSERT INTO "service" VALUES('wohngeld','wohngeld','{"n":"Straße"}','ab',1774342800000000);
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO "setting" VALUES('leer','');
INSERT INTO "setting" VALUES('name','Größe 🦀');
CREATE TABLE staff_account (
    id         TEXT PRIMARY KEY,
    handle     TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    sort_key   TEXT NOT NULL,
    roles      TEXT NOT NULL,
    stops      TEXT NOT NULL,
    practice   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    locked_at  INTEGER,
    password   TEXT,
    totp       TEXT,
    totp_step  INTEGER
) STRICT;
INSERT INTO "staff_account" VALUES('k1','a.beispiel','Anna Beispiel','anna beispiel','guide lead','halt',0,1774342800000000,NULL,'$argon2id$x','SECRET',59);
INSERT INTO "staff_account" VALUES('k2','b.beispiel','Ben','ben','clerk','*',0,1774342800000000,1774342800000000,NULL,NULL,NULL);
CREATE TABLE staff_attempt (
    subject TEXT PRIMARY KEY,
    wrong   INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT;
INSERT INTO "staff_attempt" VALUES('name:x',3,1774342800000000);
CREATE TABLE staff_challenge (
    ticket_hash TEXT PRIMARY KEY,
    purpose     TEXT NOT NULL,
    state       TEXT NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;
INSERT INTO "staff_challenge" VALUES('q','sign-in','{}',1774342800000000);
CREATE TABLE staff_device (
    id          TEXT PRIMARY KEY,
    stop_id     TEXT NOT NULL,
    label       TEXT NOT NULL,
    token_hash  TEXT NOT NULL UNIQUE,
    enrolled_at INTEGER NOT NULL,
    enrolled_by TEXT NOT NULL,
    revoked_at  INTEGER
) STRICT;
INSERT INTO "staff_device" VALUES('g1','halt','Empfang','d',1774342800000000,'k1',NULL);
CREATE TABLE staff_device_code (
    device_id  TEXT NOT NULL REFERENCES staff_device (id),
    account_id TEXT NOT NULL REFERENCES staff_account (id),
    code       TEXT NOT NULL,
    wrong      INTEGER NOT NULL,
    PRIMARY KEY (device_id, account_id)
) STRICT;
INSERT INTO "staff_device_code" VALUES('g1','k1','$argon2id$y',1);
CREATE TABLE staff_invitation (
    account_id TEXT PRIMARY KEY REFERENCES staff_account (id),
    token_hash TEXT NOT NULL UNIQUE,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    wrong      INTEGER NOT NULL
) STRICT;
INSERT INTO "staff_invitation" VALUES('k2','t',1774342800000000,1774342800000001,2);
CREATE TABLE staff_passkey (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES staff_account (id),
    credential TEXT NOT NULL UNIQUE,
    label      TEXT NOT NULL,
    body       TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    used_at    INTEGER
) STRICT;
INSERT INTO "staff_passkey" VALUES('p1','k1','credential','Schlüssel','{"cred":{"counter":4}}',1774342800000000,NULL);
CREATE TABLE staff_recovery (
    code_hash  TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES staff_account (id)
) STRICT;
INSERT INTO "staff_recovery" VALUES('c','k1');
CREATE TABLE staff_session (
    id         TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES staff_account (id),
    device_id  TEXT REFERENCES staff_device (id),
    way        TEXT NOT NULL,
    browser    TEXT NOT NULL,
    binding    TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    proven_at  INTEGER
) STRICT;
INSERT INTO "staff_session" VALUES('s1','s','k1','g1','code','Firefox','f',1774342800000000,1774342800000000,NULL);
INSERT INTO "staff_session" VALUES('s2','s2','k1',NULL,'passkey','Firefox','f',1774342800000000,1774342800000000,1774342800000000);
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
INSERT INTO "stop" VALUES('halt','ort','2026-03-24','2026-03-24','confirmed',3,1774342800000000,'{}');
INSERT INTO "stop" VALUES('ohne-tag','ort-2',NULL,NULL,'announced',0,1774342800000000,'{}');
CREATE TABLE venue (
    id         TEXT PRIMARY KEY,
    sort_key   TEXT NOT NULL,
    body       TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
INSERT INTO "venue" VALUES('ort','ort','{"name":"Ort Ä"}',1774342800000000);
INSERT INTO "venue" VALUES('ort-2','ort 2','{}',1774342800000000);
CREATE INDEX stop_venue ON stop (venue_id);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX barrier_report_reported ON barrier_report (reported_at);
CREATE UNIQUE INDEX audit_seq ON audit (seq);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit WHEN OLD.hash IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE INDEX staff_passkey_account ON staff_passkey (account_id);
CREATE INDEX staff_recovery_account ON staff_recovery (account_id);
CREATE INDEX staff_challenge_expires ON staff_challenge (expires_at);
CREATE INDEX staff_device_code_account ON staff_device_code (account_id);
CREATE INDEX staff_session_account ON staff_session (account_id);
CREATE INDEX staff_session_seen ON staff_session (seen_at);
CREATE INDEX staff_attempt_last ON staff_attempt (last_at);
CREATE INDEX queue_day_day ON queue_day (day);
CREATE UNIQUE INDEX queue_event_key ON queue_event (stop, day, key_hash);
CREATE UNIQUE INDEX queue_event_token ON queue_event (token_hash);
CREATE INDEX queue_fact_day ON queue_fact (stop, day);
CREATE INDEX mail_queue_next ON mail_queue (next_at);
CREATE INDEX mail_queue_about ON mail_queue (about);
CREATE INDEX mail_queue_made ON mail_queue (made_at);
COMMIT;
