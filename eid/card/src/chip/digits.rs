use std::fmt;

use serde::{Deserialize, Serialize};

/// A PIN, CAN or PUK of a practice card: digits only. Debug output hides them, as everywhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digits(String);

/// Something else than digits, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("digits are wanted, and nothing else")]
pub struct NotDigits;

impl Digits {
    /// The digits as characters, for a list of practice cards.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many there are.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl TryFrom<String> for Digits {
    type Error = NotDigits;

    fn try_from(digits: String) -> Result<Self, NotDigits> {
        if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(NotDigits)
        }
    }
}

impl std::str::FromStr for Digits {
    type Err = NotDigits;

    fn from_str(digits: &str) -> Result<Self, NotDigits> {
        digits.to_owned().try_into()
    }
}

impl From<Digits> for String {
    fn from(digits: Digits) -> Self {
        digits.0
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("REDACTED")
    }
}
