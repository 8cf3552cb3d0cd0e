use std::{fmt, str::FromStr};

use kernel::Rng;
use sha2::{Digest as _, Sha256};

/// A secret that stands for a right: a session, an invitation, a device. 256 random bits; as text 64 small hexadecimal
/// digits. Stored only as a hash (OWASP ASVS 5.0, 7.2.3 and 11.5.1).
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// The text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token has 64 hexadecimal digits")]
pub struct TokenParseError;

/// What a token is for. Two tokens with the same bits but another purpose have different hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Session,
    Form,
    Invitation,
    Device,
    Challenge,
}

impl Token {
    /// A new one.
    pub(crate) fn fresh(rng: &dyn Rng) -> Self {
        let mut bytes = [0; 32];
        rng.fill(&mut bytes);
        Self(bytes)
    }

    /// What is stored of it.
    pub(crate) fn hash(&self, purpose: Purpose) -> String {
        hash(
            match purpose {
                Purpose::Session => "session",
                Purpose::Form => "form",
                Purpose::Invitation => "invitation",
                Purpose::Device => "device",
                Purpose::Challenge => "challenge",
            },
            &self.0,
        )
    }
}

/// A hash under a name that says what it is of.
pub(crate) fn hash(name: &str, bytes: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update((name.len() as u64).to_be_bytes());
    hash.update(name);
    hash.update(bytes);
    hex(&hash.finalize())
}

/// Whether two texts are equal, in a time that does not tell where they differ.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// Small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(REDACTED)")
    }
}

impl FromStr for Token {
    type Err = TokenParseError;

    fn from_str(s: &str) -> Result<Self, TokenParseError> {
        if s.len() != 64 || !s.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return Err(TokenParseError);
        }
        let mut bytes = [0; 32];
        for (to, pair) in bytes.iter_mut().zip(s.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(pair).map_err(|_| TokenParseError)?;
            *to = u8::from_str_radix(digits, 16).map_err(|_| TokenParseError)?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SeededRng;

    #[test]
    fn goes_through_text_and_tells_nothing_in_logs() {
        let token = Token::fresh(&SeededRng::new(1));
        let text = token.to_string();
        assert_eq!(text.parse::<Token>().unwrap(), token);
        assert!(!format!("{token:?}").contains(&text[..8]));
        for bad in ["", "00", &text.to_uppercase(), &format!("{text}0"), &text.replace(&text[..1], "g")] {
            assert_eq!(bad.parse::<Token>(), Err(TokenParseError), "{bad}");
        }
    }

    #[test]
    fn each_purpose_hashes_otherwise() {
        let token = Token::fresh(&SeededRng::new(1));
        assert_ne!(token.hash(Purpose::Session), token.hash(Purpose::Form));
        assert!(same("ab", "ab") && !same("ab", "ac") && !same("ab", "abc"));
    }
}
