ALTER TABLE audit ADD COLUMN seq BIGINT;
ALTER TABLE audit ADD COLUMN prev TEXT COLLATE "C";
ALTER TABLE audit ADD COLUMN hash TEXT COLLATE "C";
CREATE UNIQUE INDEX audit_seq ON audit (seq);

CREATE TABLE audit_head (
    id   BIGINT PRIMARY KEY CHECK (id = 1),
    seq  BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

CREATE FUNCTION audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END
$$;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW WHEN (OLD.hash IS NOT NULL)
    EXECUTE FUNCTION audit_keep();
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_keep();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_keep();

CREATE TABLE staff_account (
    id         TEXT COLLATE "C" PRIMARY KEY,
    handle     TEXT COLLATE "C" NOT NULL UNIQUE,
    name       TEXT COLLATE "C" NOT NULL,
    sort_key   TEXT COLLATE "C" NOT NULL,
    roles      TEXT COLLATE "C" NOT NULL,
    stops      TEXT COLLATE "C" NOT NULL,
    practice   BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    locked_at  BIGINT,
    password   TEXT COLLATE "C",
    totp       TEXT COLLATE "C",
    totp_step  BIGINT
);

CREATE TABLE staff_invitation (
    account_id TEXT COLLATE "C" PRIMARY KEY REFERENCES staff_account (id),
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    wrong      BIGINT NOT NULL
);

CREATE TABLE staff_passkey (
    id         TEXT COLLATE "C" PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES staff_account (id),
    credential TEXT COLLATE "C" NOT NULL UNIQUE,
    label      TEXT COLLATE "C" NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    made_at    BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX staff_passkey_account ON staff_passkey (account_id);

CREATE TABLE staff_recovery (
    code_hash  TEXT COLLATE "C" PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES staff_account (id)
);
CREATE INDEX staff_recovery_account ON staff_recovery (account_id);

CREATE TABLE staff_challenge (
    ticket_hash TEXT COLLATE "C" PRIMARY KEY,
    purpose     TEXT COLLATE "C" NOT NULL,
    state       TEXT COLLATE "C" NOT NULL,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX staff_challenge_expires ON staff_challenge (expires_at);

CREATE TABLE staff_device (
    id          TEXT COLLATE "C" PRIMARY KEY,
    stop_id     TEXT COLLATE "C" NOT NULL,
    label       TEXT COLLATE "C" NOT NULL,
    token_hash  TEXT COLLATE "C" NOT NULL UNIQUE,
    enrolled_at BIGINT NOT NULL,
    enrolled_by TEXT COLLATE "C" NOT NULL,
    revoked_at  BIGINT
);

CREATE TABLE staff_device_code (
    device_id  TEXT COLLATE "C" NOT NULL REFERENCES staff_device (id),
    account_id TEXT COLLATE "C" NOT NULL REFERENCES staff_account (id),
    code       TEXT COLLATE "C" NOT NULL,
    wrong      BIGINT NOT NULL,
    PRIMARY KEY (device_id, account_id)
);
CREATE INDEX staff_device_code_account ON staff_device_code (account_id);

CREATE TABLE staff_session (
    id         TEXT COLLATE "C" PRIMARY KEY,
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES staff_account (id),
    device_id  TEXT COLLATE "C" REFERENCES staff_device (id),
    way        TEXT COLLATE "C" NOT NULL,
    browser    TEXT COLLATE "C" NOT NULL,
    binding    TEXT COLLATE "C" NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    proven_at  BIGINT
);
CREATE INDEX staff_session_account ON staff_session (account_id);
CREATE INDEX staff_session_seen ON staff_session (seen_at);

CREATE TABLE staff_attempt (
    subject TEXT COLLATE "C" PRIMARY KEY,
    wrong   BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX staff_attempt_last ON staff_attempt (last_at);
