//! What the tour says about a stop today, as far as a queue must know: until when, with a clerk until when, what comes
//! next, and what is wrong.

use jiff::{SignedDuration, Timestamp, ZonedDateTime, civil::Date, tz::TimeZone};
use kernel::{BERLIN, berlin};
use tour::{Calendar, Span, Status, StopId, StopState, StoredStop, Venue};

/// How long before opening the first numbers are given.
pub(crate) const EARLY: SignedDuration = SignedDuration::from_mins(30);

/// Why nobody is served now although people may be waiting. They are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The stop does not take place after all.
    Cancelled,
    /// Closed for some hours, or for the rest of the day.
    Interrupted,
    /// Closed: before opening, in a break, after closing, or on a day without hours.
    Shut,
}

/// One stop on the day it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Today {
    /// Which stop.
    pub stop: StopId,
    /// The local day.
    pub day: Date,
    /// When it opens first today.
    pub opens: Option<Timestamp>,
    /// When it closes for today. [`Timestamp::MIN`] when it does not open.
    pub closes: Timestamp,
    /// Until when what needs a clerk can be done today.
    pub clerk_until: Option<Timestamp>,
    /// What keeps it from serving now.
    pub trouble: Option<Trouble>,
    /// When it is open next after today, or after the trouble.
    pub next: Option<ZonedDateTime>,
    /// How many desks are planned.
    pub desks: u8,
}

impl Today {
    /// Looks it up in the tour.
    pub fn of(stored: &StoredStop, venue: &Venue, calendar: &Calendar, now: Timestamp) -> Self {
        let stop = &stored.stop;
        let day = berlin(now).date();
        let spans = tour::plan(stop, venue, calendar, day).spans;
        let closes = end(&spans, day).unwrap_or(Timestamp::MIN);
        let state = tour::state(stored, venue, calendar, now);
        let off = matches!(stop.status, Status::Cancelled | Status::Ended | Status::Announced);
        let next = match &state {
            StopState::OpenUntil { .. } => {
                tour::state(stored, venue, calendar, closes.max(now)).opens_at().cloned()
            }
            other => other.opens_at().cloned(),
        };
        Self {
            stop: stop.id.clone(),
            day,
            opens: spans.first().filter(|_| !off).map(|s| at(day, s.from())),
            closes: if off { Timestamp::MIN } else { closes },
            clerk_until: end(&tour::clerk_on(stop, venue, calendar, day), day).filter(|_| !off),
            trouble: trouble(&state),
            next,
            desks: stop.desks.unwrap_or(1).max(1),
        }
    }

    /// Whether numbers are given: while it is open, and shortly before. People who come early need not stand in line.
    pub fn gives_numbers(&self, now: Timestamp) -> bool {
        let soon = self.opens.is_some_and(|opens| now < opens && opens.duration_since(now) <= EARLY);
        match self.trouble {
            None => now < self.closes,
            Some(Trouble::Shut) => soon,
            Some(Trouble::Cancelled | Trouble::Interrupted) => false,
        }
    }

    /// From when on somebody can be served: now, or when it opens.
    pub(crate) fn serves_from(&self, now: Timestamp) -> Timestamp {
        self.opens.map_or(now, |opens| opens.max(now))
    }
}

fn trouble(state: &StopState) -> Option<Trouble> {
    match state {
        StopState::OpenUntil { .. } => None,
        StopState::Cancelled => Some(Trouble::Cancelled),
        StopState::InterruptedUntil { .. } => Some(Trouble::Interrupted),
        _ => Some(Trouble::Shut),
    }
}

fn end(spans: &[Span], day: Date) -> Option<Timestamp> {
    let last = spans.last()?;
    // Midnight as an end is the end of the day.
    let day = if last.to() == jiff::civil::Time::midnight() { day.tomorrow().unwrap_or(day) } else { day };
    Some(at(day, last.to()))
}

fn at(day: Date, time: jiff::civil::Time) -> Timestamp {
    let tz = TimeZone::get(BERLIN).unwrap_or(TimeZone::UTC);
    tz.to_timestamp(day.to_datetime(time)).unwrap_or(Timestamp::MIN)
}
