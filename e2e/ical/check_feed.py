#!/usr/bin/env python3
"""Holds a calendar feed to RFC 5545 and to the opening hours it must tell.

    check_feed.py FEED.ics [--spans SPANS]

FEED is checked line by line here, because parsers forgive too much, and then parsed and expanded with `icalendar`
and `recurring-ical-events` (PyPI). SPANS holds lines "stop start end" in local time; every one must be in the
expanded feed exactly once, and nothing else. Exit code 1 names everything that is wrong.
"""
import argparse
import collections
import datetime
import pathlib
import re
import sys

NAME = re.compile(r"^[A-Z0-9-]+(;[A-Z0-9-]+=(\"[^\"]*\"|[^\";:,]*)(,(\"[^\"]*\"|[^\";:,]*))*)*:")
TEXT = {"SUMMARY", "LOCATION", "DESCRIPTION", "NAME", "X-WR-CALNAME", "UID"}
ONCE = ["UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY", "LAST-MODIFIED"]
STATUS = {"CONFIRMED", "TENTATIVE", "CANCELLED"}
# More lines than this nobody reads.
MOST = 40
UTC = re.compile(r"^\d{8}T\d{6}Z$")


def physical_lines(raw: bytes, wrong: list) -> list:
    if not raw.endswith(b"\r\n"):
        wrong.append("the last line does not end with CRLF")
    lines = raw.split(b"\r\n")[:-1]
    for number, line in enumerate(lines, 1):
        if len(line) > 75:
            wrong.append(f"line {number}: {len(line)} octets, more than 75")
        if b"\r" in line or b"\n" in line:
            wrong.append(f"line {number}: a bare CR or LF")
        try:
            text = line.decode()
            if any(ord(c) < 32 or ord(c) == 127 for c in text):
                wrong.append(f"line {number}: a control character")
        except UnicodeDecodeError:
            wrong.append(f"line {number}: folded inside a character, or not UTF-8")
    return lines


def content_lines(raw: bytes, wrong: list) -> list:
    physical_lines(raw, wrong)
    out = []
    for line in raw.replace(b"\r\n ", b"").decode(errors="replace").split("\r\n"):
        if not line:
            continue
        if not NAME.match(line):
            wrong.append(f"no content line: {line[:60]!r}")
            continue
        head, value = line.split(":", 1)
        name, *params = head.split(";")
        if name in TEXT and re.search(r"(?<!\\)(\\\\)*[;,]|\\(?![\\;,nN])", value.replace("\\\\", "")):
            wrong.append(f"{name} is not escaped: {value[:60]!r}")
        out.append((name, params, value))
    return out


def components(lines: list, wrong: list) -> list:
    """(path, properties) of each component, closed in order."""
    stack, done = [], []
    for name, params, value in lines:
        if name == "BEGIN":
            stack.append((value, []))
        elif name == "END":
            if not stack or stack[-1][0] != value:
                wrong.append(f"END:{value} closes nothing")
                return done
            kind, properties = stack.pop()
            done.append((kind, [k for k, _ in stack], properties))
        elif stack:
            stack[-1][1].append((name, params, value))
        else:
            wrong.append(f"{name} outside VCALENDAR")
    if stack:
        wrong.append(f"{stack[-1][0]} is not closed")
    return done


def values(properties: list, name: str) -> list:
    return [value for n, _, value in properties if n == name]


def check_event(properties: list, zones: set, wrong: list) -> None:
    uid = (values(properties, "UID") or ["?"])[0]
    for name in ONCE:
        if len(values(properties, name)) != 1:
            wrong.append(f"{uid}: {name} stands {len(values(properties, name))} times")
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        wrong.extend(f"{uid}: {name}:{v} is not UTC" for v in values(properties, name) if not UTC.match(v))
    wrong.extend(f"{uid}: STATUS:{v}" for v in values(properties, "STATUS") if v not in STATUS)
    wrong.extend(f"{uid}: SEQUENCE:{v}" for v in values(properties, "SEQUENCE") if not v.isdigit())
    for name, params, value in properties:
        for param in params:
            if param.startswith("TZID=") and param[5:] not in zones:
                wrong.append(f"{uid}: {name} names the time zone {param[5:]}, which is not in the feed")
        if name in ("DTSTART", "DTEND") and "T" in value and not (params or value.endswith("Z")):
            wrong.append(f"{uid}: {name} floats without a time zone")
    for rule in values(properties, "RRULE"):
        if values(properties, "RECURRENCE-ID"):
            wrong.append(f"{uid}: an override with a rule")
        until = re.search(r"UNTIL=([^;]*)", rule)
        if not until or not UTC.match(until.group(1)):
            wrong.append(f"{uid}: UNTIL must be UTC when DTSTART has a time zone: {rule}")


def check_form(raw: bytes) -> list:
    wrong = []
    done = components(content_lines(raw, wrong), wrong)
    calendars = [p for kind, path, p in done if kind == "VCALENDAR" and not path]
    if len(calendars) != 1:
        return wrong + [f"{len(calendars)} VCALENDAR objects"]
    for name, expected in (("VERSION", ["2.0"]), ("CALSCALE", ["GREGORIAN"])):
        if values(calendars[0], name) != expected:
            wrong.append(f"{name} is {values(calendars[0], name)}")
    if len(values(calendars[0], "PRODID")) != 1:
        wrong.append("PRODID must stand once")
    zones = {v for kind, _, p in done if kind == "VTIMEZONE" for v in values(p, "TZID")}
    seen = collections.Counter()
    for kind, path, properties in done:
        if kind == "VEVENT":
            check_event(properties, zones, wrong)
            seen["".join(values(properties, "UID")), "".join(values(properties, "RECURRENCE-ID"))] += 1
    wrong.extend(f"{uid} {rid}: stands {n} times" for (uid, rid), n in seen.items() if n > 1)
    masters = {uid for uid, rid in seen if not rid}
    wrong.extend(f"{uid}: an override without its event" for uid, rid in seen if rid and uid not in masters)
    return wrong


def expanded(raw: bytes) -> collections.Counter:
    import icalendar
    import recurring_ical_events

    found = collections.Counter()
    calendar = icalendar.Calendar.from_ical(raw)
    span = (datetime.datetime(2000, 1, 1), datetime.datetime(2100, 1, 1))
    for event in recurring_ical_events.of(calendar).between(*span):
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        if isinstance(start, datetime.datetime):
            stop = str(event["URL"]).rsplit("/", 1)[1]
            found[stop, start.replace(tzinfo=None), end.replace(tzinfo=None)] += 1
    return found


def check_spans(raw: bytes, spans: str) -> list:
    expected = collections.Counter()
    for line in spans.splitlines():
        stop, start, end = line.split()
        expected[stop, datetime.datetime.fromisoformat(start), datetime.datetime.fromisoformat(end)] += 1
    found = expanded(raw)
    say = lambda key: f"{key[0]} {key[1]} to {key[2]}"
    return [f"missing: {say(k)}" for k in expected - found] + [f"too much: {say(k)}" for k in found - expected]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("feed", type=pathlib.Path)
    arguments.add_argument("--spans", type=pathlib.Path)
    given = arguments.parse_args()
    raw = given.feed.read_bytes()
    wrong = check_form(raw)
    if given.spans and not wrong:
        wrong += check_spans(raw, given.spans.read_text())
    for line in wrong[:MOST]:
        print(f"{given.feed}: {line}", file=sys.stderr)
    if len(wrong) > MOST:
        print(f"{given.feed}: and {len(wrong) - MOST} more", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
