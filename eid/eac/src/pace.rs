//! PACE: from a short password to a channel that nobody between can open (BSI TR-03110-2, section 3.2; TR-03110-3,
//! sections A.3 and B.1; ICAO 9303-11, section 4.4). Generic mapping on standardised curves; both sides, one type per
//! state, so that no step can be left out or done twice.

mod chip;
#[cfg(test)]
mod example;
pub(crate) mod group;
mod terminal;
pub mod wire;

use std::fmt;

use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

pub use chip::{ChipAgreed, ChipMapped, ChipNonce, ChipPace};
pub use terminal::{TerminalAgreed, TerminalMapped, TerminalNonce, TerminalPace};

use crate::card_access::pace_oid;
use crate::curve::Curve;
use crate::keys::{Cipher, SessionKeys};
use crate::tlv::object;

/// Which password (BSI TR-03110-3, section B.14.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Password {
    /// The machine readable zone.
    Mrz = 1,
    /// Card access number: printed on the card, not blocked.
    Can = 2,
    /// The holder's PIN of the eID function.
    Pin = 3,
    /// Unblocks the PIN.
    Puk = 4,
}

impl Password {
    /// The password with this number.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Mrz),
            2 => Some(Self::Can),
            3 => Some(Self::Pin),
            4 => Some(Self::Puk),
            _ => None,
        }
    }
}

/// A password's value. Prints as REDACTED, is wiped when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// CAN, PIN or PUK: its characters (ISO 8859-1).
    pub fn from_digits(digits: &str) -> Self {
        Self(Zeroizing::new(digits.as_bytes().to_vec()))
    }

    /// The machine readable zone: document number, birth and expiry with their check digits, hashed (ICAO 9303-11,
    /// section 4.4.4.1).
    pub fn from_mrz(information: &str) -> Self {
        let digest = Zeroizing::new(Sha1::digest(information));
        Self(Zeroizing::new(digest.to_vec()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(REDACTED)")
    }
}

/// Why PACE opens no channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaceError {
    /// The other side's key is no point of the curve, or one that gives the secret away.
    #[error("PACE: the other side's key is not acceptable")]
    Key,
    /// The encrypted nonce has the wrong length.
    #[error("PACE: the nonce has the wrong length")]
    Nonce,
    /// The tokens differ: the password is wrong.
    #[error("PACE: the password is wrong")]
    WrongPassword,
}

/// How both sides run PACE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameters {
    /// The channel's cipher.
    pub cipher: Cipher,
    /// The curve.
    pub curve: Curve,
}

impl Parameters {
    /// Octets of the nonce: whole blocks, at least as long as the key (section A.3.3).
    const fn nonce_octets(self) -> usize {
        self.cipher.octets().next_multiple_of(crate::keys::BLOCK)
    }

    /// The public key that a token covers (section D.3.4).
    fn token_input(self, point: &[u8]) -> Vec<u8> {
        object(0x7F49, &[object(0x06, &pace_oid(self.cipher)), object(0x86, point)].concat())
    }
}

/// The channel that PACE opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its keys.
    pub keys: SessionKeys,
    /// The chip's name in this channel: its key, compressed (`ID_PICC`; BSI TR-03110-2, section 3.3.1).
    pub id_chip: Vec<u8>,
    /// The terminal's.
    pub id_terminal: Vec<u8>,
}
