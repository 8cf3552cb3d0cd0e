//! From civil hours to instants: when a stop is open, one opening after the other.

use jiff::{
    Timestamp, ZonedDateTime,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use kernel::BERLIN;

use super::plan::plan;
use crate::{
    calendar::Calendar,
    hours::{DAY_MINUTES, Span, time_of},
    model::{Stop, Venue},
};

/// Stops that last longer than this without opening once are no tour stops; it bounds the search.
const FAR: i32 = 400;

/// A time in which a stop is open without a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

/// The zone of all civil times here.
pub(crate) fn zone() -> TimeZone {
    TimeZone::get(BERLIN).unwrap_or(TimeZone::UTC)
}

/// An instant for a civil time; one that the clock skips is moved on by the gap, of two the first is taken.
pub(crate) fn instant(tz: &TimeZone, local: DateTime) -> Timestamp {
    tz.to_timestamp(local).unwrap_or(if local.year() < 1970 { Timestamp::MIN } else { Timestamp::MAX })
}

pub(super) fn local(at: Timestamp, tz: &TimeZone) -> ZonedDateTime {
    at.to_zoned_datetime(tz.clone())
}

/// The instants of a day's spans. A span that the clock skips altogether is none.
fn on_day(spans: &[Span], day: Date, tz: &TimeZone) -> Vec<Opening> {
    let at = |minute: u16| {
        let on = if minute == DAY_MINUTES { day.tomorrow().unwrap_or(day) } else { day };
        instant(tz, on.to_datetime(time_of(minute)))
    };
    let mut out: Vec<Opening> = Vec::with_capacity(spans.len());
    for span in spans {
        let opening = Opening { from: at(span.start_minute()), until: at(span.end_minute()) };
        if opening.from < opening.until {
            join(&mut out, opening);
        }
    }
    out
}

/// Adds an opening; one that begins before the last one ends makes it longer.
fn join(openings: &mut Vec<Opening>, next: Opening) {
    match openings.last_mut() {
        Some(last) if next.from <= last.until => {
            last.from = last.from.min(next.from);
            last.until = last.until.max(next.until);
        }
        _ => openings.push(next),
    }
}

/// The openings that begin on one local day.
pub(super) fn openings_on(
    stop: &Stop,
    venue: &Venue,
    calendar: &Calendar,
    day: Date,
    tz: &TimeZone,
) -> Vec<Opening> {
    on_day(&plan(stop, venue, calendar, day).spans, day, tz)
}

/// The opening that holds at an instant, or else the next one; across midnight where the hours do.
pub(super) fn current_or_next(
    stop: &Stop,
    venue: &Venue,
    calendar: &Calendar,
    now: Timestamp,
    tz: &TimeZone,
) -> Option<Opening> {
    let (first, last) = stop.from.zip(stop.to)?;
    let mut day = first.max(local(now, tz).date());
    let mut found: Option<Opening> = None;
    for _ in 0..FAR {
        if day > last {
            break;
        }
        for next in openings_on(stop, venue, calendar, day, tz).into_iter().filter(|o| o.until > now) {
            match &mut found {
                None => found = Some(next),
                Some(open) if next.from <= open.until => open.until = open.until.max(next.until),
                Some(_) => return found,
            }
        }
        let Ok(tomorrow) = day.tomorrow() else { break };
        let ends_today =
            |o: &Opening| o.until < instant(tz, tomorrow.to_datetime(jiff::civil::Time::midnight()));
        if found.as_ref().is_some_and(ends_today) {
            break;
        }
        day = tomorrow;
    }
    found
}
