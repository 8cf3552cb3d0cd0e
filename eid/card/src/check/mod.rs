//! The card check: what a card says about its online function and its PIN, before anybody types anything.
//!
//! It needs no secret and costs no try: it reads two open files and asks for the state of the PIN the way every program
//! does before it asks for the PIN itself. Nothing that tells one card from another is read or kept.

mod problem;
mod read;
mod words;

use eac::pin::PinState;
use serde::Serialize;

pub use problem::{OtherCard, Problem};
pub use read::check;
pub use words::Words;

/// What the check found out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The kind of card as far as the chip tells it.
    pub kind: Kind,
    /// The state of the online function and its PIN.
    #[serde(flatten)]
    pub state: State,
}

/// The kind of card, told from what everybody may read: the list of applications, and the protocols. The printed kind stands on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The chip is a travel document too: an ID card or a residence permit (eAT).
    IdCardOrResidencePermit,
    /// The chip is nothing but an Online-Ausweis: so is the eID card for citizens of the EU and the EEA.
    EidCard,
    /// The chip does not tell which applications it has.
    OnlineId,
    /// No card but an identity in a phone: it says so itself (BSI TR-03110, amendment for the Smart-eID, section 2.2).
    Phone,
}

/// The state of the online function and its PIN (BSI TR-03110-3, B.14.1: the answer to MSE:Set AT).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Switched off: the PIN is deactivated.
    Off,
    /// Switched on, and the PIN can be typed.
    Usable {
        /// Tries that are left: 3, or 2 after one wrong PIN.
        tries: u8,
        /// `true` when the card itself says that its PIN was never set by the holder (only some eIDs in phones do);
        /// `false` says nothing.
        initial: bool,
    },
    /// One try is left, and the card wants the CAN before it.
    Suspended,
    /// No try is left: the PUK is needed.
    Blocked,
}

impl State {
    /// The state behind the status word of MSE:Set AT with the PIN. `None` for a word that says nothing about a PIN.
    pub fn of_status(status: u16) -> Option<Self> {
        // Amendment for eIDs in phones: the same words with another figure, while the first PIN holds.
        let (status, initial) =
            if let 0x63D0..=0x63D3 = status { (status - 0x10, true) } else { (status, false) };
        Some(match PinState::from_status(status).ok()? {
            PinState::Usable => Self::Usable { tries: 3, initial },
            PinState::TriesLeft(tries) => Self::Usable { tries, initial },
            PinState::Suspended => Self::Suspended,
            PinState::Blocked => Self::Blocked,
            PinState::Deactivated => Self::Off,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_word_has_its_meaning() {
        let usable = |tries| Some(State::Usable { tries, initial: false });
        assert_eq!(State::of_status(0x9000), usable(3));
        assert_eq!(State::of_status(0x63C2), usable(2));
        assert_eq!(State::of_status(0x63C3), usable(3), "a card may count the first try, too");
        assert_eq!(State::of_status(0x6983), Some(State::Blocked));
        assert_eq!(State::of_status(0x63C1), Some(State::Suspended));
        assert_eq!(State::of_status(0x63C0), Some(State::Blocked));
        assert_eq!(State::of_status(0x6283), Some(State::Off));
        assert_eq!(State::of_status(0x63D3), Some(State::Usable { tries: 3, initial: true }));
        for other in [0x6A80, 0x6A88, 0x6300, 0x63D4, 0x6700, 0x0000] {
            assert_eq!(State::of_status(other), None);
        }
    }
}
