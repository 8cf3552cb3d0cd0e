//! The terminal's side, step by step (BSI TR-03110-2, section 3.2.1).

use elliptic_curve::rand_core::CryptoRng;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::{Opened, PaceError, Parameters, Secret, group::Ephemeral};
use crate::keys::SessionKeys;

/// Ready to begin.
pub struct TerminalPace {
    parameters: Parameters,
    key: Zeroizing<Vec<u8>>,
}

impl TerminalPace {
    /// With the password that somebody typed.
    pub fn new(parameters: Parameters, secret: &Secret) -> Self {
        Self { parameters, key: parameters.cipher.password_key(&secret.0) }
    }

    /// Decrypts the chip's nonce; gives the terminal's mapping key (BSI TR-03110-3, section A.3.3).
    pub fn nonce(
        self,
        encrypted: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<(TerminalNonce, Vec<u8>), PaceError> {
        let Self { parameters, key } = self;
        if encrypted.len() != parameters.nonce_octets() {
            return Err(PaceError::Nonce);
        }
        let mut nonce = Zeroizing::new(encrypted.to_vec());
        parameters.cipher.decrypt(&key, [0; 16], &mut nonce);
        let own = Ephemeral::generate(parameters.curve, None, rng).ok_or(PaceError::Key)?;
        let point = own.point.clone();
        Ok((TerminalNonce { parameters, nonce, own }, point))
    }
}

/// The nonce is known, the mapping key sent.
pub struct TerminalNonce {
    parameters: Parameters,
    pub(super) nonce: Zeroizing<Vec<u8>>,
    own: Ephemeral,
}

impl TerminalNonce {
    /// Maps the nonce with the chip's mapping key; gives the terminal's key over the new base point (section A.3.4.1).
    pub fn map(self, chip: &[u8], rng: &mut impl CryptoRng) -> Result<(TerminalMapped, Vec<u8>), PaceError> {
        let base = self.own.map(&self.nonce, chip).ok_or(PaceError::Key)?;
        let own = Ephemeral::generate(self.parameters.curve, Some(&base), rng).ok_or(PaceError::Key)?;
        let point = own.point.clone();
        Ok((TerminalMapped { parameters: self.parameters, own }, point))
    }
}

/// The terminal's key is sent.
pub struct TerminalMapped {
    parameters: Parameters,
    own: Ephemeral,
}

impl TerminalMapped {
    /// Agrees on keys with the chip's key; gives the terminal's token (sections A.2.3.1 and A.2.4).
    pub fn agree(self, chip: &[u8]) -> Result<(TerminalAgreed, [u8; 8]), PaceError> {
        let Self { parameters, own } = self;
        if own.point == chip {
            return Err(PaceError::Key);
        }
        let shared = own.agree(chip).ok_or(PaceError::Key)?;
        let keys = SessionKeys::derive(
            parameters.cipher,
            &Zeroizing::new(parameters.curve.compressed(&shared)),
            &[],
        );
        let token = keys.token(&parameters.token_input(chip));
        Ok((TerminalAgreed { parameters, keys, chip: chip.to_vec(), terminal: own.point }, token))
    }
}

/// The terminal's token is sent.
pub struct TerminalAgreed {
    parameters: Parameters,
    keys: SessionKeys,
    chip: Vec<u8>,
    terminal: Vec<u8>,
}

impl TerminalAgreed {
    /// Checks the chip's token; gives the channel (section A.2.4).
    pub fn finish(self, token: &[u8]) -> Result<Opened, PaceError> {
        let Self { parameters, keys, chip, terminal } = self;
        let expected = keys.token(&parameters.token_input(&terminal));
        if !bool::from(expected.as_slice().ct_eq(token)) {
            return Err(PaceError::WrongPassword);
        }
        let id_chip = parameters.curve.compressed(&chip);
        let id_terminal = parameters.curve.compressed(&terminal);
        Ok(Opened { keys, id_chip, id_terminal })
    }
}
