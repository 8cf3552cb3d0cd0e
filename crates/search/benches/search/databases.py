#!/usr/bin/env python3
"""Answers questions with SQLite FTS5 and PostgreSQL, for the benchmark beside it, which calls this program.

    databases.py CORPUS.jsonl QUESTIONS        questions: one a line

Prints a line of JSON per search: name, the ids found for each question, milliseconds for each, size in MB. Standard
library only. PostgreSQL is reached with psql at LOTSE_TEST_POSTGRES and left out without it; it gets one temporary
table and the extension pg_trgm. Times are per question in one session (PostgreSQL: by its own clock, without the way
over the network). Each database gets the question as OR of its words, which is the kindest reading.
"""
import json
import os
import re
import sqlite3
import subprocess
import sys
import time

FIELDS = ("name", "keywords", "topic", "description")


def read_corpus(path):
    with open(path, encoding="utf8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    for record in records:
        other = [record.get("plain_name"), record.get("name_en")]
        words = [*(record.get("keywords") or []), *(record.get("keywords_own") or []), *filter(None, other)]
        record["keywords"] = " ".join(words)
        for field in FIELDS:
            record[field] = record.get(field) or ""
    return records


def words(question):
    return re.findall(r"\w+", question.lower())


def sqlite(records, questions):
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE VIRTUAL TABLE s USING fts5(id UNINDEXED, {', '.join(FIELDS)}, tokenize = 'unicode61 remove_diacritics 2')")
    rows = [[record["id"], *(record[field] for field in FIELDS)] for record in records]
    db.executemany("INSERT INTO s VALUES (?, ?, ?, ?, ?)", rows)
    found, times = [], []
    for question in questions:
        match = " OR ".join(f'"{word}"' for word in words(question))
        start = time.perf_counter()
        sql = "SELECT id FROM s WHERE s MATCH ? ORDER BY bm25(s, 0, 4, 2.5, 1, 1) LIMIT 10"
        found.append([row[0] for row in db.execute(sql, [match])] if match else [])
        times.append((time.perf_counter() - start) * 1e3)
    pages, size = (db.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "page_size"))
    return found, times, pages * size / 2**20


def literal(text):
    return "'" + text.replace("\0", "").replace("'", "''") + "'"


SETUP = """
    SET client_min_messages = warning; SET standard_conforming_strings = on;
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE TEMP TABLE s (id text, name text, keywords text, topic text, description text, v tsvector, t text);
"""
FINISH = """
    UPDATE s SET t = lower(name || ' ' || keywords || ' ' || description),
        v = setweight(to_tsvector('german', name), 'A') || setweight(to_tsvector('german', keywords), 'B')
         || setweight(to_tsvector('german', topic || ' ' || description), 'D');
    CREATE INDEX ON s USING gin (v); CREATE INDEX ON s USING gin (t gin_trgm_ops); ANALYZE s;
"""


def statement(question, trigrams):
    query = f"to_tsquery('german', {literal(' | '.join(words(question)))})"
    score, where = "ts_rank_cd(v, q)", "v @@ q"
    if trigrams:
        text = literal(question.lower())
        score, where = f"{score} + word_similarity({text}, t)", f"(v @@ q OR {text} <% t)"
    return (
        "SELECT clock_timestamp() AS begun \\gset\n"
        f"SELECT coalesce(json_agg(id), '[]') FROM (SELECT id FROM s, {query} q WHERE {where} ORDER BY {score} DESC, id LIMIT 10) f;\n"
        "SELECT extract(epoch FROM clock_timestamp() - :'begun'::timestamptz) * 1000;\n"
    )


def postgres(url, records, questions, trigrams):
    """All questions go through one psql, each with its time by the server's clock."""
    rows = [f"INSERT INTO s VALUES ({', '.join(literal(record[field]) for field in ('id', *FIELDS))});" for record in records]
    asked = [statement(question, trigrams) for question in questions]
    script = "\n".join([SETUP, "BEGIN;", *rows, "COMMIT;", FINISH, *asked, "SELECT pg_total_relation_size('s');"])
    command = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", url]
    done = subprocess.run(command, input=script, capture_output=True, text=True, encoding="utf8", check=False)
    if done.returncode:
        sys.exit(f"psql failed: {done.stderr.strip()}")
    *lines, size = [line for line in done.stdout.splitlines() if line.strip()]
    return [json.loads(line) for line in lines[::2]], [float(line) for line in lines[1::2]], int(size) / 2**20


def main():
    corpus, questions = sys.argv[1:]
    records = read_corpus(corpus)
    with open(questions, encoding="utf8") as lines:
        questions = lines.read().splitlines()
    url = os.environ.get("LOTSE_TEST_POSTGRES")
    searches = {"SQLite FTS5": lambda: sqlite(records, questions)}
    if url:
        searches["PostgreSQL full text"] = lambda: postgres(url, records, questions, False)
        searches["PostgreSQL full text + pg_trgm"] = lambda: postgres(url, records, questions, True)
    for name, search in searches.items():
        found, times, size = search()
        print(json.dumps({"name": name, "found": found, "ms": times, "mb": size}))


if __name__ == "__main__":
    main()
