-- Rises with every change of accounts and sessions, so that what was read of a session holds until then.
ALTER TABLE published_version ADD COLUMN accounts BIGINT NOT NULL DEFAULT 0;
