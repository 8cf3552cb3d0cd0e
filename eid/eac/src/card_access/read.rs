//! From bytes.

use super::{BIT_STRING, BOOLEAN, IA5_STRING, INTEGER, OID, SEQUENCE, SET, oid};
use super::{ChipKey, ChipProtocol, DomainInfo, MobileEid, PaceProtocol, RestrictedProtocol, SecurityInfos};
use crate::curve::Curve;
use crate::keys::Cipher;
use crate::tlv::{Object, Reader, TlvError, TlvErrorKind};

impl SecurityInfos {
    /// Reads the set (BSI TR-03110-3, section A.1.1). Bytes after it do not count: there are cards whose file is longer
    /// than what stands in it.
    ///
    /// # Errors
    ///
    /// The structure is broken; the error names the byte. An entry with an unknown identifier is no error.
    pub fn parse(bytes: &[u8]) -> Result<Self, TlvError> {
        Self::read_set(Reader::new(bytes).expect(SET)?, true)
    }

    fn read_set(set: Object<'_>, outer: bool) -> Result<Self, TlvError> {
        let mut infos = Self::default();
        let mut entries = set.reader();
        while !entries.is_empty() {
            let entry = entries.expect(SEQUENCE)?;
            let mut fields = entry.reader();
            let id = fields.expect(OID)?.value;
            match (id.strip_prefix(&oid::PROTOCOLS), id.strip_prefix(&oid::MOBILE)) {
                // A set inside that set would be no sense, and could go on without end.
                (Some([oid::PRIVILEGED]), _) if outer => {
                    infos.privileged = Some(Box::new(Self::read_set(fields.expect(SET)?, false)?));
                }
                (Some(rest), _) => infos.read_protocol(id, rest, fields)?,
                (_, Some(rest)) => infos.mobile = mobile(rest),
                _ => {}
            }
        }
        Ok(infos)
    }

    fn read_protocol(&mut self, id: &[u8], rest: &[u8], mut fields: Reader<'_>) -> Result<(), TlvError> {
        match *rest {
            [oid::PACE, variant, number] => {
                let version = small(fields.expect(INTEGER)?)?;
                let parameter = optional_small(&mut fields)?;
                self.all_pace.push((id.to_vec(), parameter));
                if let (oid::ECDH_GM, Some(cipher), 2, Some(parameter)) =
                    (variant, Cipher::from_number(number), version, parameter)
                {
                    self.pace.push(PaceProtocol { cipher, curve: curve(parameter) });
                }
            }
            [oid::PACE, oid::ECDH_GM] => self.pace_domains.extend(domain(&mut fields)?),
            [oid::CHIP, oid::ECDH, number] => {
                let version = small(fields.expect(INTEGER)?)?;
                let key = optional_small(&mut fields)?;
                self.chip.extend(Cipher::from_number(number).map(|cipher| ChipProtocol {
                    cipher,
                    version,
                    key,
                }));
            }
            [oid::CHIP, oid::ECDH] => self.chip_domains.extend(domain(&mut fields)?),
            [oid::PUBLIC_KEY, oid::ECDH] => self.keys.extend(key(&mut fields)?),
            [oid::RESTRICTED, oid::ECDH, _] => self.restricted.extend(restricted(id, &mut fields)?),
            [oid::TERMINAL] => self.terminal.push(small(fields.expect(INTEGER)?)?),
            [oid::CARD_INFO] => {
                let address = fields.expect(IA5_STRING)?;
                self.card_info = Some(String::from_utf8_lossy(address.value).into_owned());
            }
            _ => {}
        }
        Ok(())
    }
}

/// A standardised curve and the number it has on this card; none when the parameters are written out.
fn domain(fields: &mut Reader<'_>) -> Result<Option<DomainInfo>, TlvError> {
    let number = standardised(fields.expect(SEQUENCE)?)?;
    let key = optional_small(fields)?;
    Ok(number.map(|number| DomainInfo { curve: curve(number), key }))
}

/// `ChipAuthenticationPublicKeyInfo`. A key on a curve that we do not offer, or no point of its curve, is left out.
fn key(fields: &mut Reader<'_>) -> Result<Option<ChipKey>, TlvError> {
    let mut info = fields.expect(SEQUENCE)?.reader();
    let number = standardised(info.expect(SEQUENCE)?)?;
    let bits = info.expect(BIT_STRING)?;
    let key = optional_small(fields)?;
    Ok(match (number.and_then(Curve::from_parameter_id), bits.value) {
        (Some(curve), [0, point @ ..]) if curve.has_point(point) => {
            Some(ChipKey { curve, point: point.to_vec(), key })
        }
        _ => None,
    })
}

/// `RestrictedIdentificationInfo`; none for a version or a hash that we do not offer.
fn restricted(id: &[u8], fields: &mut Reader<'_>) -> Result<Option<RestrictedProtocol>, TlvError> {
    let mut parameters = fields.expect(SEQUENCE)?.reader();
    let version = small(parameters.expect(INTEGER)?)?;
    let key = small(parameters.expect(INTEGER)?)?;
    let authorised_only = parameters.expect(BOOLEAN)?.value != [0];
    let hash = crate::ri::hash_of(id).filter(|_| version == 1);
    Ok(hash.map(|hash| RestrictedProtocol { hash, key, authorised_only }))
}

/// The number in an `AlgorithmIdentifier` of standardised parameters.
fn standardised(algorithm: Object<'_>) -> Result<Option<u8>, TlvError> {
    let mut fields = algorithm.reader();
    let known = fields.expect(OID)?.value == oid::STANDARDISED;
    if known { fields.expect(INTEGER).and_then(small).map(Some) } else { Ok(None) }
}

fn mobile(kind: &[u8]) -> Option<MobileEid> {
    match kind {
        [1] => Some(MobileEid::CertifiedElement),
        [2] => Some(MobileEid::EndorsedElement),
        [3] => Some(MobileEid::KeyStore),
        _ => None,
    }
}

fn curve(number: u8) -> Result<Curve, u8> {
    Curve::from_parameter_id(number).ok_or(number)
}

fn optional_small(fields: &mut Reader<'_>) -> Result<Option<u8>, TlvError> {
    fields.optional(INTEGER)?.map(small).transpose()
}

/// A non-negative integer of eight bits: versions and numbers are no greater.
fn small(field: Object<'_>) -> Result<u8, TlvError> {
    match *field.value {
        [value @ 0..0x80] | [0, value @ 0x80..=0xFF] => Ok(value),
        _ => Err(TlvError { at: field.at, kind: TlvErrorKind::Malformed }),
    }
}
