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
    detail text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.published_version (
    id bigint NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT published_version_id_check CHECK ((id = 1))
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
INSERT INTO public.audit VALUES ('a1', 1774342800000001, 'operator', 'tour.import', '', '{"n":"ä"}');
INSERT INTO public.audit VALUES ('a2', 1774342800000002, 'operator', 'barrier.close', '', '{}');
INSERT INTO public.published_version VALUES (1, 1);
INSERT INTO public.service VALUES ('wohngeld', 'wohngeld', '{"n":"Straße"}', 'ab', 1774342800000000);
INSERT INTO public.setting VALUES ('leer', '');
INSERT INTO public.setting VALUES ('name', 'Größe 🦀');
INSERT INTO public.stop VALUES ('halt', 'ort', '2026-03-24', '2026-03-24', 'confirmed', 3, 1774342800000000, '{}');
INSERT INTO public.stop VALUES ('ohne-tag', 'ort-2', NULL, NULL, 'announced', 0, 1774342800000000, '{}');
INSERT INTO public.venue VALUES ('ort', 'ort', '{"name":"Ort Ä"}', 1774342800000000);
INSERT INTO public.venue VALUES ('ort-2', 'ort 2', '{}', 1774342800000000);
ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.published_version
    ADD CONSTRAINT published_version_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.service
    ADD CONSTRAINT service_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.stop
    ADD CONSTRAINT stop_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.venue
    ADD CONSTRAINT venue_pkey PRIMARY KEY (id);
CREATE INDEX audit_at ON public.audit USING btree (at);
CREATE INDEX stop_venue ON public.stop USING btree (venue_id);
ALTER TABLE ONLY public.stop
    ADD CONSTRAINT stop_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES public.venue(id);
