ALTER TABLE audit ADD COLUMN seq INTEGER;
ALTER TABLE audit ADD COLUMN prev TEXT;
ALTER TABLE audit ADD COLUMN hash TEXT;
CREATE UNIQUE INDEX audit_seq ON audit (seq);

CREATE TABLE audit_head (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    seq  INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit WHEN OLD.hash IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

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

CREATE TABLE staff_invitation (
    account_id TEXT PRIMARY KEY REFERENCES staff_account (id),
    token_hash TEXT NOT NULL UNIQUE,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    wrong      INTEGER NOT NULL
) STRICT;

CREATE TABLE staff_passkey (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES staff_account (id),
    credential TEXT NOT NULL UNIQUE,
    label      TEXT NOT NULL,
    body       TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    used_at    INTEGER
) STRICT;
CREATE INDEX staff_passkey_account ON staff_passkey (account_id);

CREATE TABLE staff_recovery (
    code_hash  TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES staff_account (id)
) STRICT;
CREATE INDEX staff_recovery_account ON staff_recovery (account_id);

CREATE TABLE staff_challenge (
    ticket_hash TEXT PRIMARY KEY,
    purpose     TEXT NOT NULL,
    state       TEXT NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_challenge_expires ON staff_challenge (expires_at);

CREATE TABLE staff_device (
    id          TEXT PRIMARY KEY,
    stop_id     TEXT NOT NULL,
    label       TEXT NOT NULL,
    token_hash  TEXT NOT NULL UNIQUE,
    enrolled_at INTEGER NOT NULL,
    enrolled_by TEXT NOT NULL,
    revoked_at  INTEGER
) STRICT;

CREATE TABLE staff_device_code (
    device_id  TEXT NOT NULL REFERENCES staff_device (id),
    account_id TEXT NOT NULL REFERENCES staff_account (id),
    code       TEXT NOT NULL,
    wrong      INTEGER NOT NULL,
    PRIMARY KEY (device_id, account_id)
) STRICT;
CREATE INDEX staff_device_code_account ON staff_device_code (account_id);

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
CREATE INDEX staff_session_account ON staff_session (account_id);
CREATE INDEX staff_session_seen ON staff_session (seen_at);

CREATE TABLE staff_attempt (
    subject TEXT PRIMARY KEY,
    wrong   INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_attempt_last ON staff_attempt (last_at);
