SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.audit_keep() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END
$$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);
CREATE TABLE public.audit (
    id text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    actor text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    object text NOT NULL COLLATE pg_catalog."C",
    detail text NOT NULL COLLATE pg_catalog."C",
    seq bigint,
    prev text COLLATE pg_catalog."C",
    hash text COLLATE pg_catalog."C"
);
CREATE TABLE public.audit_head (
    id bigint NOT NULL,
    seq bigint NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT audit_head_id_check CHECK ((id = 1))
);
CREATE TABLE public.barrier_report (
    id text NOT NULL COLLATE pg_catalog."C",
    reported_at bigint NOT NULL,
    due_day text NOT NULL COLLATE pg_catalog."C",
    page text COLLATE pg_catalog."C",
    lang text NOT NULL COLLATE pg_catalog."C",
    words text NOT NULL COLLATE pg_catalog."C",
    contact text COLLATE pg_catalog."C",
    closed_at bigint
);
CREATE TABLE public.mail_queue (
    id text NOT NULL COLLATE pg_catalog."C",
    about text NOT NULL COLLATE pg_catalog."C",
    lang text NOT NULL COLLATE pg_catalog."C",
    recipient text COLLATE pg_catalog."C",
    subject text COLLATE pg_catalog."C",
    body text COLLATE pg_catalog."C",
    made_at bigint NOT NULL,
    next_at bigint NOT NULL,
    tries bigint NOT NULL,
    problem text COLLATE pg_catalog."C"
);
CREATE TABLE public.published_version (
    id bigint NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT published_version_id_check CHECK ((id = 1))
);
CREATE TABLE public.queue_day (
    stop text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    last_seq bigint NOT NULL,
    forgotten bigint
);
CREATE TABLE public.queue_event (
    stop text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    at bigint NOT NULL,
    actor text NOT NULL COLLATE pg_catalog."C",
    key_hash text NOT NULL COLLATE pg_catalog."C",
    token_hash text COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.queue_fact (
    id text NOT NULL COLLATE pg_catalog."C",
    stop text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    hour bigint NOT NULL,
    topic text NOT NULL COLLATE pg_catalog."C",
    clerk bigint NOT NULL,
    ending text NOT NULL COLLATE pg_catalog."C",
    waited bigint,
    served bigint
);
CREATE TABLE public.search_miss (
    month text NOT NULL COLLATE pg_catalog."C",
    word text NOT NULL COLLATE pg_catalog."C",
    unmet bigint NOT NULL,
    unsure bigint NOT NULL
);
CREATE TABLE public.service (
    id text NOT NULL COLLATE pg_catalog."C",
    sort_key text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    fingerprint text NOT NULL COLLATE pg_catalog."C",
    changed_at bigint NOT NULL
);
CREATE TABLE public.setting (
    name text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.staff_account (
    id text NOT NULL COLLATE pg_catalog."C",
    handle text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    sort_key text NOT NULL COLLATE pg_catalog."C",
    roles text NOT NULL COLLATE pg_catalog."C",
    stops text NOT NULL COLLATE pg_catalog."C",
    practice bigint NOT NULL,
    created_at bigint NOT NULL,
    locked_at bigint,
    password text COLLATE pg_catalog."C",
    totp text COLLATE pg_catalog."C",
    totp_step bigint
);
CREATE TABLE public.staff_attempt (
    subject text NOT NULL COLLATE pg_catalog."C",
    wrong bigint NOT NULL,
    last_at bigint NOT NULL
);
CREATE TABLE public.staff_challenge (
    ticket_hash text NOT NULL COLLATE pg_catalog."C",
    purpose text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    expires_at bigint NOT NULL
);
CREATE TABLE public.staff_device (
    id text NOT NULL COLLATE pg_catalog."C",
    stop_id text NOT NULL COLLATE pg_catalog."C",
    label text NOT NULL COLLATE pg_catalog."C",
    token_hash text NOT NULL COLLATE pg_catalog."C",
    enrolled_at bigint NOT NULL,
    enrolled_by text NOT NULL COLLATE pg_catalog."C",
    revoked_at bigint
);
CREATE TABLE public.staff_device_code (
    device_id text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    wrong bigint NOT NULL
);
CREATE TABLE public.staff_invitation (
    account_id text NOT NULL COLLATE pg_catalog."C",
    token_hash text NOT NULL COLLATE pg_catalog."C",
    made_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    wrong bigint NOT NULL
);
CREATE TABLE public.staff_passkey (
    id text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    credential text NOT NULL COLLATE pg_catalog."C",
    label text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    made_at bigint NOT NULL,
    used_at bigint
);
CREATE TABLE public.staff_recovery (
    code_hash text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.staff_session (
    id text NOT NULL COLLATE pg_catalog."C",
    token_hash text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    device_id text COLLATE pg_catalog."C",
    way text NOT NULL COLLATE pg_catalog."C",
    browser text NOT NULL COLLATE pg_catalog."C",
    binding text NOT NULL COLLATE pg_catalog."C",
    started_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    proven_at bigint
);
CREATE TABLE public.stop (
    id text NOT NULL COLLATE pg_catalog."C",
    venue_id text NOT NULL COLLATE pg_catalog."C",
    first_day text COLLATE pg_catalog."C",
    last_day text COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    changed_at bigint NOT NULL,
    body text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.venue (
    id text NOT NULL COLLATE pg_catalog."C",
    sort_key text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    changed_at bigint NOT NULL
);
INSERT INTO public._sqlx_migrations VALUES (1, 'first', '2026-03-24 09:00:00+00', true, '\xbc25775b7827979002485941c7cb59f8f66dc70a713966f8dd7efe364fb056656cacfee8f25788dcca9429fb368a85f5', 1);
INSERT INTO public._sqlx_migrations VALUES (2, 'barrier report', '2026-03-24 09:00:00+00', true, '\x6748bb4d07c087fbd4c4182db57f06a5ad61510abc75433fec17bff2e0c255da625fdcd6a9bc6d8b5bef7a656c6298f5', 1);
INSERT INTO public._sqlx_migrations VALUES (3, 'search miss', '2026-03-24 09:00:00+00', true, '\x720b4eb713f4c6b5b24da29f8968f88519af2d06c04c749fd60680096ad90cd7be4c97b9156b8d363ea98a95af159aa1', 1);
INSERT INTO public._sqlx_migrations VALUES (4, 'staff', '2026-03-24 09:00:00+00', true, '\x37b0d682aaef3f9c1826cf52f4d49e8944c341152e323534ed16979f7c9b339fbc152c3fbc6212c747c851aaac2a7834', 1);
INSERT INTO public._sqlx_migrations VALUES (5, 'queue', '2026-03-24 09:00:00+00', true, '\x77cadaa6fd31ad67824cf24c623f4acb43ec3b0d0b71bbb2376a0b13cb2312db8ed1984eec1a351c44932bcf0012a5ca', 1);
INSERT INTO public._sqlx_migrations VALUES (6, 'mail queue', '2026-03-24 09:00:00+00', true, '\x2ae0252c54f3146182431ecdb573ec4b9c4712fe0eca2004f8ee34e632fd70d7f83cd16552619c1f4b27b8215b8b3902', 1);
INSERT INTO public.audit VALUES ('a1', 1774342800000001, 'operator', 'tour.import', '', '{"n":"ä"}', 1, '', '5a2116a4139b9d71c29ff2013cd6012bea875e3cb8b3273fde26aa9a10e7db36');
INSERT INTO public.audit VALUES ('a2', 1774342800000002, 'operator', 'barrier.close', '', '{}', 2, '5a2116a4139b9d71c29ff2013cd6012bea875e3cb8b3273fde26aa9a10e7db36', '608a9b4728063bf75986631a99228bda5a0840081226a33433e33f05064cd138');
INSERT INTO public.audit_head VALUES (1, 2, '608a9b4728063bf75986631a99228bda5a0840081226a33433e33f05064cd138');
INSERT INTO public.barrier_report VALUES ('b1', 1774342800000000, '2026-03-24', '/termine', 'de', 'Treppe
zwei', NULL, NULL);
INSERT INTO public.barrier_report VALUES ('b2', 1774342800000000, '2026-03-24', NULL, 'en', 'steps', 'a@example.org', 1774342800000000);
INSERT INTO public.mail_queue VALUES ('m1', 'k2', 'de', 'b@example.org', 'Einladung', 'Guten Tag', 1774342800000000, 1774342800000001, 0, NULL);
INSERT INTO public.mail_queue VALUES ('m2', 'k1', 'en', NULL, NULL, NULL, 1774342800000000, 1774342800000000, 3, 'refused');
INSERT INTO public.published_version VALUES (1, 1);
INSERT INTO public.queue_day VALUES ('halt', '2026-03-24', 2, NULL);
INSERT INTO public.queue_day VALUES ('halt', '2026-03-23', 9, 1774342800000000);
INSERT INTO public.queue_event VALUES ('halt', '2026-03-24', 1, 1774342800000000, 'visitor', 'k1', 't1', '{"drawn":"A1"}');
INSERT INTO public.queue_event VALUES ('halt', '2026-03-24', 2, 1774342800000000, 'staff:k1', 'k2', NULL, '{"called":"A1"}');
INSERT INTO public.queue_fact VALUES ('f1', 'halt', '2026-03-23', 10, 'service', 0, 'done', 7, 12);
INSERT INTO public.queue_fact VALUES ('f2', 'halt', '2026-03-23', 11, 'other', 1, 'left', NULL, NULL);
INSERT INTO public.search_miss VALUES ('2026-03', 'hundesteuer', 7, 2);
INSERT INTO public.service VALUES ('wohngeld', 'wohngeld', '{"n":"Straße"}', 'ab', 1774342800000000);
INSERT INTO public.setting VALUES ('leer', '');
INSERT INTO public.setting VALUES ('name', 'Größe 🦀');
INSERT INTO public.staff_account VALUES ('k1', 'a.beispiel', 'Anna Beispiel', 'anna beispiel', 'guide lead', 'halt', 0, 1774342800000000, NULL, '$argon2id$x', 'SECRET', 59);
INSERT INTO public.staff_account VALUES ('k2', 'b.beispiel', 'Ben', 'ben', 'clerk', '*', 0, 1774342800000000, 1774342800000000, NULL, NULL, NULL);
INSERT INTO public.staff_attempt VALUES ('name:x', 3, 1774342800000000);
INSERT INTO public.staff_challenge VALUES ('q', 'sign-in', '{}', 1774342800000000);
INSERT INTO public.staff_device VALUES ('g1', 'halt', 'Empfang', 'd', 1774342800000000, 'k1', NULL);
INSERT INTO public.staff_device_code VALUES ('g1', 'k1', '$argon2id$y', 1);
INSERT INTO public.staff_invitation VALUES ('k2', 't', 1774342800000000, 1774342800000001, 2);
INSERT INTO public.staff_passkey VALUES ('p1', 'k1', 'credential', 'Schlüssel', '{"cred":{"counter":4}}', 1774342800000000, NULL);
INSERT INTO public.staff_recovery VALUES ('c', 'k1');
INSERT INTO public.staff_session VALUES ('s1', 's', 'k1', 'g1', 'code', 'Firefox', 'f', 1774342800000000, 1774342800000000, NULL);
INSERT INTO public.staff_session VALUES ('s2', 's2', 'k1', NULL, 'passkey', 'Firefox', 'f', 1774342800000000, 1774342800000000, 1774342800000000);
INSERT INTO public.stop VALUES ('halt', 'ort', '2026-03-24', '2026-03-24', 'confirmed', 3, 1774342800000000, '{}');
INSERT INTO public.stop VALUES ('ohne-tag', 'ort-2', NULL, NULL, 'announced', 0, 1774342800000000, '{}');
INSERT INTO public.venue VALUES ('ort', 'ort', '{"name":"Ort Ä"}', 1774342800000000);
INSERT INTO public.venue VALUES ('ort-2', 'ort 2', '{}', 1774342800000000);
ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.barrier_report
    ADD CONSTRAINT barrier_report_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mail_queue
    ADD CONSTRAINT mail_queue_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.published_version
    ADD CONSTRAINT published_version_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.queue_day
    ADD CONSTRAINT queue_day_pkey PRIMARY KEY (stop, day);
ALTER TABLE ONLY public.queue_event
    ADD CONSTRAINT queue_event_pkey PRIMARY KEY (stop, day, seq);
ALTER TABLE ONLY public.queue_fact
    ADD CONSTRAINT queue_fact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.search_miss
    ADD CONSTRAINT search_miss_pkey PRIMARY KEY (month, word);
ALTER TABLE ONLY public.service
    ADD CONSTRAINT service_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.staff_account
    ADD CONSTRAINT staff_account_handle_key UNIQUE (handle);
ALTER TABLE ONLY public.staff_account
    ADD CONSTRAINT staff_account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.staff_attempt
    ADD CONSTRAINT staff_attempt_pkey PRIMARY KEY (subject);
ALTER TABLE ONLY public.staff_challenge
    ADD CONSTRAINT staff_challenge_pkey PRIMARY KEY (ticket_hash);
ALTER TABLE ONLY public.staff_device_code
    ADD CONSTRAINT staff_device_code_pkey PRIMARY KEY (device_id, account_id);
ALTER TABLE ONLY public.staff_device
    ADD CONSTRAINT staff_device_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.staff_device
    ADD CONSTRAINT staff_device_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.staff_invitation
    ADD CONSTRAINT staff_invitation_pkey PRIMARY KEY (account_id);
ALTER TABLE ONLY public.staff_invitation
    ADD CONSTRAINT staff_invitation_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.staff_passkey
    ADD CONSTRAINT staff_passkey_credential_key UNIQUE (credential);
ALTER TABLE ONLY public.staff_passkey
    ADD CONSTRAINT staff_passkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.staff_recovery
    ADD CONSTRAINT staff_recovery_pkey PRIMARY KEY (code_hash);
ALTER TABLE ONLY public.staff_session
    ADD CONSTRAINT staff_session_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.staff_session
    ADD CONSTRAINT staff_session_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.stop
    ADD CONSTRAINT stop_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.venue
    ADD CONSTRAINT venue_pkey PRIMARY KEY (id);
CREATE INDEX audit_at ON public.audit USING btree (at);
CREATE UNIQUE INDEX audit_seq ON public.audit USING btree (seq);
CREATE INDEX barrier_report_reported ON public.barrier_report USING btree (reported_at);
CREATE INDEX mail_queue_about ON public.mail_queue USING btree (about);
CREATE INDEX mail_queue_made ON public.mail_queue USING btree (made_at);
CREATE INDEX mail_queue_next ON public.mail_queue USING btree (next_at);
CREATE INDEX queue_day_day ON public.queue_day USING btree (day);
CREATE UNIQUE INDEX queue_event_key ON public.queue_event USING btree (stop, day, key_hash);
CREATE UNIQUE INDEX queue_event_token ON public.queue_event USING btree (token_hash);
CREATE INDEX queue_fact_day ON public.queue_fact USING btree (stop, day);
CREATE INDEX staff_attempt_last ON public.staff_attempt USING btree (last_at);
CREATE INDEX staff_challenge_expires ON public.staff_challenge USING btree (expires_at);
CREATE INDEX staff_device_code_account ON public.staff_device_code USING btree (account_id);
CREATE INDEX staff_passkey_account ON public.staff_passkey USING btree (account_id);
CREATE INDEX staff_recovery_account ON public.staff_recovery USING btree (account_id);
CREATE INDEX staff_session_account ON public.staff_session USING btree (account_id);
CREATE INDEX staff_session_seen ON public.staff_session USING btree (seen_at);
CREATE INDEX stop_venue ON public.stop USING btree (venue_id);
CREATE TRIGGER audit_no_delete BEFORE DELETE ON public.audit FOR EACH ROW EXECUTE FUNCTION public.audit_keep();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.audit_keep();
CREATE TRIGGER audit_no_update BEFORE UPDATE ON public.audit FOR EACH ROW WHEN ((old.hash IS NOT NULL)) EXECUTE FUNCTION public.audit_keep();
ALTER TABLE ONLY public.staff_device_code
    ADD CONSTRAINT staff_device_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.staff_account(id);
ALTER TABLE ONLY public.staff_device_code
    ADD CONSTRAINT staff_device_code_device_id_fkey FOREIGN KEY (device_id) REFERENCES public.staff_device(id);
ALTER TABLE ONLY public.staff_invitation
    ADD CONSTRAINT staff_invitation_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.staff_account(id);
ALTER TABLE ONLY public.staff_passkey
    ADD CONSTRAINT staff_passkey_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.staff_account(id);
ALTER TABLE ONLY public.staff_recovery
    ADD CONSTRAINT staff_recovery_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.staff_account(id);
ALTER TABLE ONLY public.staff_session
    ADD CONSTRAINT staff_session_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.staff_account(id);
ALTER TABLE ONLY public.staff_session
    ADD CONSTRAINT staff_session_device_id_fkey FOREIGN KEY (device_id) REFERENCES public.staff_device(id);
ALTER TABLE ONLY public.stop
    ADD CONSTRAINT stop_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES public.venue(id);
