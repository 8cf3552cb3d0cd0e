//! `SecurityInfos`: which protocols a chip offers (BSI TR-03110-3, section A.1; ICAO 9303-11, section 9.2).
//! EF.CardAccess is such a set, readable by everybody; EF.CardSecurity holds a signed one.

mod read;
mod write;

use crate::curve::Curve;
use crate::keys::Cipher;
use crate::signature::Hash;

mod oid {
    /// bsi-de protocols smartcard (0.4.0.127.0.7.2.2), then protocol, variant, cipher.
    pub(super) const PROTOCOLS: [u8; 7] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02];
    pub(super) const PUBLIC_KEY: u8 = 1;
    pub(super) const TERMINAL: u8 = 2;
    pub(super) const CHIP: u8 = 3;
    pub(super) const PACE: u8 = 4;
    pub(super) const RESTRICTED: u8 = 5;
    pub(super) const CARD_INFO: u8 = 6;
    pub(super) const PRIVILEGED: u8 = 8;
    /// Variants: elliptic curves, generic mapping (PACE); elliptic curves (the others).
    pub(super) const ECDH_GM: u8 = 2;
    pub(super) const ECDH: u8 = 2;
    /// standardizedDomainParameters (0.4.0.127.0.7.1.2).
    pub(super) const STANDARDISED: [u8; 7] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x02];
    /// id-mobileEIDType (0.4.0.127.0.7.3.2.3.2), then the type.
    pub(super) const MOBILE: [u8; 9] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02, 0x03, 0x02];
}

const BOOLEAN: u32 = 0x01;
const SEQUENCE: u32 = 0x30;
const SET: u32 = 0x31;
const OID: u32 = 0x06;
const INTEGER: u32 = 0x02;
const BIT_STRING: u32 = 0x03;
const IA5_STRING: u32 = 0x16;

/// PACE with generic mapping on a standardised curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaceProtocol {
    /// The channel's cipher.
    pub cipher: Cipher,
    /// The curve, or the number of one that we do not offer.
    pub curve: Result<Curve, u8>,
}

/// id-PACE-ECDH-GM-AES-CBC-CMAC-128, -192 or -256 (BSI TR-03110-3, section A.1.1.1).
pub const fn pace_oid(cipher: Cipher) -> [u8; 10] {
    protocol(oid::PACE, oid::ECDH_GM, cipher)
}

/// id-CA-ECDH-AES-CBC-CMAC-128, -192 or -256 (BSI TR-03110-3, section A.1.1.2).
pub const fn chip_authentication_oid(cipher: Cipher) -> [u8; 10] {
    protocol(oid::CHIP, oid::ECDH, cipher)
}

const fn protocol(kind: u8, variant: u8, cipher: Cipher) -> [u8; 10] {
    [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, kind, variant, cipher.number()]
}

/// The cipher of a PACE protocol that we offer.
pub fn pace_cipher(oid: &[u8]) -> Option<Cipher> {
    let cipher = Cipher::from_number(*oid.last()?)?;
    (oid == pace_oid(cipher)).then_some(cipher)
}

/// Chip authentication with a key of the chip (BSI TR-03110-3, section A.1.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChipProtocol {
    /// The channel's cipher.
    pub cipher: Cipher,
    /// 1 or 2; the eID card's is 2.
    pub version: u8,
    /// Which key, when there is more than one.
    pub key: Option<u8>,
}

/// Domain parameters by their number (`PACEDomainParameterInfo`, `ChipAuthenticationDomainParameterInfo`; BSI
/// TR-03110-3, sections A.1.1.1 and A.1.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DomainInfo {
    /// The curve, or the number of one that we do not offer.
    pub curve: Result<Curve, u8>,
    /// Which key, or which parameters, when there is more than one.
    pub key: Option<u8>,
}

/// A static public key of the chip for chip authentication (BSI TR-03110-3, section A.1.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChipKey {
    /// Its curve.
    pub curve: Curve,
    /// Its point, uncompressed.
    pub point: Vec<u8>,
    /// Which key, when there is more than one.
    pub key: Option<u8>,
}

/// Restricted identification with a key of the chip (BSI TR-03110-3, section A.1.1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestrictedProtocol {
    /// The hash of names.
    pub hash: Hash,
    /// Which key.
    pub key: u8,
    /// Only terminals with the right for it.
    pub authorised_only: bool,
}

/// What holds an identity that lives on a phone (BSI TR-03110, amendment for the Smart-eID, section 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MobileEid {
    /// A certified secure element.
    CertifiedElement,
    /// A secure element that is endorsed.
    EndorsedElement,
    /// The phone's key store.
    KeyStore,
}

/// What a chip offers, as far as we use it. Other entries are left out, as the standard wants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecurityInfos {
    /// PACE, in the chip's order.
    pub pace: Vec<PaceProtocol>,
    /// Every PACE entry's object identifier and parameter number, those too that we do not offer.
    pub all_pace: Vec<(Vec<u8>, Option<u8>)>,
    /// Standardised curves that stand for PACE's parameter numbers above 31.
    pub pace_domains: Vec<DomainInfo>,
    /// Chip authentication.
    pub chip: Vec<ChipProtocol>,
    /// On which curves.
    pub chip_domains: Vec<DomainInfo>,
    /// Keys for it; only in EF.CardSecurity.
    pub keys: Vec<ChipKey>,
    /// Restricted identification; only in EF.CardSecurity.
    pub restricted: Vec<RestrictedProtocol>,
    /// Versions of terminal authentication.
    pub terminal: Vec<u8>,
    /// Where the kind of card is described (`CardInfo`).
    pub card_info: Option<String>,
    /// What is offered to privileged terminals alone (`PrivilegedTerminalInfo`).
    pub privileged: Option<Box<SecurityInfos>>,
    /// No card but a phone.
    pub mobile: Option<MobileEid>,
}

impl SecurityInfos {
    /// What an eID card offers to everybody: PACE, terminal and chip authentication of version 2 on one curve with one
    /// cipher (BSI TR-03110-4, section 2.2).
    pub fn eid_card(cipher: Cipher, curve: Curve) -> Self {
        Self {
            pace: vec![PaceProtocol { cipher, curve: Ok(curve) }],
            all_pace: vec![(pace_oid(cipher).to_vec(), Some(curve.parameter_id()))],
            chip: vec![ChipProtocol { cipher, version: 2, key: None }],
            chip_domains: vec![DomainInfo { curve: Ok(curve), key: None }],
            terminal: vec![2],
            ..Self::default()
        }
    }
}
