//! PACE in commands: MSE:Set AT and four GENERAL AUTHENTICATE (BSI TR-03110-3, sections B.1 and B.14.1).

use super::Password;
use crate::apdu::{CHAIN, Command};
use crate::card_access::pace_oid;
use crate::chat::{Chat, ChatError};
use crate::keys::Cipher;
use crate::tlv::{Object, Reader, TlvError, TlvErrorKind, object};

/// MANAGE SECURITY ENVIRONMENT.
pub const MSE: u8 = 0x22;
/// P1 and P2 of MSE:Set AT for PACE.
pub const SET_AT_PACE: (u8, u8) = (0xC1, 0xA4);
/// GENERAL AUTHENTICATE.
pub const GENERAL_AUTHENTICATE: u8 = 0x86;

/// What MSE:Set AT says (BSI TR-03110-3, section B.14.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAt {
    /// The protocol's object identifier.
    pub protocol: Vec<u8>,
    /// The password's number.
    pub password: u8,
    /// The number of the domain parameters.
    pub parameter: Option<u8>,
    /// The rights that terminal authentication will ask for.
    pub chat: Option<Chat>,
}

impl SetAt {
    /// For a protocol of ours.
    pub fn new(cipher: Cipher, password: Password, parameter: Option<u8>, chat: Option<Chat>) -> Self {
        Self { protocol: pace_oid(cipher).to_vec(), password: password as u8, parameter, chat }
    }

    /// The command (section B.14.1).
    pub fn command(&self) -> Command {
        let mut data = object(0x80, &self.protocol);
        data.extend(object(0x83, &[self.password]));
        data.extend(self.parameter.map(|number| object(0x84, &[number])).unwrap_or_default());
        data.extend(self.chat.map(Chat::to_tlv).unwrap_or_default());
        let (p1, p2) = SET_AT_PACE;
        Command::new(0, MSE, p1, p2).with(data)
    }

    /// Reads the command's data (section B.14.1). The standard fixes no order of the data objects.
    pub fn parse(data: &[u8]) -> Result<Self, ChatError> {
        let mut reader = Reader::new(data);
        // Certificate extensions (65) are for protocols that are not offered here.
        let [protocol, password, parameter, chat, _] =
            reader.in_any_order([0x80, 0x83, 0x84, 0x7F4C, 0x65])?;
        Ok(Self {
            protocol: protocol.ok_or(reader.missing(0x80))?.value.to_vec(),
            password: number(password.ok_or(reader.missing(0x83))?)?,
            parameter: parameter.map(number).transpose()?,
            chat: chat.map(|chat| Chat::parse(chat.raw)).transpose()?,
        })
    }
}

fn number(field: Object<'_>) -> Result<u8, TlvError> {
    match *field.value {
        [number] => Ok(number),
        _ => Err(TlvError { at: field.at, kind: TlvErrorKind::Malformed }),
    }
}

/// A step of GENERAL AUTHENTICATE: the tags of the terminal's and the chip's data, and whether it ends the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The encrypted nonce.
    Nonce,
    /// The mapping keys.
    Map,
    /// The keys over the mapped base point.
    Agree,
    /// The tokens.
    Token,
}

impl Step {
    const fn tags(self) -> (Option<u32>, u32) {
        match self {
            Self::Nonce => (None, 0x80),
            Self::Map => (Some(0x81), 0x82),
            Self::Agree => (Some(0x83), 0x84),
            Self::Token => (Some(0x85), 0x86),
        }
    }

    /// The terminal's command (section B.14.2).
    pub fn command(self, data: &[u8]) -> Command {
        let inner = self.tags().0.map(|tag| object(tag, data)).unwrap_or_default();
        let class = if self == Self::Token { 0 } else { CHAIN };
        Command::new(class, GENERAL_AUTHENTICATE, 0, 0).with(object(0x7C, &inner)).expecting(256)
    }

    /// Reads the terminal's data: which step, and what it sends (section B.1).
    pub fn parse(data: &[u8]) -> Result<(Self, &[u8]), TlvError> {
        let mut reader = Reader::new(data);
        let outer = reader.expect(0x7C)?;
        reader.end()?;
        let mut inner = outer.reader();
        if inner.is_empty() {
            return Ok((Self::Nonce, &[]));
        }
        let field = inner.any()?;
        inner.end()?;
        let step =
            [Self::Map, Self::Agree, Self::Token].into_iter().find(|step| step.tags().0 == Some(field.tag));
        let step = step.ok_or(TlvError { at: field.at, kind: TlvErrorKind::Missing(0x81) })?;
        Ok((step, field.value))
    }

    /// The chip's answer (section B.1).
    pub fn answer(self, data: &[u8], authorities: &[&[u8]]) -> Vec<u8> {
        let mut inner = object(self.tags().1, data);
        for (tag, authority) in [0x87, 0x88].into_iter().zip(authorities) {
            inner.extend(object(tag, authority));
        }
        object(0x7C, &inner)
    }

    /// Reads the chip's answer: its data, and the authorities it trusts, which come with the tokens (section
    /// B.1).
    pub fn read_answer(self, data: &[u8]) -> Result<(&[u8], Vec<&[u8]>), TlvError> {
        let mut reader = Reader::new(data);
        let outer = reader.expect(0x7C)?;
        reader.end()?;
        let mut inner = outer.reader();
        let value = inner.expect(self.tags().1)?.value;
        let mut authorities = Vec::new();
        for tag in [0x87, 0x88] {
            authorities.extend(inner.optional(tag)?.map(|authority| authority.value));
        }
        inner.end()?;
        Ok((value, authorities))
    }
}
