//! The one fair order (docs/queue.md): everybody has a place, the first place that a desk may serve is called. Who needs
//! to be called soon gets a place further ahead, but nobody lets more than [`MOST_OVERTAKEN`] people past.
//!
//! Booked times will join here: a booking gets its place when its time has come, by a rule of its own beside
//! [`soon_place`] and [`last_place`]. Nothing else needs to know of it.

use crate::{
    model::{DeskNo, Skills, Tongue},
    queue::{Queue, State, Ticket},
};

/// How many people who came later may be called before somebody.
pub const MOST_OVERTAKEN: u8 = 3;
/// How often somebody may come back to the old place; then they go to the end.
pub const MOST_COMEBACKS: u8 = 3;
/// Behind how many of those waiting somebody comes in who had been called in vain.
pub const BEHIND_AFTER_NO_SHOW: usize = 3;

/// Between two places that follow each other there is room for some more.
const STEP: u64 = 1 << 24;

/// Who waits, as indices, first in line first.
pub(crate) fn line(tickets: &[Ticket]) -> Vec<usize> {
    sorted(tickets, |t| t.now.state == State::Waiting)
}

fn sorted(tickets: &[Ticket], keep: impl Fn(&Ticket) -> bool) -> Vec<usize> {
    let mut line: Vec<(u64, usize)> =
        tickets.iter().enumerate().filter(|(_, t)| keep(t)).map(|(i, t)| (t.now.place, i)).collect();
    line.sort_unstable();
    line.into_iter().map(|(_, i)| i).collect()
}

/// Behind everybody.
pub(crate) fn last_place(tickets: &[Ticket]) -> u64 {
    tickets.iter().map(|t| t.now.place).max().unwrap_or(0).saturating_add(STEP)
}

/// For somebody who needs to be called soon: as far ahead as those allow who have let others past already.
pub(crate) fn soon_place(tickets: &[Ticket]) -> u64 {
    place_behind(tickets, 0)
}

/// For somebody who was called in vain and is there after all.
pub(crate) fn place_after_no_show(tickets: &[Ticket]) -> u64 {
    place_behind(tickets, BEHIND_AFTER_NO_SHOW)
}

/// A place ahead of as many as possible, but behind the first `least` of those waiting, behind everybody who needs to be
/// called soon as well, and behind everybody who was overtaken often enough. People at desks and parked ones count: they
/// may come back to their place.
fn place_behind(tickets: &[Ticket], least: usize) -> u64 {
    let all = sorted(tickets, |t| t.now.state.is_open());
    let at = |i: &usize| tickets.get(*i);
    let firm = |t: &Ticket| t.needs.soon || t.overtaken >= MOST_OVERTAKEN;
    let behind_firm = all.iter().rposition(|i| at(i).is_some_and(firm)).map_or(0, |p| p + 1);
    let waiting =
        all.iter().enumerate().filter(|(_, i)| at(i).is_some_and(|t| t.now.state == State::Waiting));
    let behind_least = waiting.take(least).last().map_or(0, |(p, _)| p + 1);
    let Some(next) = all.get(behind_firm.max(behind_least)).and_then(at) else { return last_place(tickets) };
    let high = next.now.place;
    let low = tickets.iter().map(|t| t.now.place).filter(|p| *p < high).max().unwrap_or(0);
    low + (high - low) / 2
}

/// Counts for everybody behind a place that somebody went past them.
pub(crate) fn note_overtaking(tickets: &mut [Ticket], place: u64, overtakes: bool) {
    if overtakes {
        for ticket in tickets.iter_mut().filter(|t| t.now.state.is_open() && t.now.place > place) {
            ticket.overtaken = ticket.overtaken.saturating_add(1);
        }
    }
}

impl Queue {
    /// Whether a desk with these skills may be given this person now.
    ///
    /// A wish for a language holds as long as an open desk that can help speaks it; otherwise anybody helps.
    pub(crate) fn may_serve(&self, skills: &Skills, ticket: &Ticket) -> bool {
        let clerk = ticket.now.clerk;
        let spoken = |tongue: Tongue| {
            skills.speak(tongue)
                || !self.desks.values().any(|d| d.skills.may(clerk) && d.skills.speak(tongue))
        };
        skills.may(clerk) && ticket.tongue.is_none_or(spoken)
    }

    /// Whom an open desk would call next.
    pub fn next_at(&self, desk: DeskNo) -> Option<&Ticket> {
        self.next_for(&self.desk(desk)?.skills)
    }

    /// Whom a desk with these skills calls next.
    pub(crate) fn next_for(&self, skills: &Skills) -> Option<&Ticket> {
        let may = self
            .tickets
            .iter()
            .enumerate()
            .filter(|(_, t)| t.now.state == State::Waiting && self.may_serve(skills, t));
        may.min_by_key(|(i, t)| (t.now.place, *i)).map(|(_, t)| t)
    }
}
