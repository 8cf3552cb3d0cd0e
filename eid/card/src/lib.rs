//! Card readers, practice cards and the card check.

mod transport;
mod vpcd;

pub use transport::{CardTransport, Timed, TransportError};
pub use vpcd::{Ejector, InProcess, Slot, VirtualCard};
