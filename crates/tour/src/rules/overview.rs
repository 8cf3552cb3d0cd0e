//! The tour as a whole at one instant: what is open, what comes next, when the words about it change.

use jiff::{Timestamp, civil::Date};

use super::{
    openings::{instant, local, openings_on, zone},
    state::{StopState, state},
};
use crate::{
    calendar::Calendar,
    model::{Status, Stop, StoredStop, Tour, Venue},
};

/// A stop as seen at one instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen<'a> {
    /// The stop.
    pub stop: &'a StoredStop,
    /// Where it is.
    pub venue: &'a Venue,
    /// What it is now.
    pub state: StopState,
}

/// What the start page says first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overview<'a> {
    /// Open now, in the order of the tour.
    pub open_now: Vec<Seen<'a>>,
    /// Interrupted now, in the order of the tour: the notice comes first.
    pub interrupted: Vec<Seen<'a>>,
    /// Running now with hours that nobody wrote down.
    pub hours_unknown: Vec<Seen<'a>>,
    /// The stop that opens next, running or to come; of equal ones the first of the tour.
    pub next: Option<Seen<'a>>,
}

/// Where a stop stands in the list of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Today is one of its days, and it is not over.
    Now,
    /// The next to begin, and what begins no later.
    Next,
    /// To come after that.
    Later,
    /// Over.
    Past,
}

impl Tour {
    /// Where a stop is. `None` only for a stop that was not loaded with this tour.
    pub fn venue_of(&self, stop: &Stop) -> Option<&Venue> {
        self.venues.get(&stop.venue)
    }

    /// A stop by its id.
    pub fn stop(&self, id: &str) -> Option<&StoredStop> {
        self.stops.iter().find(|s| s.stop.id.as_str() == id)
    }

    /// All stops with their venues, in the order of the tour.
    pub fn with_venues(&self) -> impl Iterator<Item = (&StoredStop, &Venue)> {
        self.stops.iter().filter_map(|s| Some((s, self.venue_of(&s.stop)?)))
    }
}

/// What is open now, and what opens next. Announced and cancelled stops are neither.
pub fn tour_overview<'a>(tour: &'a Tour, calendar: &Calendar, now: Timestamp) -> Overview<'a> {
    let mut overview = Overview::default();
    for (stop, venue) in tour.with_venues() {
        let seen = Seen { stop, venue, state: state(stop, venue, calendar, now) };
        match &seen.state {
            StopState::OpenUntil { .. } => overview.open_now.push(seen),
            StopState::InterruptedUntil { .. } => overview.interrupted.push(seen),
            StopState::HoursUnknown { .. } => overview.hours_unknown.push(seen),
            StopState::ClosedOpensAt { .. } | StopState::NotStarted { .. } => {
                if overview.next.as_ref().is_none_or(|n| opens_before(&seen, n)) {
                    overview.next = Some(seen);
                }
            }
            StopState::Announced { .. } | StopState::Ended | StopState::Cancelled => {}
        }
    }
    overview
}

fn opens_before(a: &Seen<'_>, b: &Seen<'_>) -> bool {
    // Without hours the first day is all there is to compare.
    let when = |s: &Seen<'_>| match (&s.state, s.state.opens_at()) {
        (_, Some(at)) => (at.date(), Some(at.timestamp())),
        (StopState::NotStarted { from, .. }, None) => (*from, None),
        (_, None) => (Date::MAX, None),
    };
    when(a) < when(b)
}

/// Where a stop stands in the list of all. A cancelled stop keeps its place until its days are past.
pub fn phase(tour: &Tour, calendar: &Calendar, stored: &StoredStop, now: Timestamp) -> Phase {
    let stop = &stored.stop;
    let today = local(now, &zone()).date();
    let over = tour.venue_of(stop).is_none_or(|v| state(stored, v, calendar, now) == StopState::Ended);
    if over || stop.to.is_some_and(|to| to < today) {
        return Phase::Past;
    }
    match stop.from {
        Some(from) if from <= today => Phase::Now,
        Some(from) if next_first_day(tour, today).is_some_and(|next| from <= next) => Phase::Next,
        _ => Phase::Later,
    }
}

/// The first day of the stop that begins next, cancelled ones apart.
fn next_first_day(tour: &Tour, today: Date) -> Option<Date> {
    let to_come = tour.stops.iter().filter(|s| !matches!(s.stop.status, Status::Cancelled | Status::Ended));
    to_come.filter_map(|s| s.stop.from).filter(|from| *from > today).min()
}

/// The next instant after `now` at which anything said about the tour may change: a stop opens or closes, an
/// interruption begins or ends, or a new local day begins ("today", "tomorrow"). Never later than that midnight.
pub fn next_change(tour: &Tour, calendar: &Calendar, now: Timestamp) -> Timestamp {
    let tz = zone();
    let today = local(now, &tz).date();
    let tomorrow = today.tomorrow().unwrap_or(today).to_datetime(jiff::civil::Time::midnight());
    let hours = tour.with_venues().flat_map(|(s, venue)| openings_on(&s.stop, venue, calendar, today, &tz));
    let interruptions = tour.stops.iter().flat_map(|s| &s.stop.interruptions);
    hours
        .flat_map(|o| [o.from, o.until])
        .chain(interruptions.flat_map(|i| [instant(&tz, i.from), instant(&tz, i.until)]))
        .filter(|edge| *edge > now)
        .fold(instant(&tz, tomorrow), Timestamp::min)
}
