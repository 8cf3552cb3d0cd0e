//! To bytes.

use super::{
    BIT_STRING, BOOLEAN, IA5_STRING, INTEGER, OID, SEQUENCE, SET, chip_authentication_oid, oid, pace_oid,
};
use super::{ChipKey, DomainInfo, MobileEid, SecurityInfos};
use crate::curve::Curve;
use crate::tlv::object;

impl SecurityInfos {
    /// Writes the set: what a chip of ours offers (BSI TR-03110-3, section A.1.1), in DER. `all_pace` is not written: it
    /// says again what `pace` says.
    pub fn to_der(&self) -> Vec<u8> {
        let mut entries = Vec::new();
        for pace in &self.pace {
            let parameter = pace.curve.map_or_else(|unknown| unknown, Curve::parameter_id);
            entries.push(entry(&pace_oid(pace.cipher), &[integer(2), integer(parameter)]));
        }
        for chip in &self.chip {
            entries.push(entry(
                &chip_authentication_oid(chip.cipher),
                &[integer(chip.version), optional(chip.key)],
            ));
        }
        entries.extend(self.terminal.iter().map(|version| own(&[oid::TERMINAL], &[integer(*version)])));
        entries.extend(self.pace_domains.iter().map(|domain| parameters(oid::PACE, *domain)));
        entries.extend(self.chip_domains.iter().map(|domain| parameters(oid::CHIP, *domain)));
        entries.extend(self.keys.iter().map(key));
        for one in &self.restricted {
            let authorised_only = object(BOOLEAN, &[if one.authorised_only { 0xFF } else { 0 }]);
            let parameters = [integer(1), integer(one.key), authorised_only].concat();
            entries.push(entry(&crate::ri::protocol(one.hash), &[object(SEQUENCE, &parameters)]));
        }
        entries.extend(
            self.card_info.iter().map(|url| own(&[oid::CARD_INFO], &[object(IA5_STRING, url.as_bytes())])),
        );
        entries.extend(self.privileged.iter().map(|infos| own(&[oid::PRIVILEGED], &[infos.to_der()])));
        entries.extend(self.mobile.map(mobile));
        // DER wants the elements of a set in order.
        entries.sort();
        object(SET, &entries.concat())
    }
}

fn entry(id: &[u8], fields: &[Vec<u8>]) -> Vec<u8> {
    object(SEQUENCE, &[object(OID, id), fields.concat()].concat())
}

/// An entry with an identifier below the protocols'.
fn own(below: &[u8], fields: &[Vec<u8>]) -> Vec<u8> {
    entry(&[&oid::PROTOCOLS, below].concat(), fields)
}

fn parameters(protocol: u8, domain: DomainInfo) -> Vec<u8> {
    let number = domain.curve.map_or_else(|unknown| unknown, Curve::parameter_id);
    own(&[protocol, oid::ECDH], &[standardised(number), optional(domain.key)])
}

fn key(key: &ChipKey) -> Vec<u8> {
    let bits = object(BIT_STRING, &[&[0], &key.point[..]].concat());
    let info = object(SEQUENCE, &[standardised(key.curve.parameter_id()), bits].concat());
    own(&[oid::PUBLIC_KEY, oid::ECDH], &[info, optional(key.key)])
}

fn mobile(kind: MobileEid) -> Vec<u8> {
    let number = match kind {
        MobileEid::CertifiedElement => 1,
        MobileEid::EndorsedElement => 2,
        MobileEid::KeyStore => 3,
    };
    entry(&[&oid::MOBILE[..], &[number]].concat(), &[integer(1)])
}

fn standardised(number: u8) -> Vec<u8> {
    object(SEQUENCE, &[object(OID, &oid::STANDARDISED), integer(number)].concat())
}

fn optional(value: Option<u8>) -> Vec<u8> {
    value.map(integer).unwrap_or_default()
}

fn integer(value: u8) -> Vec<u8> {
    if value < 0x80 { object(INTEGER, &[value]) } else { object(INTEGER, &[0, value]) }
}
