//! Names of keys: the certificate holder reference and the certification authority reference (BSI TR-03110-3,
//! sections C.1.2 and C.1.4; their form: section 2).

use std::fmt;
use std::str::{self, FromStr};

/// A reference: two letters of a country, one to nine characters of a mnemonic, five of a sequence number.
///
/// Refused: other lengths, a country that is not two capital letters, and anything but printable ISO 8859-1.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Reference(Vec<u8>);

/// Text that is no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reference is a country's two letters, a name of one to nine characters and a number of five")]
pub struct WrongReference;

impl Reference {
    /// A reference from its octets.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WrongReference> {
        let printable = bytes.iter().all(|byte| matches!(byte, 0x20..=0x7E | 0xA0..=0xFF));
        let country = bytes.get(..2).is_some_and(|country| country.iter().all(u8::is_ascii_uppercase));
        if (8..=16).contains(&bytes.len()) && printable && country {
            Ok(Self(bytes.to_vec()))
        } else {
            Err(WrongReference)
        }
    }

    /// Its octets.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl FromStr for Reference {
    type Err = WrongReference;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_ascii() { Self::from_bytes(text.as_bytes()) } else { Err(WrongReference) }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
