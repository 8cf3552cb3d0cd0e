//! Card readers, practice cards and the card check.

pub mod check;
pub mod chip;
pub mod keypad;
pub mod practice;
#[cfg(feature = "station")]
pub mod reader;
mod transport;
mod vpcd;
pub mod watch;

pub use transport::{CardTransport, Timed, TransportError};
pub use vpcd::{Ejector, InProcess, Slot, VirtualCard};
