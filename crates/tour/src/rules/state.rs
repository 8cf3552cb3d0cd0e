//! What a stop is at one instant, in the words of the page: open until, opens at, interrupted, over.

use jiff::{Timestamp, ZonedDateTime, civil::Date};
use kernel::Localized;

use super::openings::{current_or_next, instant, local, zone};
use crate::{
    calendar::Calendar,
    model::{Interruption, Status, StoredStop, Venue},
};

/// What a stop is at one instant. All times are in Europe/Berlin.
#[derive(Debug, Clone, PartialEq)]
pub enum StopState {
    /// Open now.
    OpenUntil {
        /// When it closes next.
        until: ZonedDateTime,
    },
    /// An interruption holds now, whatever the regular hours would say.
    InterruptedUntil {
        /// When it opens again; `None` when it does not before the stop ends.
        reopens: Option<ZonedDateTime>,
        /// Why.
        why: Option<Localized>,
    },
    /// The stop is running and closed just now.
    ClosedOpensAt {
        /// When it opens next.
        at: ZonedDateTime,
    },
    /// The stop is running, but its hours are not known (see its `hours_note`).
    HoursUnknown {
        /// Its last day.
        to: Date,
    },
    /// Its first day is still to come.
    NotStarted {
        /// When it opens first; `None` while the hours are not known.
        opens_at: Option<ZonedDateTime>,
        /// Its first day.
        from: Date,
    },
    /// Planned only: days and hours may still change, so that it is never said to be open.
    Announced {
        /// When it is to open next, as planned now.
        opens_at: Option<ZonedDateTime>,
        /// Its first day, if known.
        from: Option<Date>,
    },
    /// It is over: the last day is past, or has no more open hour.
    Ended,
    /// It does not take place.
    Cancelled,
}

impl StopState {
    /// Open now.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::OpenUntil { .. })
    }

    /// When it opens next, as far as that is known; not while it is open.
    pub fn opens_at(&self) -> Option<&ZonedDateTime> {
        match self {
            Self::ClosedOpensAt { at } => Some(at),
            Self::InterruptedUntil { reopens: at, .. }
            | Self::NotStarted { opens_at: at, .. }
            | Self::Announced { opens_at: at, .. } => at.as_ref(),
            Self::OpenUntil { .. } | Self::HoursUnknown { .. } | Self::Ended | Self::Cancelled => None,
        }
    }
}

/// What a stop is at an instant. Looks at no more than some 400 days, and mostly at one or two.
pub fn state(stored: &StoredStop, venue: &Venue, calendar: &Calendar, now: Timestamp) -> StopState {
    let stop = &stored.stop;
    let tz = zone();
    let today = local(now, &tz).date();
    match stop.status {
        Status::Cancelled => return StopState::Cancelled,
        Status::Ended => return StopState::Ended,
        Status::Announced | Status::Confirmed => {}
    }
    if stop.to.is_some_and(|to| to < today) {
        return StopState::Ended;
    }
    let opening = current_or_next(stop, venue, calendar, now, &tz);
    let opens_at = opening.map(|o| local(o.from, &tz));
    if stop.status == Status::Announced {
        return StopState::Announced {
            opens_at: opens_at.filter(|at| at.timestamp() > now),
            from: stop.from,
        };
    }
    let Some((from, to)) = stop.from.zip(stop.to) else { return StopState::Ended };
    if today < from {
        return StopState::NotStarted { opens_at, from };
    }
    match opening {
        Some(open) if open.from <= now => StopState::OpenUntil { until: local(open.until, &tz) },
        _ => match (running_interruption(&stop.interruptions, now), opens_at) {
            (Some(i), reopens) => StopState::InterruptedUntil { reopens, why: i.why.clone() },
            (None, Some(at)) => StopState::ClosedOpensAt { at },
            (None, None) if stop.hours.is_none() => StopState::HoursUnknown { to },
            (None, None) => StopState::Ended,
        },
    }
}

fn running_interruption(all: &[Interruption], now: Timestamp) -> Option<&Interruption> {
    let tz = zone();
    all.iter().find(|i| instant(&tz, i.from) <= now && now < instant(&tz, i.until))
}
