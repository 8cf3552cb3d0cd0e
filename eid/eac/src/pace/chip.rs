//! The chip's side, step by step (BSI TR-03110-2, section 3.2.1).

use elliptic_curve::rand_core::CryptoRng;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::{Opened, PaceError, Parameters, Secret, group::Ephemeral};
use crate::keys::SessionKeys;

/// Ready to begin.
pub struct ChipPace {
    parameters: Parameters,
    key: Zeroizing<Vec<u8>>,
}

impl ChipPace {
    /// With the password that the terminal named.
    pub fn new(parameters: Parameters, secret: &Secret) -> Self {
        Self { parameters, key: parameters.cipher.password_key(&secret.0) }
    }

    /// Chooses the nonce; gives it encrypted (BSI TR-03110-3, section A.3.3).
    pub fn nonce(self, rng: &mut impl CryptoRng) -> (ChipNonce, Vec<u8>) {
        let mut nonce = Zeroizing::new(vec![0; self.parameters.nonce_octets()]);
        rng.fill_bytes(&mut nonce);
        let mut encrypted = nonce.to_vec();
        self.parameters.cipher.encrypt(&self.key, [0; 16], &mut encrypted);
        (ChipNonce { parameters: self.parameters, nonce }, encrypted)
    }
}

/// The nonce is sent.
pub struct ChipNonce {
    parameters: Parameters,
    pub(super) nonce: Zeroizing<Vec<u8>>,
}

impl ChipNonce {
    /// Maps the nonce to a base point with the terminal's mapping key; gives the chip's mapping key (section A.3.4.1).
    pub fn map(self, terminal: &[u8], rng: &mut impl CryptoRng) -> Result<(ChipMapped, Vec<u8>), PaceError> {
        let own = Ephemeral::generate(self.parameters.curve, None, rng).ok_or(PaceError::Key)?;
        let base = own.map(&self.nonce, terminal).ok_or(PaceError::Key)?;
        Ok((ChipMapped { parameters: self.parameters, base }, own.point))
    }
}

/// Both sides have the same base point, if they have the same password.
pub struct ChipMapped {
    parameters: Parameters,
    base: Zeroizing<Vec<u8>>,
}

impl ChipMapped {
    /// Agrees on keys with the terminal's key over the new base point; gives the chip's (section A.2.3.1).
    pub fn agree(
        self,
        terminal: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<(ChipAgreed, Vec<u8>), PaceError> {
        let Self { parameters, base } = self;
        let own = Ephemeral::generate(parameters.curve, Some(&base), rng).ok_or(PaceError::Key)?;
        if own.point == terminal {
            return Err(PaceError::Key);
        }
        let shared = own.agree(terminal).ok_or(PaceError::Key)?;
        let keys = SessionKeys::derive(
            parameters.cipher,
            &Zeroizing::new(parameters.curve.compressed(&shared)),
            &[],
        );
        let agreed = ChipAgreed { parameters, keys, chip: own.point.clone(), terminal: terminal.to_vec() };
        Ok((agreed, own.point))
    }
}

/// Keys are there, but nobody proved anything yet.
pub struct ChipAgreed {
    parameters: Parameters,
    keys: SessionKeys,
    chip: Vec<u8>,
    terminal: Vec<u8>,
}

impl ChipAgreed {
    /// Checks the terminal's token; gives the chip's token and the channel (section A.2.4).
    pub fn finish(self, token: &[u8]) -> Result<([u8; 8], Opened), PaceError> {
        let Self { parameters, keys, chip, terminal } = self;
        let expected = keys.token(&parameters.token_input(&chip));
        if !bool::from(expected.as_slice().ct_eq(token)) {
            return Err(PaceError::WrongPassword);
        }
        let own = keys.token(&parameters.token_input(&terminal));
        let id_chip = parameters.curve.compressed(&chip);
        let id_terminal = parameters.curve.compressed(&terminal);
        Ok((own, Opened { keys, id_chip, id_terminal }))
    }
}
