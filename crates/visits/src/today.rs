//! What the tour says about a stop today, as far as a queue must know: until when, with a clerk until when, what comes
//! next, and what is wrong.

use jiff::{SignedDuration, Timestamp, ZonedDateTime, civil::Date, tz::TimeZone};
use kernel::{BERLIN, berlin};
use tour::{Calendar, DayPlan, Span, Status, StopId, StopState, StoredStop, Venue};

use crate::queue::Queue;

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
    /// Closed from, open again at: the breaks of today, in order.
    pub breaks: Vec<(Timestamp, Timestamp)>,
    /// When nothing more can come today: closing time, or that of an ordinary such weekday if that is later, since an
    /// interruption may be taken back. Then the day may be forgotten.
    pub over: Timestamp,
    /// From when on what needs a clerk can be done today.
    pub clerk_from: Option<Timestamp>,
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
        let DayPlan { spans, regular, .. } = tour::plan(stop, venue, calendar, day);
        let closes = end(&spans, day).unwrap_or(Timestamp::MIN);
        let state = tour::state(stored, venue, calendar, now);
        let clerk = tour::clerk_on(stop, venue, calendar, day);
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
            breaks: spans.windows(2).filter_map(|pair| between(pair, day)).filter(|_| !off).collect(),
            over: closes.max(end(&regular, day).unwrap_or(Timestamp::MIN)),
            clerk_from: clerk.first().filter(|_| !off).map(|s| at(day, s.from())),
            clerk_until: end(&clerk, day).filter(|_| !off),
            trouble: trouble(&state),
            next,
            desks: stop.desks.unwrap_or(1).max(1),
        }
    }

    /// Whether numbers are given: while it is open, and shortly before. People who come early need not stand in line.
    pub fn gives_numbers(&self, now: Timestamp) -> bool {
        let openings = self.opens.into_iter().chain(self.next.as_ref().map(ZonedDateTime::timestamp));
        let mut ahead = openings.filter(|opens| now < *opens).map(|opens| opens.duration_since(now));
        let soon = ahead.any(|left| left <= EARLY);
        match self.trouble {
            None => now < self.closes,
            Some(Trouble::Shut) => soon,
            Some(Trouble::Cancelled | Trouble::Interrupted) => false,
        }
    }

    /// Whether a clerk is here or still comes today, as the tour has it.
    pub fn clerk_comes(&self, now: Timestamp) -> bool {
        self.clerk_to_come(now).is_some()
    }

    /// From when on a clerk helps, if one is here or still comes today.
    pub(crate) fn clerk_to_come(&self, now: Timestamp) -> Option<Timestamp> {
        let from = self.clerk_from.filter(|_| self.clerk_until.is_some_and(|until| now < until))?;
        Some(from.max(now))
    }

    /// From when on somebody can be served: now, when it opens today, or after a break. `None` while nobody can tell.
    pub(crate) fn serves_from(&self, now: Timestamp) -> Option<Timestamp> {
        let next = self.next.as_ref().filter(|next| next.date() == self.day).map(ZonedDateTime::timestamp);
        match self.trouble {
            None => Some(now),
            // After closing time desks go on with whoever is still in line.
            Some(Trouble::Shut) => {
                Some(self.opens.filter(|opens| now < *opens).or(next).unwrap_or(now).max(now))
            }
            Some(Trouble::Interrupted) => next.map(|next| next.max(now)),
            Some(Trouble::Cancelled) => None,
        }
    }

    /// Whether somebody who needs a clerk can still be helped today: one is at a desk, or comes.
    pub fn has_clerk(&self, queue: &Queue, now: Timestamp) -> bool {
        self.clerk_comes(now) || queue.desks().any(|(_, desk)| desk.skills.clerk)
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
    Some(end_of(*spans.last()?, day))
}

fn end_of(span: Span, day: Date) -> Timestamp {
    // Midnight as an end is the end of the day.
    let day = if span.to() == jiff::civil::Time::midnight() { day.tomorrow().unwrap_or(day) } else { day };
    at(day, span.to())
}

/// The time between two spans, if there is any.
fn between(pair: &[Span], day: Date) -> Option<(Timestamp, Timestamp)> {
    let [before, after] = pair else { return None };
    let (from, to) = (end_of(*before, day), at(day, after.from()));
    (from < to).then_some((from, to))
}

