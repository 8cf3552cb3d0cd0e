//! The queue of one stop on one day: what the log comes to. It decides nothing; [`rules`](crate::rules) do.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp, civil::Date};
use tour::StopId;

use crate::{
    event::{Act, By, Event},
    model::{DeskNo, Group, Needs, Number, Outcome, Skills, Tongue, Topic},
    order,
    secret::Hash,
};

/// Where somebody with a number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In line.
    Waiting,
    /// Called to a desk.
    Called {
        /// Which.
        desk: DeskNo,
        /// How often; at least once.
        times: u32,
        /// When last.
        at: Timestamp,
    },
    /// At a desk.
    AtDesk {
        /// Which.
        desk: DeskNo,
        /// Since when.
        since: Timestamp,
    },
    /// Comes back later.
    Parked {
        /// Since when.
        since: Timestamp,
    },
    /// Finished.
    Finished(Outcome),
    /// Called, and did not come.
    NoShow,
    /// Gave the number back.
    Left,
    /// The day ended before it was their turn.
    TurnedAway,
    /// The number was given by mistake.
    Void,
}

impl State {
    /// The desk that called them or serves them.
    pub fn desk(self) -> Option<DeskNo> {
        match self {
            Self::Called { desk, .. } | Self::AtDesk { desk, .. } => Some(desk),
            _ => None,
        }
    }

    /// Still to come, in whatever way.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Called { .. } | Self::AtDesk { .. } | Self::Parked { .. })
    }
}

/// Somebody with a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The number.
    pub number: Number,
    /// What it is about.
    pub topic: Topic,
    /// The language wished for.
    pub tongue: Option<Tongue>,
    /// What the person needs.
    pub needs: Needs,
    /// When it was drawn.
    pub drawn: Timestamp,
    /// What an undo brings back.
    pub(crate) now: Standing,
    /// How many of those who need to be called soon went past.
    pub(crate) overtaken: u8,
    /// The last act, for as long as it can be taken back.
    pub(crate) last: Option<Last>,
}

/// The part of a ticket that acts change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub state: State,
    pub place: u64,
    /// Only the clerk can help now.
    pub clerk: bool,
    /// A guide saw the person before.
    pub handed: bool,
    /// How often the person came back into the line.
    pub comebacks: u8,
    /// When called first.
    pub called: Option<Timestamp>,
    /// Time at desks so far.
    pub served: SignedDuration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Last {
    pub seq: u64,
    pub at: Timestamp,
    pub by: By,
    pub before: Standing,
}

impl Ticket {
    /// Where the person stands.
    pub fn state(&self) -> State {
        self.now.state
    }

    /// Only a clerk can help.
    pub fn needs_clerk(&self) -> bool {
        self.now.clerk
    }

    /// A guide handed the person over.
    pub fn is_handed_over(&self) -> bool {
        self.now.handed
    }

    /// The last act on it: the event, when it was, and who did it.
    pub fn last_act(&self) -> Option<(u64, Timestamp, By)> {
        self.last.map(|l| (l.seq, l.at, l.by))
    }

    /// When the person was called for the first time.
    pub fn first_called(&self) -> Option<Timestamp> {
        self.now.called
    }

    /// Time at desks so far, without a visit under way.
    pub fn served(&self) -> SignedDuration {
        self.now.served
    }
}

/// A desk that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// What it can do.
    pub skills: Skills,
    /// Whom it called or serves, as an index into [`Queue::tickets`].
    pub(crate) current: Option<usize>,
}

/// A note of those who serve to each other: "Drucker ist leer". Never about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The event that put it up; by this it is taken down.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

/// What a request came to; the same again when it is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The event.
    pub seq: u64,
    /// The number it was about.
    pub number: Option<Number>,
}

/// The queue of one stop on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// Whose.
    pub stop: StopId,
    /// On which day.
    pub day: Date,
    pub(crate) seq: u64,
    pub(crate) at: Timestamp,
    pub(crate) tickets: Vec<Ticket>,
    pub(crate) desks: BTreeMap<DeskNo, Desk>,
    index: HashMap<Number, usize>,
    counts: [u16; Group::ALL.len()],
    keys: HashMap<Hash, Receipt>,
    tokens: HashMap<Hash, usize>,
    calls: Vec<(Number, DeskNo)>,
    notes: Vec<Note>,
    paused: bool,
    closed: bool,
    forgotten: bool,
}

/// How many calls the display may show.
const SHOWN_CALLS: usize = 8;

impl Queue {
    /// The queue of a day on which nothing happened yet.
    pub fn new(stop: StopId, day: Date) -> Self {
        Self {
            stop,
            day,
            seq: 0,
            at: Timestamp::MIN,
            tickets: Vec::new(),
            desks: BTreeMap::new(),
            index: HashMap::new(),
            counts: [0; Group::ALL.len()],
            keys: HashMap::new(),
            tokens: HashMap::new(),
            calls: Vec::new(),
            notes: Vec::new(),
            paused: false,
            closed: false,
            forgotten: false,
        }
    }

    /// The last event; rises with every change.
    pub fn version(&self) -> u64 {
        self.seq
    }

    /// All who drew a number, in the order of drawing.
    pub fn tickets(&self) -> &[Ticket] {
        &self.tickets
    }

    /// Who has this number.
    pub fn ticket(&self, number: Number) -> Option<&Ticket> {
        self.tickets.get(*self.index.get(&number)?)
    }

    /// Who waits, first in line first.
    pub fn line(&self) -> Vec<&Ticket> {
        order::line(&self.tickets).into_iter().filter_map(|i| self.tickets.get(i)).collect()
    }

    /// The desks that are open.
    pub fn desks(&self) -> impl Iterator<Item = (DeskNo, &Desk)> {
        self.desks.iter().map(|(no, desk)| (*no, desk))
    }

    /// A desk, if it is open.
    pub fn desk(&self, desk: DeskNo) -> Option<&Desk> {
        self.desks.get(&desk)
    }

    /// Whom a desk called or serves.
    pub fn at_desk(&self, desk: DeskNo) -> Option<&Ticket> {
        self.tickets.get(self.desks.get(&desk)?.current?)
    }

    /// The last calls, the newest first; taken-back ones are not among them.
    pub fn calls(&self) -> impl Iterator<Item = (Number, DeskNo)> {
        self.calls.iter().rev().copied()
    }

    /// The notice board of those who serve today, the oldest note first.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Giving numbers is paused by hand.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// The day was closed by hand.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// The day is over and what was personal in it is gone.
    pub fn is_forgotten(&self) -> bool {
        self.forgotten
    }

    pub(crate) fn forget(&mut self) {
        *self =
            Self { forgotten: true, closed: true, seq: self.seq, ..Self::new(self.stop.clone(), self.day) };
    }

    /// What an earlier identical request came to.
    pub(crate) fn receipt(&self, key: Hash) -> Option<Receipt> {
        self.keys.get(&key).copied()
    }

    pub(crate) fn by_token(&self, token: Hash) -> Option<&Ticket> {
        self.tickets.get(*self.tokens.get(&token)?)
    }

    /// The next number of a group, if there is one left.
    pub(crate) fn next_number(&self, group: Group) -> Option<Number> {
        let given = self.counts.get(group as usize).copied().unwrap_or(u16::MAX);
        Some(Number { group, count: given.checked_add(1)? })
    }

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
            served: SignedDuration::ZERO,
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
        if let Act::Called { number, desk } = act {
            self.note_call(*number, *desk);
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
