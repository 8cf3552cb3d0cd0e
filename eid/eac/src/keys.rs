//! The symmetric part: which AES, keys from shared secrets, CBC, CMAC (BSI TR-03110-3, sections A.2.3 and A.2.4; F.2).
//! Triple DES is not offered: no eID card needs it.

use std::fmt;

use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use cmac::{Cmac, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

/// Octets of an AES block.
pub(crate) const BLOCK: usize = 16;

/// The cipher of a channel: AES in CBC mode with CMAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cipher {
    /// AES-128.
    Aes128,
    /// AES-192.
    Aes192,
    /// AES-256.
    Aes256,
}

/// Runs an expression with the type of a cipher.
macro_rules! with_cipher {
    ($cipher:expr, $A:ident => $body:expr) => {
        match $cipher {
            Cipher::Aes128 => {
                type $A = Aes128;
                $body
            }
            Cipher::Aes192 => {
                type $A = Aes192;
                $body
            }
            Cipher::Aes256 => {
                type $A = Aes256;
                $body
            }
        }
    };
}

impl Cipher {
    /// Octets of a key.
    pub const fn octets(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }

    /// The last number in the protocols' object identifiers.
    pub const fn number(self) -> u8 {
        match self {
            Self::Aes128 => 2,
            Self::Aes192 => 3,
            Self::Aes256 => 4,
        }
    }

    /// The cipher with that number.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            2 => Some(Self::Aes128),
            3 => Some(Self::Aes192),
            4 => Some(Self::Aes256),
            _ => None,
        }
    }

    /// Key derivation: hash of secret, nonce and counter, cut to the key's length (section A.2.3).
    fn derive(self, secret: &[u8], nonce: &[u8], counter: u32) -> Zeroizing<Vec<u8>> {
        let parts = [secret, nonce, &counter.to_be_bytes()];
        let mut hash = match self {
            Self::Aes128 => hash::<Sha1>(&parts),
            Self::Aes192 | Self::Aes256 => hash::<Sha256>(&parts),
        };
        hash.truncate(self.octets());
        hash
    }

    /// The key that a password stands for in PACE (section A.2.3.3).
    pub(crate) fn password_key(self, password: &[u8]) -> Zeroizing<Vec<u8>> {
        self.derive(password, &[], 3)
    }

    /// CBC over whole blocks, in place.
    pub(crate) fn encrypt(self, key: &[u8], mut chain: [u8; BLOCK], data: &mut [u8]) {
        with_cipher!(self, A => {
            let Ok(cipher) = A::new_from_slice(key) else { return };
            for block in data.as_chunks_mut::<BLOCK>().0 {
                xor(block, &chain);
                cipher.encrypt_block(block.into());
                chain = *block;
            }
        });
    }

    /// The way back.
    pub(crate) fn decrypt(self, key: &[u8], mut chain: [u8; BLOCK], data: &mut [u8]) {
        with_cipher!(self, A => {
            let Ok(cipher) = A::new_from_slice(key) else { return };
            for block in data.as_chunks_mut::<BLOCK>().0 {
                let next = *block;
                cipher.decrypt_block(block.into());
                xor(block, &chain);
                chain = next;
            }
        });
    }

    /// The first eight octets of the CMAC (section A.2.4).
    pub(crate) fn mac(self, key: &[u8], parts: &[&[u8]]) -> [u8; 8] {
        let mut short = [0; 8];
        with_cipher!(self, A => {
            let Ok(mac) = <Cmac<A> as KeyInit>::new_from_slice(key) else { return short };
            let full = parts.iter().fold(mac, Mac::chain_update).finalize().into_bytes();
            for (to, from) in short.iter_mut().zip(full) {
                *to = from;
            }
        });
        short
    }
}

fn xor(block: &mut [u8; BLOCK], with: &[u8; BLOCK]) {
    for (to, from) in block.iter_mut().zip(with) {
        *to ^= from;
    }
}

fn hash<D: Digest>(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let mut digest = parts.iter().fold(D::new(), Digest::chain_update).finalize();
    let copy = Zeroizing::new(digest.to_vec());
    digest.zeroize();
    copy
}

/// The two keys of a channel. Prints as REDACTED, is wiped when dropped.
#[derive(Clone)]
pub struct SessionKeys {
    pub(crate) cipher: Cipher,
    pub(crate) encryption: Zeroizing<Vec<u8>>,
    pub(crate) authentication: Zeroizing<Vec<u8>>,
}

impl SessionKeys {
    /// From a shared secret, and the chip's nonce in chip authentication version 2 (section A.2.3).
    pub fn derive(cipher: Cipher, secret: &[u8], nonce: &[u8]) -> Self {
        let encryption = cipher.derive(secret, nonce, 1);
        let authentication = cipher.derive(secret, nonce, 2);
        Self { cipher, encryption, authentication }
    }

    /// An authentication token: the CMAC of a public key's data object (section A.2.4).
    pub fn token(&self, key: &[u8]) -> [u8; 8] {
        self.cipher.mac(&self.authentication, &[key])
    }
}

impl fmt::Debug for SessionKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionKeys({:?}, REDACTED)", self.cipher)
    }
}
