//! The PIN: in which state it is, and the commands that manage it (BSI TR-03110-3, section B.14). Who may do what is the
//! chip's decision.

use std::fmt;

use zeroize::Zeroizing;

use crate::apdu::Command;
use crate::pace::Password;

/// What a chip says about a password when a terminal names it in MSE:Set AT (BSI TR-03110-3, section B.14.1). Asking costs
/// no try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinState {
    /// Usable, no wrong try before.
    Usable,
    /// Usable; so many tries are left, two or more.
    TriesLeft(u8),
    /// One try is left; it is given after PACE with the CAN (section B.14.2).
    Suspended,
    /// No try is left; the PUK brings them back.
    Blocked,
    /// The online function is switched off.
    Deactivated,
}

/// The answer to MSE:Set AT says something else than the state of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPinState {
    /// 6A88: the chip has no such password.
    #[error("the chip has no such password")]
    NoPassword,
    /// 6A80, 6A86: the chip does not offer what was asked for.
    #[error("the chip does not offer this protocol or these parameters")]
    NotOffered,
    /// Another status word.
    #[error("the chip answers {0:04X} instead of the PIN's state")]
    Unknown(u16),
}

impl PinState {
    /// From the status word that answers MSE:Set AT.
    pub const fn from_status(status: u16) -> Result<Self, NoPinState> {
        match status {
            0x9000 => Ok(Self::Usable),
            0x63C0 | 0x6983 => Ok(Self::Blocked),
            0x63C1 => Ok(Self::Suspended),
            0x63C2..=0x63CF => Ok(Self::TriesLeft(status.to_be_bytes()[1] & 0x0F)),
            0x6283 => Ok(Self::Deactivated),
            0x6A88 => Err(NoPinState::NoPassword),
            0x6A80 | 0x6A86 => Err(NoPinState::NotOffered),
            other => Err(NoPinState::Unknown(other)),
        }
    }

    /// The status word that a chip says it with.
    pub const fn to_status(self) -> u16 {
        match self {
            Self::Usable => 0x9000,
            Self::TriesLeft(tries) => u16::from_be_bytes([0x63, 0xC0 | (tries & 0x0F)]),
            Self::Suspended => 0x63C1,
            Self::Blocked => 0x63C0,
            Self::Deactivated => 0x6283,
        }
    }
}

/// A command that manages a password. Only CAN and PIN can be managed; the commands know no others.
///
/// Prints without the new password, which is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub enum PinCommand {
    /// RESET RETRY COUNTER with data: a new value.
    Change(Managed, Zeroizing<Vec<u8>>),
    /// RESET RETRY COUNTER without data: the tries come back.
    Unblock(Managed),
    /// ACTIVATE.
    Activate(Managed),
    /// DEACTIVATE.
    Deactivate(Managed),
}

/// Passwords that can be managed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Managed {
    /// The CAN, where it can be changed: not on the printed card.
    Can,
    /// The PIN.
    Pin,
}

/// Bytes that are no command of PIN management.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPinCommand {
    /// Another instruction.
    #[error("not a command of PIN management")]
    Instruction,
    /// P1 or P2 name nothing that can be done.
    #[error("PIN management: parameters {p1:02X} {p2:02X} name nothing that can be done")]
    Parameters {
        /// P1.
        p1: u8,
        /// P2.
        p2: u8,
    },
    /// A new password is missing, or data stand where none belong.
    #[error("PIN management: the data do not fit the command")]
    Data,
}

const RESET_RETRY_COUNTER: u8 = 0x2C;
const ACTIVATE: u8 = 0x44;
const DEACTIVATE: u8 = 0x04;
/// P1 of RESET RETRY COUNTER: with a new password, or without.
const CHANGE: u8 = 0x02;
const UNBLOCK: u8 = 0x03;
/// P1 of ACTIVATE and DEACTIVATE: a password.
const PASSWORD: u8 = 0x10;

impl Managed {
    const fn number(self) -> u8 {
        match self {
            Self::Can => Password::Can as u8,
            Self::Pin => Password::Pin as u8,
        }
    }

    const fn from_number(number: u8) -> Option<Self> {
        match Password::from_number(number) {
            Some(Password::Can) => Some(Self::Can),
            Some(Password::Pin) => Some(Self::Pin),
            _ => None,
        }
    }
}

impl PinCommand {
    /// The command, to be sent in a channel (BSI TR-03110-3, section B.14).
    pub fn command(&self) -> Command {
        let plain = |instruction, p1, managed: Managed| Command::new(0, instruction, p1, managed.number());
        match self {
            Self::Change(managed, new) => plain(RESET_RETRY_COUNTER, CHANGE, *managed).with(new.to_vec()),
            Self::Unblock(managed) => plain(RESET_RETRY_COUNTER, UNBLOCK, *managed),
            Self::Activate(managed) => plain(ACTIVATE, PASSWORD, *managed),
            Self::Deactivate(managed) => plain(DEACTIVATE, PASSWORD, *managed),
        }
    }

    /// Reads the command in the chip (the same sections).
    pub fn parse(command: &Command) -> Result<Self, NoPinCommand> {
        let Command { instruction, p1, p2, data, .. } = command;
        if !matches!(*instruction, RESET_RETRY_COUNTER | ACTIVATE | DEACTIVATE) {
            return Err(NoPinCommand::Instruction);
        }
        let wrong = NoPinCommand::Parameters { p1: *p1, p2: *p2 };
        let managed = Managed::from_number(*p2).ok_or(wrong)?;
        let parsed = match (*instruction, *p1) {
            (RESET_RETRY_COUNTER, CHANGE) => Self::Change(managed, Zeroizing::new(data.clone())),
            (RESET_RETRY_COUNTER, UNBLOCK) => Self::Unblock(managed),
            (ACTIVATE, PASSWORD) => Self::Activate(managed),
            (DEACTIVATE, PASSWORD) => Self::Deactivate(managed),
            _ => return Err(wrong),
        };
        let wants_data = matches!(parsed, Self::Change(..));
        if wants_data == data.is_empty() { Err(NoPinCommand::Data) } else { Ok(parsed) }
    }
}

impl fmt::Debug for PinCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Change(managed, _) => write!(f, "Change({managed:?}, REDACTED)"),
            Self::Unblock(managed) => write!(f, "Unblock({managed:?})"),
            Self::Activate(managed) => write!(f, "Activate({managed:?})"),
            Self::Deactivate(managed) => write!(f, "Deactivate({managed:?})"),
        }
    }
}
