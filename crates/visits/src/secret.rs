//! Keys that make a repeated request one request, and the capability that a number is. Both are stored hashed.

use std::{fmt, str::FromStr};

use kernel::Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::NotA;

/// A hash of 128 bits. As text: 32 small hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Hash([u8; 16]);

impl Hash {
    fn of(parts: &[&[u8]]) -> Self {
        let mut sha = Sha256::new();
        for part in parts {
            // The length before each part: no two lists of parts give the same bytes.
            sha.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            sha.update(part);
        }
        let mut first = [0; 16];
        for (to, from) in first.iter_mut().zip(sha.finalize()) {
            *to = from;
        }
        Self(first)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Hash {
    type Err = NotA;

    fn from_str(s: &str) -> Result<Self, NotA> {
        let wrong = NotA("32 small hexadecimal digits");
        if s.len() != 32 || !s.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return Err(wrong);
        }
        let number = u128::from_str_radix(s, 16).map_err(|_| wrong)?;
        Ok(Self(number.to_be_bytes()))
    }
}

/// What the sender of a request makes up once and repeats with it: 1 to 200 bytes.
///
/// An identical request with the same key is done once and answered each time with what was done.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// A key of our own, for a form. 128 bits.
    pub fn fresh(rng: &dyn Rng) -> Self {
        let mut bytes = [0; 16];
        rng.fill(&mut bytes);
        Self(Hash(bytes).to_string())
    }

    /// The text, for a form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored of it, together with what was asked for.
    pub(crate) fn hash(&self, request: &str) -> Hash {
        Hash::of(&[b"key", self.0.as_bytes(), request.as_bytes()])
    }

    /// What a token is made from. Not stored, and not to be found from what is.
    fn seed(&self, request: &str) -> Hash {
        Hash::of(&[b"seed", self.0.as_bytes(), request.as_bytes()])
    }
}

impl FromStr for Key {
    type Err = NotA;

    fn from_str(s: &str) -> Result<Self, NotA> {
        if (1..=200).contains(&s.len()) {
            Ok(Self(s.to_owned()))
        } else {
            Err(NotA("a key of 1 to 200 bytes"))
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// The capability to follow a number and to give it back: 128 bits, as 32 hexadecimal digits in an address.
///
/// It is made from the request's key and a secret of the database, so that a repeated request gets the same one although
/// only its hash is stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token(Hash);

impl Token {
    pub(crate) fn of(secret: &Secret, place: &str, key: &Key, request: &str) -> Self {
        Self(Hash::of(&[b"token", &secret.0, place.as_bytes(), &key.seed(request).0]))
    }

    /// What is stored. Looking for the hash takes the same time whatever the token is, as far as a stranger can tell.
    pub(crate) fn hash(self) -> Hash {
        Hash::of(&[b"stored", &self.0.0])
    }
}

impl FromStr for Token {
    type Err = NotA;

    fn from_str(s: &str) -> Result<Self, NotA> {
        s.parse().map(Self)
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// 256 random bits that one database keeps. Without them the stored hashes of keys say nothing about tokens.
#[derive(Clone)]
pub(crate) struct Secret([u8; 32]);

impl Secret {
    pub(crate) fn fresh(rng: &dyn Rng) -> Self {
        let mut bytes = [0; 32];
        rng.fill(&mut bytes);
        Self(bytes)
    }

    pub(crate) fn to_text(&self) -> String {
        let (a, b) = self.0.split_at(16);
        [a, b].into_iter().filter_map(|h| Some(Hash(h.try_into().ok()?).to_string())).collect()
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let (a, b) = text.split_at_checked(32)?;
        let (a, b): (Hash, Hash) = (a.parse().ok()?, b.parse().ok()?);
        let mut bytes = [0; 32];
        for (to, from) in bytes.iter_mut().zip(a.0.into_iter().chain(b.0)) {
            *to = from;
        }
        Some(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use kernel::SeededRng;

    use super::*;

    #[test]
    fn a_token_repeats_with_its_request_and_with_nothing_else() {
        let (one, other) = (Secret::fresh(&SeededRng::new(1)), Secret::fresh(&SeededRng::new(2)));
        let token = |s, p, k: &str, r| Token::of(s, p, &k.parse().unwrap(), r).to_string();
        let first = token(&one, "mercado 2026-03-24", "k", "draw");
        assert_eq!(first, token(&one, "mercado 2026-03-24", "k", "draw"));
        for different in [
            token(&other, "mercado 2026-03-24", "k", "draw"),
            token(&one, "mercado 2026-03-25", "k", "draw"),
            token(&one, "mercado 2026-03-24", "l", "draw"),
            token(&one, "mercado 2026-03-24", "k", "draw other"),
        ] {
            assert_ne!(first, different);
        }
        let read: Token = first.parse().unwrap();
        assert_ne!(read.hash().to_string(), first);
    }

    #[test]
    fn a_secret_goes_through_text_and_nothing_secret_is_printed() {
        let secret = Secret::fresh(&SeededRng::new(1));
        assert_eq!(Secret::from_text(&secret.to_text()).unwrap().0, secret.0);
        assert!(Secret::from_text("00").is_none() && Secret::from_text(&"ä".repeat(32)).is_none());
        let key = Key::fresh(&SeededRng::new(3));
        assert!(!format!("{key:?}").contains(key.as_str()));
        let token = Token::of(&secret, "", &key, "");
        assert!(!format!("{token:?}").contains(&token.to_string()));
    }

    #[test]
    fn tokens_have_one_spelling() {
        assert!("00".parse::<Token>().is_err());
        assert!("A".repeat(32).parse::<Token>().is_err());
        assert!(("+".to_owned() + &"0".repeat(31)).parse::<Token>().is_err());
        assert!("0".repeat(32).parse::<Token>().is_ok());
    }
}
