//! SecurityInfos: which protocols a chip offers (BSI TR-03110-3, section A.1). EF.CardAccess is such a set, readable by
//! everybody; EF.CardSecurity holds a signed one.

use crate::curve::Curve;
use crate::keys::Cipher;
use crate::tlv::{Object, Reader, TlvError, TlvErrorKind, object};

mod oid {
    /// bsi-de protocols smartcard (0.4.0.127.0.7.2.2), then protocol, variant, cipher.
    pub(super) const PROTOCOLS: [u8; 7] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02];
    pub(super) const PUBLIC_KEY: u8 = 1;
    pub(super) const TERMINAL: u8 = 2;
    pub(super) const CHIP: u8 = 3;
    pub(super) const PACE: u8 = 4;
    /// Variants: elliptic curves, generic mapping (PACE); elliptic curves (the others).
    pub(super) const ECDH_GM: u8 = 2;
    pub(super) const ECDH: u8 = 2;
    /// standardizedDomainParameters (0.4.0.127.0.7.1.2).
    pub(super) const STANDARDISED: [u8; 7] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x02];
}

const SEQUENCE: u32 = 0x30;
const SET: u32 = 0x31;
const OID: u32 = 0x06;
const INTEGER: u32 = 0x02;
const BIT_STRING: u32 = 0x03;

/// PACE with generic mapping on a standardised curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaceProtocol {
    /// The channel's cipher.
    pub cipher: Cipher,
    /// The curve; none for one that we do not offer, whose number is kept.
    pub curve: Result<Curve, u8>,
}

/// The protocol's object identifier: id-PACE-ECDH-GM-AES-CBC-CMAC-… (BSI TR-03110-3, section A.1.1.1).
pub const fn pace_oid(cipher: Cipher) -> [u8; 10] {
    protocol(oid::PACE, oid::ECDH_GM, cipher)
}

/// id-CA-ECDH-AES-CBC-CMAC-… (BSI TR-03110-3, section A.1.1.2).
pub const fn chip_authentication_oid(cipher: Cipher) -> [u8; 10] {
    protocol(oid::CHIP, oid::ECDH, cipher)
}

const fn protocol(kind: u8, variant: u8, cipher: Cipher) -> [u8; 10] {
    let [a, b, c, d, e, f, g] = oid::PROTOCOLS;
    [a, b, c, d, e, f, g, kind, variant, cipher.number()]
}

/// The cipher of a PACE protocol that we offer.
pub fn pace_cipher(oid: &[u8]) -> Option<Cipher> {
    let cipher = Cipher::from_number(*oid.last()?)?;
    (oid == pace_oid(cipher)).then_some(cipher)
}

/// Chip authentication with a key of the chip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChipProtocol {
    /// The channel's cipher.
    pub cipher: Cipher,
    /// 1 or 2; the eID card's is 2.
    pub version: u8,
    /// Which key, when there is more than one.
    pub key: Option<u8>,
}

/// A static public key of the chip for chip authentication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChipKey {
    /// Its curve.
    pub curve: Curve,
    /// Its point, uncompressed.
    pub point: Vec<u8>,
    /// Which key, when there is more than one.
    pub key: Option<u8>,
}

/// What a chip offers, as far as we use it. Other entries are left out, as the standard wants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecurityInfos {
    /// PACE, in the chip's order.
    pub pace: Vec<PaceProtocol>,
    /// Every PACE entry's object identifier and parameter number, those too that we do not offer.
    pub all_pace: Vec<(Vec<u8>, Option<u8>)>,
    /// Chip authentication.
    pub chip: Vec<ChipProtocol>,
    /// Keys for it; only in EF.CardSecurity.
    pub keys: Vec<ChipKey>,
    /// Versions of terminal authentication.
    pub terminal: Vec<u8>,
}

impl SecurityInfos {
    /// Reads the set. Bytes after it are refused.
    ///
    /// # Errors
    ///
    /// The structure is broken; the error names the byte. An entry with an unknown identifier is no error.
    pub fn parse(bytes: &[u8]) -> Result<Self, TlvError> {
        let mut reader = Reader::new(bytes);
        let set = reader.expect(SET)?;
        reader.end()?;
        let mut infos = Self::default();
        let mut entries = set.reader();
        while !entries.is_empty() {
            let entry = entries.expect(SEQUENCE)?;
            let mut fields = entry.reader();
            let id = fields.expect(OID)?;
            if let Some(rest) = id.value.strip_prefix(&oid::PROTOCOLS) {
                infos.read(id.value, rest, fields)?;
            }
        }
        Ok(infos)
    }

