//! Terminal authentication, version 2: the terminal proves with its certificates who it is and what it may read (BSI
//! TR-03110-2, section 3.3; TR-03110-3, sections A.7 and B.3). It also fixes the key of the chip authentication that
//! follows. Runs inside the channel that PACE opened.

mod auxiliary;
mod chip;
mod terminal;
pub mod wire;

pub use auxiliary::{Auxiliary, AuxiliaryError};
pub use chip::{Authenticated, Chip, TaError};
pub use terminal::{Terminal, path};

/// What the terminal signs: the chip's name in PACE, the challenge, the compressed key of chip authentication, the
/// auxiliary data (BSI TR-03110-2, section 3.3.1).
fn message<'a>(
    id_chip: &'a [u8],
    challenge: &'a [u8],
    compressed: &'a [u8],
    auxiliary: &'a [u8],
) -> [&'a [u8]; 4] {
    [id_chip, challenge, compressed, auxiliary]
}
