//! Chip authentication in commands: MSE:Set AT and GENERAL AUTHENTICATE (BSI TR-03110-3, section B.2).

use super::Answer;
use crate::apdu::Command;
use crate::card_access::chip_authentication_oid;
use crate::keys::Cipher;
use crate::tlv::{Object, Reader, TlvError, TlvErrorKind, object};

/// MANAGE SECURITY ENVIRONMENT.
pub const MSE: u8 = 0x22;
/// P1 and P2 of MSE:Set AT for chip authentication.
pub const SET_AT: (u8, u8) = (0x41, 0xA4);
/// GENERAL AUTHENTICATE.
pub const GENERAL_AUTHENTICATE: u8 = 0x86;

const OID: u32 = 0x80;
const KEY: u32 = 0x84;
const DYNAMIC: u32 = 0x7C;
const PUBLIC: u32 = 0x80;
const NONCE: u32 = 0x81;
const TOKEN: u32 = 0x82;

/// MSE:Set AT (section B.2): which protocol and which of the chip's keys.
pub fn set_at(cipher: Cipher, key: Option<u8>) -> Command {
    let mut data = object(OID, &chip_authentication_oid(cipher));
    data.extend(key.map(|number| object(KEY, &[number])).unwrap_or_default());
    Command::new(0, MSE, SET_AT.0, SET_AT.1).with(data)
}

/// Reads the data of MSE:Set AT: the protocol's identifier and the number of the key.
pub fn parse_set_at(data: &[u8]) -> Result<(&[u8], Option<u8>), TlvError> {
    let mut reader = Reader::new(data);
    let [protocol, key] = reader.in_any_order([OID, KEY])?;
    let key = match key {
        None => None,
        Some(Object { value: [number], .. }) => Some(*number),
        Some(field) => return Err(TlvError { at: field.at, kind: TlvErrorKind::Malformed }),
    };
    Ok((protocol.ok_or(reader.missing(OID))?.value, key))
}

/// GENERAL AUTHENTICATE (section B.2): the terminal's key.
pub fn general_authenticate(public: &[u8]) -> Command {
    let data = object(DYNAMIC, &object(PUBLIC, public));
    Command::new(0, GENERAL_AUTHENTICATE, 0, 0).with(data).expecting(256)
}

/// Reads the data of GENERAL AUTHENTICATE: the terminal's key.
pub fn parse_general_authenticate(data: &[u8]) -> Result<&[u8], TlvError> {
    let mut reader = inside(data)?;
    let public = reader.expect(PUBLIC)?.value;
    reader.end()?;
    Ok(public)
}

impl Answer {
    /// The chip's answer to GENERAL AUTHENTICATE.
    pub fn to_tlv(&self) -> Vec<u8> {
        object(DYNAMIC, &[object(NONCE, &self.nonce), object(TOKEN, &self.token)].concat())
    }

    /// Reads the answer.
    pub fn parse(data: &[u8]) -> Result<Self, TlvError> {
        let mut reader = inside(data)?;
        let (nonce, token) = (octets(reader.expect(NONCE)?)?, octets(reader.expect(TOKEN)?)?);
        reader.end()?;
        Ok(Self { nonce, token })
    }
}

fn inside(data: &[u8]) -> Result<Reader<'_>, TlvError> {
    let mut outer = Reader::new(data);
    let dynamic = outer.expect(DYNAMIC)?;
    outer.end()?;
    Ok(dynamic.reader())
}

fn octets(field: Object<'_>) -> Result<[u8; 8], TlvError> {
    field.value.try_into().map_err(|_| TlvError { at: field.at, kind: TlvErrorKind::Malformed })
}