    fn read(&mut self, id: &[u8], rest: &[u8], mut fields: Reader<'_>) -> Result<(), TlvError> {
        match *rest {
            // PACEInfo: version, parameter number. PACEDomainParameterInfo has a shorter identifier.
            [oid::PACE, variant, number] => {
                let version = small(fields.expect(INTEGER)?)?;
                let parameter = fields.optional(INTEGER)?.map(small).transpose()?;
                self.all_pace.push((id.to_vec(), parameter));
                if let (oid::ECDH_GM, Some(cipher), 2, Some(parameter)) =
                    (variant, Cipher::from_number(number), version, parameter)
                {
                    let curve = Curve::from_parameter_id(parameter).ok_or(parameter);
                    self.pace.push(PaceProtocol { cipher, curve });
                }
            }
            [oid::CHIP, oid::ECDH, number] => {
                let version = small(fields.expect(INTEGER)?)?;
                let key = fields.optional(INTEGER)?.map(small).transpose()?;
                if let Some(cipher) = Cipher::from_number(number) {
                    self.chip.push(ChipProtocol { cipher, version, key });
                }
            }
            [oid::PUBLIC_KEY, oid::ECDH] => self.read_key(fields)?,
            [oid::TERMINAL] => self.terminal.push(small(fields.expect(INTEGER)?)?),
            _ => {}
        }
        Ok(())
    }

    /// ChipAuthenticationPublicKeyInfo (section A.1.1.2). A key on a curve we do not offer is left out.
    fn read_key(&mut self, mut fields: Reader<'_>) -> Result<(), TlvError> {
        let mut info = fields.expect(SEQUENCE)?.reader();
        let key = fields.optional(INTEGER)?.map(small).transpose()?;
        let mut algorithm = info.expect(SEQUENCE)?.reader();
        let id = algorithm.expect(OID)?;
        let bits = info.expect(BIT_STRING)?;
        if id.value == oid::STANDARDISED
            && let Some(curve) = Curve::from_parameter_id(small(algorithm.expect(INTEGER)?)?)
            && let [0, point @ ..] = bits.value
            && curve.has_point(point)
        {
            self.keys.push(ChipKey { curve, point: point.to_vec(), key });
        }
        Ok(())
    }

    /// Writes the set: what a chip of ours offers.
    pub fn to_der(&self) -> Vec<u8> {
        let mut entries = Vec::new();
        for version in &self.terminal {
            let id = [&oid::PROTOCOLS[..], &[oid::TERMINAL]].concat();
            entries.push(object(SEQUENCE, &[object(OID, &id), integer(*version)].concat()));
        }
        for pace in &self.pace {
            let parameter = pace.curve.map_or_else(|unknown| unknown, Curve::parameter_id);
            let fields = [object(OID, &pace_oid(pace.cipher)), integer(2), integer(parameter)];
            entries.push(object(SEQUENCE, &fields.concat()));
        }
        for chip in &self.chip {
            let mut fields = [object(OID, &chip_authentication_oid(chip.cipher)), integer(chip.version)].concat();
            fields.extend(chip.key.map(integer).unwrap_or_default());
            entries.push(object(SEQUENCE, &fields));
            // ChipAuthenticationDomainParameterInfo: the curve of that key.
            let id = [&oid::PROTOCOLS[..], &[oid::CHIP, oid::ECDH]].concat();
            let mut fields = [object(OID, &id), standardised(Curve::BrainpoolP256r1)].concat();
            fields.extend(chip.key.map(integer).unwrap_or_default());
            entries.push(object(SEQUENCE, &fields));
        }
        for key in &self.keys {
            let id = [&oid::PROTOCOLS[..], &[oid::PUBLIC_KEY, oid::ECDH]].concat();
            let bits = object(BIT_STRING, &[&[0], &key.point[..]].concat());
            let info = object(SEQUENCE, &[standardised(key.curve), bits].concat());
            let mut fields = [object(OID, &id), info].concat();
            fields.extend(key.key.map(integer).unwrap_or_default());
            entries.push(object(SEQUENCE, &fields));
        }
        // DER wants the elements of a set in order.
        entries.sort();
        object(SET, &entries.concat())
    }
}

fn standardised(curve: Curve) -> Vec<u8> {
    object(SEQUENCE, &[object(OID, &oid::STANDARDISED), integer(curve.parameter_id())].concat())
}

fn integer(value: u8) -> Vec<u8> {
    if value < 0x80 { object(INTEGER, &[value]) } else { object(INTEGER, &[0, value]) }
}

/// A small non-negative integer.
fn small(field: Object<'_>) -> Result<u8, TlvError> {
    match *field.value {
        [value @ 0..0x80] | [0, value @ 0x80..=0xFF] => Ok(value),
        _ => Err(TlvError { at: field.at, kind: TlvErrorKind::Malformed }),
    }
}
