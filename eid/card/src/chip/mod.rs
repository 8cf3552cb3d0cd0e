//! The chip of a practice card: files, PIN, rights (BSI TR-03110, version 2). It is a whole card: any program that talks
//! to real ones talks to it the same way.

mod app;
mod channel;
mod digits;
mod files;
mod holder;
mod memory;
mod pace;
mod pieces;
mod pin;
mod select;
mod sw;
mod terminal;
mod verify;

pub use app::{Chip, Keep, Personal};
pub use digits::{Digits, NotDigits};
pub use files::{EID, TRAVEL};
pub use holder::Holder;
pub use memory::{Memory, PUK_USES, TRIES};
pub use terminal::{CHIP_KEY, NAME_HASH, NAME_KEY};

/// The longest command and answer (EF.ATR/INFO).
const MOST_BYTES: u16 = 8192;
