//! Random hours, days and stops for the property tests of this crate.

use proptest::prelude::*;

use crate::{Calendar, DayHours, Exception, Interruption, Span, Status, StoredStop, Venue, WeekHours};

/// Some spans of one day, apart from each other.
pub(crate) fn spans() -> impl Strategy<Value = Vec<Span>> {
    proptest::collection::btree_set(0_u16..=96, 0..=4).prop_map(|edges| {
        let edges: Vec<u16> = edges.into_iter().map(|q| q * 15).collect();
        edges.chunks_exact(2).map(|pair| Span::of_minutes(pair[0], pair[1]).unwrap()).collect()
    })
}

/// Hours of a whole week.
pub(crate) fn week_hours() -> impl Strategy<Value = WeekHours> {
    proptest::array::uniform7(spans()).prop_map(WeekHours::of_days)
}

/// The week around the clocks going forward in 2026.
pub(crate) const SPRING: jiff::civil::Date = jiff::civil::Date::constant(2026, 3, 29);
/// The day on which they go back.
pub(crate) const AUTUMN: jiff::civil::Date = jiff::civil::Date::constant(2026, 10, 25);

/// A confirmed stop on these days, given as JSON fields beside id and venue.
pub(crate) fn stop(fields: &str) -> StoredStop {
    let json = format!(r#"{{"id":"s","venue":"v",{fields}}}"#);
    StoredStop {
        stop: serde_json::from_str(&json).unwrap(),
        sequence: 0,
        changed_at: jiff::Timestamp::UNIX_EPOCH,
    }
}

/// A venue, a shop or not.
pub(crate) fn venue(shop_hours: bool) -> Venue {
    let json = format!(
        r#"{{"id":"v","name":"Haus","place":"mall","town":"Hamburg","district":"altona","lat":53.55,"lon":9.93,
            "position":"exact","shop_hours":{shop_hours}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

/// Public holidays around the days of the tests, and one special Sunday.
pub(crate) fn calendar() -> Calendar {
    Calendar::parse(
        "date,name_de,name_en\n2026-04-03,Karfreitag,Good Friday\n2026-03-30,Testtag,Test Day\n",
        "date,from,until\n2026-03-29,13:00,18:00\n2023-12-24,10:00,13:00\n",
    )
    .unwrap()
}

/// A stop of a few days around a change of the clocks, with all that may complicate it.
pub(crate) fn any_stop() -> impl Strategy<Value = StoredStop> {
    let days = (prop_oneof![Just(SPRING), Just(AUTUMN)], -4_i64..=1, 0_i64..=6);
    let exceptions = proptest::collection::btree_map(0_i64..=6, spans(), 0..=2);
    let interruptions = proptest::collection::vec((0_i64..=400, 1_i64..=200), 0..=2);
    (days, week_hours(), exceptions, interruptions, any::<bool>()).prop_map(
        |((around, start, length), hours, exceptions, interruptions, announced)| {
            let mut stored = stop(r#""from":"2026-01-01","to":"2026-01-01""#);
            let from = around.saturating_add(jiff::Span::new().days(start));
            let day = |n: i64| from.saturating_add(jiff::Span::new().days(n.min(length)));
            stored.stop.from = Some(from);
            stored.stop.to = Some(day(length));
            stored.stop.hours = Some(hours);
            stored.stop.status = if announced { Status::Announced } else { Status::Confirmed };
            let exception = |(n, spans)| Exception { day: day(n), hours: DayHours::Open(spans), why: None };
            stored.stop.exceptions = exceptions.into_iter().map(exception).collect();
            stored.stop.exceptions.dedup_by_key(|e| e.day);
            let quarter = |n: i64| day(0).at(0, 0, 0, 0).saturating_add(jiff::Span::new().minutes(15 * n));
            let interruption = |(a, n)| Interruption { from: quarter(a), until: quarter(a + n), why: None };
            stored.stop.interruptions = interruptions.into_iter().map(interruption).collect();
            stored
        },
    )
}
