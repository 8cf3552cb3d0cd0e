use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use proptest::prelude::*;

use super::*;
use crate::{
    model::Status,
    testing::{any_stop, calendar, stop, venue},
};

fn meta() -> FeedMeta {
    FeedMeta {
        name: "Digital-Lotsen in Hamburg".into(),
        service: "Hamburg Service Pop-Up".into(),
        public_url: "https://lotse.example".into(),
        host: "lotse.example".into(),
        lang: Lang::De,
        offers: [("pin-set".parse().unwrap(), "Eigene PIN setzen".into())].into(),
    }
}

fn feed(stored: &StoredStop, venue: &Venue) -> String {
    calendar_feed([(stored, venue)], &calendar(), &meta())
}

/// Properties of one event, name with parameters and value.
type Properties = Vec<(String, String)>;

/// Unfolds and cuts into events, holding every line to the form of RFC 5545, 3.1.
fn events(text: &str) -> Vec<Properties> {
    assert!(text.ends_with("\r\n"));
    for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains(char::is_control), "{line:?}");
    }
    let mut out: Vec<Properties> = Vec::new();
    for line in text.replace("\r\n ", "").split("\r\n").filter(|l| !l.is_empty()) {
        let (name, value) = line.split_once(':').unwrap();
        match (name, value) {
            ("BEGIN", "VEVENT") => out.push(Vec::new()),
            _ if !out.is_empty() => out.last_mut().unwrap().push((name.into(), value.into())),
            _ => {}
        }
    }
    out
}

fn all<'a>(event: &'a Properties, name: &str) -> Vec<&'a str> {
    let is = |n: &str| n.split(';').next() == Some(name);
    event.iter().filter(|(n, _)| is(n)).map(|(_, v)| v.as_str()).collect()
}

fn one<'a>(event: &'a Properties, name: &str) -> &'a str {
    let values = all(event, name);
    assert_eq!(values.len(), 1, "{name} in {event:?}");
    values[0]
}

fn local(text: &str) -> DateTime {
    DateTime::strptime("%Y%m%dT%H%M%S", text).unwrap()
}

/// Expands a feed as a subscriber's program does: start of each instance to its end.
fn expand(text: &str) -> Vec<(DateTime, DateTime)> {
    let mut instances: BTreeMap<(String, DateTime), (DateTime, DateTime)> = BTreeMap::new();
    for event in events(text) {
        let (start, end) = (local(one(&event, "DTSTART")), local(one(&event, "DTEND")));
        let uid = one(&event, "UID").to_owned();
        if let [id] = all(&event, "RECURRENCE-ID")[..] {
            let replaced = instances.insert((uid, local(id)), (start, end));
            assert!(replaced.is_some(), "an override of a day that the rule does not name");
            continue;
        }
        let closed: Vec<DateTime> = all(&event, "EXDATE").into_iter().map(local).collect();
        for day in days_of(&event, start) {
            let begins = day.to_datetime(start.time());
            if !closed.contains(&begins) {
                let ends = begins.saturating_add(start.duration_until(end));
                instances.insert((uid.clone(), begins), (begins, ends));
            }
        }
    }
    let mut out: Vec<_> = instances.into_values().collect();
    out.sort();
    out
}

fn days_of(event: &Properties, start: DateTime) -> Vec<Date> {
    let [rule] = all(event, "RRULE")[..] else { return vec![start.date()] };
    let part = |name: &str| rule.split(';').find_map(|p| p.strip_prefix(name)).unwrap();
    let until = local(part("UNTIL=").strip_suffix('Z').unwrap());
    let until = jiff::tz::Offset::UTC.to_timestamp(until).unwrap();
    let by_day: Vec<&str> = part("BYDAY=").split(',').collect();
    assert!(by_day.contains(&weekday_text(start.weekday())), "DTSTART must be an instance of its rule");
    let starts = |d: &Date| d.to_datetime(start.time()).in_tz(BERLIN).unwrap().timestamp();
    let days = start.date().series(jiff::Span::new().days(1));
    days.take_while(|d| starts(d) <= until).filter(|d| by_day.contains(&weekday_text(d.weekday()))).collect()
}

