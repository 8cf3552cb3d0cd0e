//! The queue of one stop on one day: what the log comes to. It decides nothing; [`rules`](crate::rules) do.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp, civil::Date};
use tour::StopId;

use crate::{
    event::By,
    model::{DeskNo, Group, Needs, Number, Outcome, Skills, Tongue, Topic},
    order,
    secret::Hash,
};

mod apply;

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
}
