//! The channel that is open, by which password, and what the terminal may do in it.

use eac::{
    chat::{Chat, Right, TerminalKind},
    keys::{Cipher, SessionKeys},
    messaging::ChipChannel,
    pace::Password,
    ta::{self, Authenticated},
};

use super::files::Reading;

/// An open channel.
pub(super) struct Channel {
    /// Taken out while a command is at work.
    pub messaging: Option<ChipChannel>,
    /// The password it was opened with.
    pub password: Password,
    /// Terminal authentication as far as it is. None when the terminal asked for no rights in PACE.
    pub terminal: Option<ta::Chip>,
    /// What the terminal has proven.
    pub proven: Option<Authenticated>,
    /// Chip authentication is to follow with this cipher.
    pub next_cipher: Option<Cipher>,
    /// Restricted identification is to follow.
    pub next_name: bool,
    /// Chip authentication is done: rights hold.
    pub chip_authenticated: bool,
}

impl Channel {
    /// Fresh from PACE.
    pub(super) fn from_pace(keys: SessionKeys, password: Password, terminal: Option<ta::Chip>) -> Self {
        Self {
            messaging: Some(ChipChannel::new(keys)),
            password,
            terminal,
            proven: None,
            next_cipher: None,
            next_name: false,
            chip_authenticated: false,
        }
    }

    /// Fresh from chip authentication: the password and what the terminal has proven stay.
    pub(super) fn from_chip_authentication(
        keys: SessionKeys,
        password: Password,
        proven: Authenticated,
    ) -> Self {
        Self { proven: Some(proven), chip_authenticated: true, ..Self::from_pace(keys, password, None) }
    }

    /// Whether a right holds: only after chip authentication, so that it lies in a channel that ends in this chip.
    pub(super) fn has(&self, right: Right) -> bool {
        let proven = self.proven.as_ref().filter(|_| self.chip_authenticated);
        proven.is_some_and(|proven| proven.chat.has(right))
    }

    /// Set, unblock, switch on and off (BSI TR-03110-4, 2.2.3.2).
    pub(super) fn manages_pins(&self) -> bool {
        self.has(Right::PinManagement)
    }

    /// Whether a file may be read.
    pub(super) fn may_read(channel: Option<&Self>, reading: Reading) -> bool {
        match reading {
            Reading::Open => true,
            Reading::Terminal => channel.is_some_and(|channel| channel.proven.is_some()),
            Reading::DataGroup(number) => channel.is_some_and(|channel| channel.has(Right::Read(number))),
        }
    }
}

/// Which kind of terminal comes with which password (BSI TR-03110-2, 2). An authentication terminal that comes with the
/// CAN needs the right for it; with the PUK none reads anything.
pub(super) fn may_come_with(password: Password, chat: Chat) -> bool {
    match (chat.kind(), password) {
        (TerminalKind::Authentication, Password::Pin) => true,
        (TerminalKind::Authentication, Password::Can) => chat.has(Right::CanAllowed),
        (TerminalKind::Authentication, Password::Mrz | Password::Puk) => false,
        (TerminalKind::Inspection, password) => matches!(password, Password::Can | Password::Mrz),
        (TerminalKind::Signature, password) => password != Password::Mrz,
    }
}
