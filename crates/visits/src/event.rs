//! What the log remembers. One act is one event; its words in JSON stay readable for the length of a day.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    model::{DeskNo, Needs, Number, Outcome, Skills, Tongue, Topic},
    secret::Hash,
};

/// Who did it, as far as the queue must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The person with the number, at the kiosk or on the phone.
    Visitor,
    /// A desk.
    Desk(DeskNo),
    /// Whoever leads the stop.
    Lead,
}

/// One act in the queue of one stop on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Counted from 1 without a gap.
    pub seq: u64,
    /// When; never before the event before.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// What.
    pub act: Act,
    /// The request it answers.
    pub(crate) key: Hash,
    /// The capability it made, if it made one.
    pub(crate) token: Option<Hash>,
}

/// What happened. `place`s are decided when the event is written, so that an older log reads the same under a newer rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Act {
    /// A number was given.
    Drawn {
        /// Which.
        number: Number,
        /// About what.
        topic: Topic,
        /// Which language the person would like.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tongue: Option<Tongue>,
        /// What the person needs.
        #[serde(default)]
        needs: Needs,
        /// Where in the line.
        place: u64,
    },
    /// A desk opened, or changed what it can do.
    DeskOpened {
        /// Which.
        desk: DeskNo,
        /// What it can do.
        skills: Skills,
    },
    /// A desk closed.
    DeskClosed {
        /// Which.
        desk: DeskNo,
    },
    /// Somebody was called to a desk.
    Called {
        /// Who.
        number: Number,
        /// Where to.
        desk: DeskNo,
    },
    /// The same call once more.
    CalledAgain {
        /// Who.
        number: Number,
    },
    /// The person is there, it begins.
    Started {
        /// Who.
        number: Number,
    },
    /// The person comes back later.
    Parked {
        /// Who.
        number: Number,
    },
    /// The person is back.
    Returned {
        /// Who.
        number: Number,
        /// Where in the line.
        place: u64,
    },
    /// The person goes on to the clerk.
    HandedOver {
        /// Who.
        number: Number,
        /// Where in the line.
        place: u64,
    },
    /// The visit is over.
    Finished {
        /// Who.
        number: Number,
        /// How.
        outcome: Outcome,
    },
    /// Called, and nobody came.
    NoShow {
        /// Who.
        number: Number,
    },
    /// The person gave the number back.
    Left {
        /// Who.
        number: Number,
    },
    /// The last act on a number was taken back.
    Undone {
        /// Whose.
        number: Number,
        /// Which event.
        seq: u64,
    },
    /// No more numbers for now, or numbers again.
    Paused {
        /// No more.
        on: bool,
    },
    /// Something on the notice board of those who serve today.
    Noted {
        /// What.
        text: String,
    },
    /// A note was taken down.
    NoteTaken {
        /// The event that put it up.
        seq: u64,
    },
    /// The day is over; whoever still waits is told.
    Closed,
}

/// How an event is stored beside its columns.
#[derive(Serialize, Deserialize)]
pub(crate) struct Body {
    pub by: By,
    #[serde(flatten)]
    pub act: Act,
}