fn at(day: Date, time: jiff::civil::Time) -> Timestamp {
    let tz = TimeZone::get(BERLIN).unwrap_or(TimeZone::UTC);
    tz.to_timestamp(day.to_datetime(time)).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn venue() -> Venue {
        let venue = json!({"id": "mercado", "name": "Mercado", "place": "mall", "town": "Hamburg", "district": "altona",
            "lat": 53.55, "lon": 9.93, "position": "exact", "shop_hours": true});
        serde_json::from_value(venue).unwrap()
    }

    fn today(now: &str, changes: &Value) -> Today {
        let mut stop = json!({"id": "mercado-2026", "venue": "mercado", "from": "2026-03-23", "to": "2026-03-31",
            "hours": "Mo-Sa 10:00-13:00,14:00-19:00", "clerk": "Tu 14:00-18:00", "desks": 3});
        stop.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let stored = StoredStop {
            stop: serde_json::from_value(stop).unwrap(),
            sequence: 0,
            changed_at: Timestamp::UNIX_EPOCH,
        };
        Today::of(&stored, &venue(), &Calendar::default(), at_local(now))
    }

    fn at_local(text: &str) -> Timestamp {
        let local: jiff::civil::DateTime = text.parse().unwrap();
        local.in_tz(BERLIN).unwrap().timestamp()
    }

    fn next(today: &Today) -> Option<String> {
        today.next.as_ref().map(|z| z.datetime().to_string())
    }

    #[test]
    fn an_open_day_knows_its_end_its_clerk_and_what_comes_next() {
        let t = today("2026-03-24T11:00", &json!({}));
        assert_eq!((t.opens, t.closes), (Some(at_local("2026-03-24T10:00")), at_local("2026-03-24T19:00")));
        assert_eq!(t.clerk_from, Some(at_local("2026-03-24T14:00")));
        assert_eq!(t.clerk_until, Some(at_local("2026-03-24T18:00")));
        assert_eq!((t.trouble, t.desks), (None, 3));
        assert_eq!(next(&t).as_deref(), Some("2026-03-25T10:00:00"));
        assert!(t.gives_numbers(at_local("2026-03-24T11:00")));
        let wednesday = today("2026-03-25T11:00", &json!({}));
        assert_eq!((wednesday.clerk_from, wednesday.clerk_until), (None, None));
    }

    #[test]
    fn numbers_begin_half_an_hour_before_opening_and_rest_in_a_break() {
        for (time, given) in [
            ("09:29", false),
            ("09:30", true),
            ("12:59", true),
            ("13:10", false),
            ("13:30", true),
            ("14:00", true),
            ("19:00", false),
        ] {
            let now = format!("2026-03-24T{time}");
            assert_eq!(today(&now, &json!({})).gives_numbers(at_local(&now)), given, "{time}");
        }
    }

    #[test]
    fn breaks_are_those_of_the_hours_and_of_interruptions() {
        let breaks = |changes: &Value| today("2026-03-24T11:00", changes).breaks;
        let noon = (at_local("2026-03-24T13:00"), at_local("2026-03-24T14:00"));
        assert_eq!(breaks(&json!({})), [noon]);
        let ill = json!({"interruptions": [{"from": "2026-03-24T16:00", "until": "2026-03-24T17:00"}]});
        let ill = breaks(&ill);
        assert_eq!(ill, [noon, (at_local("2026-03-24T16:00"), at_local("2026-03-24T17:00"))]);
        assert_eq!(breaks(&json!({"status": "cancelled"})), []);
        assert_eq!(breaks(&json!({"hours": "Mo-Sa 10:00-13:00,13:00-19:00"})), []);
    }

    #[test]
    fn an_interruption_for_the_rest_of_the_day_ends_it() {
        let ill = json!({"interruptions": [{"from": "2026-03-24T15:00", "until": "2026-03-25T00:00"}]});
        let before = today("2026-03-24T11:00", &ill);
        assert_eq!((before.closes, before.trouble), (at_local("2026-03-24T15:00"), None));
        assert_eq!(before.over, at_local("2026-03-24T19:00"));
        let during = today("2026-03-24T15:30", &ill);
        assert_eq!(during.trouble, Some(Trouble::Interrupted));
        assert!(!during.gives_numbers(at_local("2026-03-24T15:30")));
        assert_eq!(next(&during).as_deref(), Some("2026-03-25T10:00:00"));
    }

    #[test]
    fn a_cancelled_stop_does_not_open() {
        let t = today("2026-03-24T11:00", &json!({"status": "cancelled"}));
        assert_eq!((t.trouble, t.opens, t.closes), (Some(Trouble::Cancelled), None, Timestamp::MIN));
        assert!(!t.gives_numbers(at_local("2026-03-24T11:00")));
        assert_eq!(t.clerk_until, None);
    }

    #[test]
    fn a_sunday_has_no_hours() {
        let t = today("2026-03-29T11:00", &json!({}));
        assert_eq!((t.trouble, t.closes), (Some(Trouble::Shut), Timestamp::MIN));
        assert_eq!(next(&t).as_deref(), Some("2026-03-30T10:00:00"));
    }

    #[test]
    fn the_last_day_has_no_next() {
        assert_eq!(next(&today("2026-03-31T18:00", &json!({}))), None);
    }
}
