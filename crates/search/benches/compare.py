#!/usr/bin/env python3
"""Compares the search with SQLite FTS5 and PostgreSQL (full text, pg_trgm), same corpus, same questions, one run.

    cargo build --release -p search --example eval
    python3 crates/search/benches/compare.py --corpus CORPUS.jsonl --queries QUERIES.tsv

Standard library only. PostgreSQL is reached with psql at LOTSE_TEST_POSTGRES and left out without it; it gets one
temporary table and the extension pg_trgm. Of the databases the times are per question in one session (PostgreSQL: as
its own clock tells, without the way over the network), of ours inside the process. Each database gets the question as
OR of its words, which is the kindest reading; a question with no hit counts as 0.
"""
import argparse
import json
import math
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
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


def read_queries(path):
    queries = []
    with open(path, encoding="utf8") as lines:
        for line in lines:
            if line.startswith(("#", "question\t")) or not line.strip():
                continue
            question, wanted, language = (line.rstrip("\n").split("\t") + ["", "de"])[:3]
            grades = {}
            for one in filter(None, wanted.split(";")):
                name, _, grade = one.partition("=")
                grades[name] = int(grade or 3)
            queries.append((question, grades, language or "de"))
    return queries


def words(question):
    return re.findall(r"\w+", question.lower())


class Sqlite:
    name = "SQLite FTS5 (OR, bm25)"

    def __init__(self, records):
        self.db = sqlite3.connect(":memory:")
        self.db.execute(f"CREATE VIRTUAL TABLE s USING fts5(id UNINDEXED, {', '.join(FIELDS)}, tokenize = 'unicode61 remove_diacritics 2')")
        rows = [[record["id"], *(record[field] for field in FIELDS)] for record in records]
        self.db.executemany("INSERT INTO s VALUES (?, ?, ?, ?, ?)", rows)

    def answer(self, questions):
        for question in questions:
            match = " OR ".join(f'"{word}"' for word in words(question))
            start = time.perf_counter()
            sql = "SELECT id FROM s WHERE s MATCH ? ORDER BY bm25(s, 0, 4, 2.5, 1, 1) LIMIT 10"
            found = [row[0] for row in self.db.execute(sql, [match])] if match else []
            yield found, (time.perf_counter() - start) * 1e3


def literal(text):
    return "'" + text.replace("\0", "").replace("'", "''") + "'"


class Postgres:
    """All questions go through one psql, each with its time by the server's clock."""

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
    FULL_TEXT = "ts_rank_cd(v, q)"
    BOTH = "ts_rank_cd(v, q) + word_similarity({text}, t)"

    def __init__(self, url, records, trigrams):
        self.url, self.records, self.trigrams = url, records, trigrams
        self.name = "PostgreSQL full text + pg_trgm" if trigrams else "PostgreSQL full text (OR, german)"

    def statement(self, question):
        query = f"to_tsquery('german', {literal(' | '.join(words(question)))})"
        score, where = self.FULL_TEXT, "v @@ q"
        if self.trigrams:
            score = self.BOTH.format(text=literal(question.lower()))
            where = f"(v @@ q OR {literal(question.lower())} <% t)"
        return (
            "SELECT clock_timestamp() AS begun \\gset\n"
            f"SELECT coalesce(json_agg(id), '[]') FROM (SELECT id FROM s, {query} q WHERE {where} ORDER BY {score} DESC, id LIMIT 10) f;\n"
            "SELECT extract(epoch FROM clock_timestamp() - :'begun'::timestamptz) * 1000;\n"
        )

    def answer(self, questions):
        rows = [
            f"INSERT INTO s VALUES ({', '.join(literal(record[field]) for field in ('id', *FIELDS))});" for record in self.records
        ]
        script = "\n".join([self.SETUP, "BEGIN;", *rows, "COMMIT;", self.FINISH, *map(self.statement, questions)])
        command = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", self.url]
        done = subprocess.run(command, input=script, capture_output=True, text=True, encoding="utf8", check=False)
        if done.returncode:
            sys.exit(f"psql failed: {done.stderr.strip()}")
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        return [(json.loads(found), float(ms)) for found, ms in zip(lines[::2], lines[1::2])]


def gain(grades):
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:5]))


def ndcg(found, wanted):
    ideal = gain(sorted(wanted.values(), reverse=True))
    return gain([wanted.get(one, 0) for one in found]) / ideal if ideal else 0.0


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers) if numbers else float("nan")


def measure(engine, queries):
    answers = list(engine.answer([question for question, _, _ in queries]))
    pairs = [(found, wanted, language) for (found, _), (_, wanted, language) in zip(answers, queries)]
    times = sorted(ms for _, ms in answers)

    def figures(belongs):
        some = [(found, wanted) for found, wanted, language in pairs if belongs(language)]
        good = mean(any(wanted.get(one, 0) >= 2 for one in found[:5]) for found, wanted in some)
        return mean(ndcg(found, wanted) for found, wanted in some), good, mean(not found for found, _ in some)

    return figures, times[len(times) // 2], times[min(len(times) - 1, len(times) * 95 // 100)]


def row(name, german, other, p50, p95, memory=""):
    cells = [f"{number:.2f}" for number in (*german, other)]
    print(f"| {name:31} | {' | '.join(cells)} | {p50:.2f} | {p95:.2f} | {memory} |")


def ours(options, mode):
    command = [options.eval, "--corpus", options.corpus, "--queries", options.queries, "--mode", mode, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"Lotse, {mode}: left out: {done.stderr.strip()}", file=sys.stderr)
        return
    figures = json.loads(done.stdout)
    groups = {group["name"]: group for group in figures["groups"]}
    german, other = groups["German"], groups.get("other languages", {})
    name = {"words": "Lotse, words", "encoder": "Lotse, encoder", "both": "Lotse, both"}[mode]
    three = (german["ndcg5"], german["success5"], german["nothing"])
    row(name, three, other.get("ndcg5", float("nan")), figures["p50_ms"], figures["p95_ms"], figures["memory_mb"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--queries", required=True)
    parser.add_argument("--eval", default=str(ROOT / "target/release/examples/eval"))
    options = parser.parse_args()
    records, queries = read_corpus(options.corpus), read_queries(options.queries)
    engines = [Sqlite(records)]
    if url := os.environ.get("LOTSE_TEST_POSTGRES"):
        engines += [Postgres(url, records, False), Postgres(url, records, True)]
    print(f"{len(records)} services, {len(queries)} questions\n")
    print("| search | nDCG@5 German | success@5 | no hit | nDCG@5 other languages | p50 ms | p95 ms | MB |")
    print("|---|---|---|---|---|---|---|---|")
    for engine in engines:
        figures, p50, p95 = measure(engine, queries)
        row(engine.name, figures(lambda language: language == "de"), figures(lambda language: language != "de")[0], p50, p95)
    for mode in ("words", "encoder", "both"):
        ours(options, mode)


if __name__ == "__main__":
    main()
