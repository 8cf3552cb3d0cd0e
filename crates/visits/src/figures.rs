//! Today's numbers, for those who serve.

use jiff::SignedDuration;

use crate::queue::{Queue, State, Ticket};

/// How a day went so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Numbers given, without those taken back.
    pub drawn: usize,
    /// In line.
    pub waiting: usize,
    /// Come back later.
    pub parked: usize,
    /// Called or at a desk.
    pub at_desks: usize,
    /// Finished, however.
    pub served: usize,
    /// Called, and did not come.
    pub no_shows: usize,
    /// Gave the number back.
    pub left: usize,
    /// Were told that the day is over.
    pub turned_away: usize,
    /// Mean minutes from drawing to the first call, of those who were called.
    pub waited: Option<i64>,
    /// Mean minutes at desks, of those who are finished.
    pub helped: Option<i64>,
}

impl Figures {
    /// Counts.
    pub fn of(queue: &Queue) -> Self {
        let mut figures = Self::default();
        for ticket in queue.tickets() {
            figures.count(ticket.state());
        }
        let called = |t: &Ticket| Some(t.first_called()?.duration_since(t.drawn));
        let finished = |t: &&Ticket| matches!(t.state(), State::Finished(_));
        figures.waited = mean(queue.tickets().iter().filter_map(called));
        figures.helped = mean(queue.tickets().iter().filter(finished).map(Ticket::served));
        figures
    }

    fn count(&mut self, state: State) {
        let of_its_kind = match state {
            State::Waiting => &mut self.waiting,
            State::Parked { .. } => &mut self.parked,
            State::Called { .. } | State::AtDesk { .. } => &mut self.at_desks,
            State::Finished(_) => &mut self.served,
            State::NoShow => &mut self.no_shows,
            State::Left => &mut self.left,
            State::TurnedAway => &mut self.turned_away,
            State::Void => return,
        };
        *of_its_kind += 1;
        self.drawn += 1;
    }
}

/// In whole minutes, rounded.
fn mean(spans: impl Iterator<Item = SignedDuration>) -> Option<i64> {
    let (sum, count) =
        spans.fold((SignedDuration::ZERO, 0), |(sum, n), span| (sum.saturating_add(span), n + 1));
    (count > 0).then(|| (sum.as_secs() / count + 30) / 60)
}
