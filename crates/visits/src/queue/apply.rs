//! How the log becomes a queue: event by event, each by itself, and nothing decided anew.

use jiff::Timestamp;

use super::{Desk, Last, Note, Queue, Receipt, SHOWN_CALLS, Standing, State, Ticket};
use crate::{
    event::{Act, Event},
    model::{DeskNo, Needs, Number, Skills, Tongue, Topic},
    order,
};

impl Queue {
    /// Takes in the next event. An event that fits nothing changes nothing but the version: the log is what it is.
    pub(crate) fn apply(&mut self, event: &Event) {
        self.seq = event.seq;
        self.at = self.at.max(event.at);
        let number = self.act(event);
        self.keys.insert(event.key, Receipt { seq: event.seq, number });
    }

    fn act(&mut self, event: &Event) -> Option<Number> {
        match &event.act {
            Act::Drawn { number, topic, tongue, needs, place } => {
                self.draw(event, *number, *topic, *tongue, *needs, *place);
                return Some(*number);
            }
            Act::DeskOpened { desk, skills } => {
                let opened =
                    self.desks.entry(*desk).or_insert(Desk { skills: Skills::default(), current: None });
                opened.skills = skills.clone();
            }
            Act::DeskClosed { desk } => drop(self.desks.remove(desk)),
            Act::Paused { on } => self.paused = *on,
            Act::Noted { text } => {
                self.notes.push(Note { seq: event.seq, at: event.at, text: text.clone() });
            }
            Act::NoteTaken { seq } => self.notes.retain(|note| note.seq != *seq),
            Act::Closed => self.close(),
            Act::Undone { number, seq } => {
                self.undo(*number, *seq);
                return Some(*number);
            }
            act => return self.change(event, act),
        }
        None
    }

    fn draw(
        &mut self,
        event: &Event,
        number: Number,
        topic: Topic,
        tongue: Option<Tongue>,
        needs: Needs,
        place: u64,
    ) {
        if let Some(given) = self.counts.get_mut(number.group as usize) {
            *given = (*given).max(number.count);
        }
        order::note_overtaking(&mut self.tickets, place, needs.soon);
        let now = Standing {
            state: State::Waiting,
            place,
            clerk: topic.needs_clerk(),
            handed: false,
            comebacks: 0,
            called: None,
            served: jiff::SignedDuration::ZERO,
        };
        let before = Standing { state: State::Void, ..now };
        let last = Some(Last { seq: event.seq, at: event.at, by: event.by, before });
        self.index.insert(number, self.tickets.len());
        self.tokens.extend(event.token.map(|token| (token, self.tickets.len())));
        self.tickets.push(Ticket { number, topic, tongue, needs, drawn: event.at, now, overtaken: 0, last });
    }

    /// An act on one number that an undo can take back.
    fn change(&mut self, event: &Event, act: &Act) -> Option<Number> {
        let (number, new) = match act {
            Act::Called { number, desk } => (*number, State::Called { desk: *desk, times: 1, at: event.at }),
            Act::CalledAgain { number } => match self.ticket(*number)?.now.state {
                State::Called { desk, times, .. } => {
                    (*number, State::Called { desk, times: times.saturating_add(1), at: event.at })
                }
                other => (*number, other),
            },
            Act::Started { number } => {
                let desk = self.ticket(*number)?.now.state.desk()?;
                (*number, State::AtDesk { desk, since: event.at })
            }
            Act::Parked { number } => (*number, State::Parked { since: event.at }),
            Act::Returned { number, .. } | Act::HandedOver { number, .. } => (*number, State::Waiting),
            Act::Finished { number, outcome } => (*number, State::Finished(*outcome)),
            Act::NoShow { number } => (*number, State::NoShow),
            Act::Left { number } => (*number, State::Left),
            _ => return None,
        };
        self.place_anew(act, number);
        let at = *self.index.get(&number)?;
        let ticket = self.tickets.get_mut(at)?;
        let before = ticket.now;
        ticket.last = Some(Last { seq: event.seq, at: event.at, by: event.by, before });
        ticket.now.state = new;
        stamp(&mut ticket.now, before, act, event.at);
        self.seat(at, before.state, new);
        // A call that is repeated is the newest one again, whoever was called meanwhile.
        if let State::Called { desk, .. } = new {
            self.note_call(number, desk);
        }
        Some(number)
    }

    fn place_anew(&mut self, act: &Act, number: Number) {
        let (Act::Returned { place, .. } | Act::HandedOver { place, .. }) = act else { return };
        let moved = self.ticket(number).is_some_and(|t| t.now.place != *place);
        order::note_overtaking(&mut self.tickets, *place, moved);
    }

    /// Keeps desks and people in agreement.
    fn seat(&mut self, at: usize, before: State, after: State) {
        if let Some(desk) = before.desk().and_then(|no| self.desks.get_mut(&no))
            && desk.current == Some(at)
        {
            desk.current = None;
        }
        if let Some(desk) = after.desk().and_then(|no| self.desks.get_mut(&no)) {
            desk.current = Some(at);
        }
    }

    fn note_call(&mut self, number: Number, desk: DeskNo) {
        self.calls.retain(|(called, _)| *called != number);
        self.calls.push((number, desk));
        if self.calls.len() > SHOWN_CALLS {
            self.calls.remove(0);
        }
    }

    fn undo(&mut self, number: Number, seq: u64) {
        let Some(&at) = self.index.get(&number) else { return };
        let Some(ticket) = self.tickets.get_mut(at) else { return };
        let Some(last) = ticket.last.filter(|l| l.seq == seq) else { return };
        let undone = std::mem::replace(&mut ticket.now, last.before);
        ticket.last = None;
        self.seat(at, undone.state, last.before.state);
        if last.before.state.desk().is_none() {
            self.calls.retain(|(called, _)| *called != number);
        }
    }

    fn close(&mut self) {
        self.closed = true;
        for ticket in &mut self.tickets {
            if matches!(ticket.now.state, State::Waiting | State::Parked { .. }) {
                ticket.now.state = State::TurnedAway;
                ticket.last = None;
            }
        }
    }
}

/// What beside the state an act changes.
fn stamp(now: &mut Standing, before: Standing, act: &Act, at: Timestamp) {
    if let State::AtDesk { since, .. } = before.state {
        now.served = now.served.saturating_add(at.duration_since(since));
    }
    match act {
        Act::Called { .. } => now.called = now.called.or(Some(at)),
        Act::Returned { place, .. } => {
            now.place = *place;
            now.comebacks = now.comebacks.saturating_add(1);
        }
        Act::HandedOver { place, .. } => {
            now.place = *place;
            now.comebacks = now.comebacks.saturating_add(1);
            now.clerk = true;
            now.handed = true;
        }
        _ => {}
    }
}
