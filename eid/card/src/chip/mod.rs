//! The chip of a practice card: files, PIN, rights (BSI TR-03110, version 2).

mod digits;
mod memory;

pub use digits::{Digits, NotDigits};
pub use memory::{Memory, PUK_USES, TRIES};
