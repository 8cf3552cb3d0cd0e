//! Chip authentication, version 2: the chip proves that it holds the key which its maker signed, and a new channel
//! replaces PACE's (BSI TR-03110-2, section 3.4; TR-03110-3, sections A.4 and B.2). The terminal's key is the one that
//! terminal authentication fixed.

pub mod wire;

use elliptic_curve::rand_core::CryptoRng;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::card_access::{ChipKey, chip_authentication_oid};
use crate::curve::Curve;
use crate::keys::{Cipher, SessionKeys};
use crate::pace::group::Ephemeral;
use crate::signature::WrongKey;
use crate::tlv::object;

/// Why chip authentication fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaError {
    /// The terminal's key is not the one that it fixed in terminal authentication.
    #[error("chip authentication: the terminal's key is not the one it announced")]
    OtherKey,
    /// A key is no point of the curve.
    #[error("chip authentication: the other side's key is not acceptable")]
    Key,
    /// The chip's token is wrong: it does not hold the key that was signed.
    #[error("chip authentication: the chip does not hold the key that its maker signed")]
    WrongToken,
}

impl CaError {
    /// The status word of a chip (BSI TR-03110-3, section B.2).
    pub const fn status(self) -> u16 {
        match self {
            Self::OtherKey | Self::Key | Self::WrongToken => 0x6300,
        }
    }
}

/// The terminal's side: an ephemeral key.
pub struct Terminal {
    curve: Curve,
    key: Ephemeral,
}

impl Terminal {
    /// Chooses a key on the curve of the chip's key.
    pub(crate) fn new(curve: Curve, rng: &mut impl CryptoRng) -> Result<Self, WrongKey> {
        Ok(Self { curve, key: Ephemeral::generate(curve, None, rng).ok_or(WrongKey)? })
    }

    /// The public key for the chip: an uncompressed point (section A.4).
    pub fn public(&self) -> &[u8] {
        &self.key.point
    }

    /// Its compressed form, which terminal authentication signs.
    pub(crate) fn compressed(&self) -> Vec<u8> {
        self.curve.compressed(&self.key.point)
    }

    /// Checks the chip's token with the key that passive authentication has proven; gives the new channel's keys.
    pub fn finish(self, chip: &ChipKey, cipher: Cipher, answer: &Answer) -> Result<SessionKeys, CaError> {
        if chip.curve != self.curve {
            return Err(CaError::Key);
        }
        let shared = self.key.agree(&chip.point).ok_or(CaError::Key)?;
        let keys = channel(self.curve, cipher, &shared, &answer.nonce);
        let expected = token(&keys, cipher, &self.key.point);
        if bool::from(expected.as_slice().ct_eq(&answer.token)) { Ok(keys) } else { Err(CaError::WrongToken) }
    }
}

/// What the chip answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Its nonce.
    pub nonce: [u8; 8],
    /// Its token.
    pub token: [u8; 8],
}

/// The chip's side: its static key.
pub struct Chip {
    curve: Curve,
    key: Ephemeral,
}

impl Chip {
    /// A fresh key, for the making of a card.
    pub fn generate(curve: Curve, rng: &mut impl CryptoRng) -> Result<Self, WrongKey> {
        Ok(Self { curve, key: Ephemeral::generate(curve, None, rng).ok_or(WrongKey)? })
    }

    /// A key from its secret number, as long as the order.
    pub fn from_bytes(curve: Curve, secret: &[u8]) -> Result<Self, WrongKey> {
        if secret.len() != curve.octets() {
            return Err(WrongKey);
        }
        Ok(Self { curve, key: Ephemeral::known(curve, secret).ok_or(WrongKey)? })
    }

    /// The secret number, for storing a practice card.
    pub fn expose_secret(&self) -> &[u8] {
        self.key.secret()
    }

    /// The public key as EF.CardSecurity names it.
    pub fn public(&self, number: Option<u8>) -> ChipKey {
        ChipKey { curve: self.curve, point: self.key.point.clone(), key: number }
    }

    /// GENERAL AUTHENTICATE (section B.2): the terminal's key must be the one whose compressed form it fixed in
    /// terminal authentication. Gives the answer and the new channel's keys.
    pub fn authenticate(
        &self,
        cipher: Cipher,
        compressed: &[u8],
        terminal: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<(Answer, SessionKeys), CaError> {
        let shared = self.key.agree(terminal).ok_or(CaError::Key)?;
        if self.curve.compressed(terminal) != compressed {
            return Err(CaError::OtherKey);
        }
        let mut nonce = [0; 8];
        rng.fill_bytes(&mut nonce);
        let keys = channel(self.curve, cipher, &shared, &nonce);
        let token = token(&keys, cipher, terminal);
        Ok((Answer { nonce, token }, keys))
    }
}

impl std::fmt::Debug for Chip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Chip({:?}, REDACTED)", self.curve)
    }
}

/// The keys from the shared point's x coordinate and the chip's nonce (sections A.2.3 and A.4).
fn channel(curve: Curve, cipher: Cipher, shared: &[u8], nonce: &[u8]) -> SessionKeys {
    SessionKeys::derive(cipher, &Zeroizing::new(curve.compressed(shared)), nonce)
}

/// The token over the terminal's key (section A.4).
fn token(keys: &SessionKeys, cipher: Cipher, terminal: &[u8]) -> [u8; 8] {
    let key = [object(0x06, &chip_authentication_oid(cipher)), object(0x86, terminal)].concat();
    keys.token(&object(0x7F49, &key))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value of the BSI's "Worked Example for Extended Access Control", version 1.02.
    fn example(name: &str) -> Vec<u8> {
        let file = include_str!("../../tests/data/worked-example-ecdh.txt");
        let digits = file.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).unwrap();
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
    }

    #[test]
    fn the_examples_secret_and_keys() {
        let curve = Curve::BrainpoolP256r1;
        let chip = Chip::from_bytes(curve, &example("ca-picc-priv-key")).unwrap();
        let shared = chip.key.agree(&example("ca-pcd-pub-key")).unwrap();
        assert_eq!(curve.compressed(&shared), example("ca-shared-secret-k"));
        let keys = channel(curve, Cipher::Aes128, &shared, &example("ca-nonce"));
        assert_eq!(*keys.encryption, example("ca-k-enc"));
        assert_eq!(*keys.authentication, example("ca-k-mac"));
    }
}
