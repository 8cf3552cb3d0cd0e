BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL, execution_time BIGINT NOT NULL);
INSERT INTO "_sqlx_migrations" VALUES(1,'first','2026-03-24 09:00:00',1,X'70689B6267A1C3F1FD34507DED1ED0BCCAF9739DF7A72A32FC085A1E00A215FC6902EC56BE8DCCEA423DAA5F548336EC',1);
INSERT INTO "_sqlx_migrations" VALUES(2,'barrier report','2026-03-24 09:00:00',1,X'3D5A1D7108372FBA0EDE1EE6571AA7AE674B9D7A9D08E5477538C94FCD1323CCD7CC47200C8EFF4A602DCEC456C91E79',1);
INSERT INTO "_sqlx_migrations" VALUES(3,'search miss','2026-03-24 09:00:00',1,X'FF0D56A664523D3E244320FD8F997AA5C72003F56EC569A0A61C8B2DA332967B6B4816E2832494B95B5DC249E358C5A6',1);
CREATE TABLE audit (
    id     TEXT PRIMARY KEY,
    at     INTEGER NOT NULL,
    actor  TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
INSERT INTO "audit" VALUES('a1',1774342800000001,'operator','tour.import','','{"n":"ä"}');
INSERT INTO "audit" VALUES('a2',1774342800000002,'operator','barrier.close','','{}');
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
CREATE TABLE published_version (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO "published_version" VALUES(1,1);
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
COMMIT;
