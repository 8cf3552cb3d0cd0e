//! Restricted identification: a chip's name in one sector of terminals. It is the same each time, and says nothing in
//! any other sector (BSI TR-03110-3, sections A.1.1.4, B.4 and C.3.2.1). Whoever holds a sector's secret half works out the
//! name of a chip from its public half: so a service knows lost cards by a list.

use std::fmt;

use elliptic_curve::rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::apdu::Command;
use crate::ca::wire::{GENERAL_AUTHENTICATE, MSE, SET_AT};
use crate::curve::Curve;
use crate::pace::group::Ephemeral;
use crate::signature::{Hash, WrongKey};
use crate::tlv::{Reader, TlvError, object};

const KEY_OBJECT: u32 = 0x7F49;
const OID: u32 = 0x06;
/// Prime, coefficients, base point, order; then the point and the cofactor.
const NUMBERS: [u32; 5] = [0x81, 0x82, 0x83, 0x84, 0x85];
const POINT: u32 = 0x86;
const COFACTOR: u32 = 0x87;
const DYNAMIC: u32 = 0x7C;
const FIRST_SECTOR: u32 = 0xA0;
const FIRST_NAME: u32 = 0x81;

/// id-RI-ECDH-SHA-224 to -512 (0.4.0.127.0.7.2.2.5.2 and the hash; section A.1.1.4). The hash is that of the name.
pub const fn protocol(hash: Hash) -> [u8; 10] {
    let [.., number] = *hash.oid() else { return [0; 10] };
    [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x05, 0x02, number]
}

/// The hash of a protocol that we offer.
pub fn hash_of(oid: &[u8]) -> Option<Hash> {
    Hash::ALL.into_iter().find(|hash| protocol(*hash) == oid)
}

/// Why there is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RiError {
    /// The sector's key is not well written.
    #[error("restricted identification: {0}")]
    Tlv(#[from] TlvError),
    /// Another protocol, other domain parameters, or no point of the curve.
    #[error("restricted identification: the sector's key is not acceptable")]
    Key,
}

/// A sector's public half, as terminals show it. A terminal's certificate names it by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sector {
    content: Vec<u8>,
    hash: Hash,
    curve: Curve,
    point: Vec<u8>,
}

impl Sector {
    /// With its domain parameters, which it always carries (section D.3.3).
    pub fn new(hash: Hash, secret: &Secret) -> Self {
        let (domain, point) = (secret.curve.domain(), secret.public().to_vec());
        let numbers = [&domain.prime, &domain.a, &domain.b, &domain.base, &domain.order];
        let mut content = object(OID, &protocol(hash));
        content.extend(NUMBERS.into_iter().zip(numbers).flat_map(|(tag, number)| object(tag, number)));
        content.extend([object(POINT, &point), object(COFACTOR, &domain.cofactor)].concat());
        Self { content, hash, curve: secret.curve, point }
    }

    /// Reads the content of the data object 7F49.
    pub fn parse(content: &[u8]) -> Result<Self, RiError> {
        let mut reader = Reader::new(content);
        let oid = reader.expect(OID)?.value;
        let mut numbers = [[].as_slice(); 5];
        for (number, tag) in numbers.iter_mut().zip(NUMBERS) {
            *number = reader.expect(tag)?.value;
        }
        let (point, cofactor) = (reader.expect(POINT)?.value, reader.expect(COFACTOR)?.value);
        reader.end()?;
        let hash = hash_of(oid).ok_or(RiError::Key)?;
        let curve = Curve::from_domain(numbers, cofactor).ok_or(RiError::Key)?;
        if !curve.has_point(point) {
            return Err(RiError::Key);
        }
        Ok(Self { content: content.to_vec(), hash, curve, point: point.to_vec() })
    }

    /// The hash of names in this sector.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// What a terminal's certificate says of its sector; `algorithm` is that of the terminal's own key (section C.3.2.1).
    pub fn fingerprint(&self, algorithm: Hash) -> Vec<u8> {
        algorithm.digest(&[&object(KEY_OBJECT, &self.content)])
    }
}

/// A secret half: a chip's, or a sector's. Prints as REDACTED, is wiped when dropped.
pub struct Secret {
    curve: Curve,
    key: Ephemeral,
}

impl Secret {
    /// A fresh one.
    pub fn generate(curve: Curve, rng: &mut impl CryptoRng) -> Result<Self, WrongKey> {
        Ok(Self { curve, key: Ephemeral::generate(curve, None, rng).ok_or(WrongKey)? })
    }

    /// From its number, as long as the order.
    pub fn from_bytes(curve: Curve, secret: &[u8]) -> Result<Self, WrongKey> {
        if secret.len() != curve.octets() {
            return Err(WrongKey);
        }
        Ok(Self { curve, key: Ephemeral::known(curve, secret).ok_or(WrongKey)? })
    }

    /// The public half: an uncompressed point.
    pub fn public(&self) -> &[u8] {
        &self.key.point
    }

    /// The chip's name in a sector: worked out by the chip.
    pub fn name_in(&self, sector: &Sector) -> Result<Vec<u8>, RiError> {
        if sector.curve == self.curve { self.agree(sector.hash, &sector.point) } else { Err(RiError::Key) }
    }

    /// The same name, worked out with the sector's secret half from the chip's public one.
    pub fn name_of(&self, hash: Hash, chip: &[u8]) -> Result<Vec<u8>, RiError> {
        self.agree(hash, chip)
    }

    /// The hash of the shared point's x coordinate.
    fn agree(&self, hash: Hash, other: &[u8]) -> Result<Vec<u8>, RiError> {
        let shared = self.key.agree(other).ok_or(RiError::Key)?;
        Ok(hash.digest(&[&Zeroizing::new(self.curve.compressed(&shared))]))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({:?}, REDACTED)", self.curve)
    }
}

/// MSE:Set AT (section B.4): which protocol and which of the chip's keys. It is read by [`crate::ca::wire::parse_set_at`].
pub fn set_at(hash: Hash, key: u8) -> Command {
    let data = [object(0x80, &protocol(hash)), object(0x84, &[key])].concat();
    Command::new(0, MSE, SET_AT.0, SET_AT.1).with(data)
}

/// GENERAL AUTHENTICATE (section B.4): the sector's key.
pub fn general_authenticate(sector: &Sector) -> Command {
    let data = object(DYNAMIC, &object(FIRST_SECTOR, &sector.content));
    Command::new(0, GENERAL_AUTHENTICATE, 0, 0).with(data).expecting(256)
}

/// Reads the data of GENERAL AUTHENTICATE: the content of the sector's key.
pub fn parse_general_authenticate(data: &[u8]) -> Result<&[u8], TlvError> {
    only(data, FIRST_SECTOR)
}

/// The chip's answer to GENERAL AUTHENTICATE: its name.
pub fn answer(name: &[u8]) -> Vec<u8> {
    object(DYNAMIC, &object(FIRST_NAME, name))
}

/// Reads the chip's answer.
pub fn parse_answer(data: &[u8]) -> Result<&[u8], TlvError> {
    only(data, FIRST_NAME)
}

/// The only object in the dynamic authentication data.
fn only(data: &[u8], tag: u32) -> Result<&[u8], TlvError> {
    let mut outer = Reader::new(data);
    let mut inner = outer.expect(DYNAMIC)?.reader();
    outer.end()?;
    let value = inner.expect(tag)?.value;
    inner.end()?;
    Ok(value)
}