/// The same from the rules.
fn planned(stored: &StoredStop, venue: &Venue) -> Vec<(DateTime, DateTime)> {
    let (from, to) = (stored.stop.from.unwrap(), stored.stop.to.unwrap());
    let mut out = Vec::new();
    for day in from.series(jiff::Span::new().days(1)).take_while(|d| *d <= to) {
        for span in plan(&stored.stop, venue, &calendar(), day).spans {
            let start = day.to_datetime(span.from());
            let end_day = if span.to() == Time::midnight() { day.tomorrow().unwrap() } else { day };
            let end = end_day.to_datetime(span.to());
            let exists = |t: DateTime| t.in_tz(BERLIN).unwrap().timestamp();
            if exists(start) < exists(end) {
                out.push((start, end));
            }
        }
    }
    out
}

#[test]
fn a_stop_is_one_recurring_event() {
    let stored = stop(
        r#""from":"2026-03-23","to":"2026-04-11","hours":"Mo-Fr 10:00-19:00; Sa 10:00-16:00","offers":["pin-set","x"],
           "exceptions":[{"day":"2026-04-01","hours":"closed"},{"day":"2026-04-02","hours":"12:00-14:00","why":"Übung; kurz, knapp"}],
           "what":"Wir helfen.","example":true"#,
    );
    insta::assert_snapshot!(feed(&stored, &venue(true)).replace("\r\n", "\n"));
    assert_eq!(expand(&feed(&stored, &venue(true))), planned(&stored, &venue(true)));
}

#[test]
fn a_lunch_break_makes_a_second_event_with_its_own_uid() {
    let stored = stop(r#""from":"2026-03-23","to":"2026-03-28","hours":"Mo-Fr 10:00-13:00,14:00-18:00""#);
    let events = events(&feed(&stored, &venue(true)));
    let uids: Vec<&str> = events.iter().map(|e| one(e, "UID")).collect();
    assert_eq!(uids, ["s@lotse.example", "s-2@lotse.example"]);
}

#[test]
fn says_what_is_cancelled_planned_or_without_hours() {
    let mut stored = stop(r#""from":"2026-03-23","to":"2026-03-28","hours":"Mo-Fr 10:00-13:00""#);
    stored.sequence = 3;
    for (status, text) in [(Status::Cancelled, "CANCELLED"), (Status::Announced, "TENTATIVE")] {
        stored.stop.status = status;
        let events = events(&feed(&stored, &venue(true)));
        assert_eq!((one(&events[0], "STATUS"), one(&events[0], "SEQUENCE")), (text, "3"));
    }
    stored.stop.hours = None;
    let whole_days = &events(&feed(&stored, &venue(true)))[0];
    assert_eq!((one(whole_days, "DTSTART"), one(whole_days, "DTEND")), ("20260323", "20260329"));
    stored.stop.to = None;
    assert_eq!(events(&feed(&stored, &venue(true))).len(), 0);
}

#[test]
fn hours_over_a_change_of_the_clocks_are_told_by_themselves() {
    let stored = stop(r#""from":"2026-03-27","to":"2026-03-30","hours":"Mo-Su 00:00-24:00""#);
    let events = events(&feed(&stored, &venue(false)));
    assert_eq!(
        events.iter().map(|e| all(e, "RECURRENCE-ID")).collect::<Vec<_>>(),
        [vec![], vec!["20260329T000000"]]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_open_span_is_in_the_feed_once(stored in any_stop(), shop in any::<bool>()) {
        let venue = venue(shop);
        prop_assert_eq!(expand(&feed(&stored, &venue)), planned(&stored, &venue));
    }

    #[test]
    fn no_name_breaks_out_of_its_line(words in "(\\PC|[\r\n;:,\\\\\"\u{2028}\u{0}]|BEGIN:VEVENT|END:VCALENDAR|\r\n ){0,80}") {
        let mut stored = stop(r#""from":"2026-03-23","to":"2026-03-23","hours":"Mo 10:00-19:00""#);
        let mut venue = venue(false);
        venue.name.clone_from(&words);
        venue.street = Some(words.clone());
        stored.stop.what = Some(kernel::Localized::german(words.clone()));
        let meta = FeedMeta { name: words.clone(), host: words.clone(), public_url: words.clone(), ..meta() };
        let text = calendar_feed([(&stored, &venue)], &calendar(), &meta);
        let events = events(&text);
        prop_assert_eq!(events.len(), 1);
        let unfolded = text.replace("\r\n ", "");
        prop_assert_eq!(unfolded.matches("\r\nBEGIN:VEVENT").count(), 1);
        prop_assert_eq!(unfolded.matches("\r\nEND:VCALENDAR").count(), 1);
    }
}
