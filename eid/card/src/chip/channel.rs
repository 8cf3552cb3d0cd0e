//! The channel that is open, by which password, and what the terminal may do in it.

use eac::{
    chat::{Chat, Right, Rights},
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

    /// The rights that hold: only after chip authentication, so that they lie in a channel that ends in this chip.
    fn rights(&self) -> Rights {
        let proven = self.proven.as_ref().filter(|_| self.chip_authenticated);
        proven.map_or(Rights::NONE, |proven| proven.chat.rights())
    }

    /// Whether a right holds.
    pub(super) fn has(&self, right: Right) -> bool {
        self.rights().has(right)
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

/// A terminal that came with the CAN needs the right for it (BSI TR-03110-2, 3.3).
pub(super) fn may_come_with(password: Password, chat: Chat) -> bool {
    password != Password::Can || chat.rights().has(Right::CanAllowed)
}
