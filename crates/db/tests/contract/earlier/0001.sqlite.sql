BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL, execution_time BIGINT NOT NULL);
INSERT INTO "_sqlx_migrations" VALUES(1,'first','2026-03-24 09:00:00',1,X'70689B6267A1C3F1FD34507DED1ED0BCCAF9739DF7A72A32FC085A1E00A215FC6902EC56BE8DCCEA423DAA5F548336EC',1);
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
CREATE TABLE published_version (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO "published_version" VALUES(1,1);
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
COMMIT;
