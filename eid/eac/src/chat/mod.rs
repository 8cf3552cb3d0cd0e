//! The certificate holder authorisation template (CHAT): which kind of terminal, whose certificate, which rights
//! (BSI TR-03110-3, section C.1.5; the rights: TR-03110-4, section 2.2.3.2).

mod rights;

pub use rights::{Right, Rights};

use crate::tlv::{Object, Reader, TlvError, object};

/// Kind of terminal: inspects documents, authenticates a service, or signs (BSI TR-03110-3, section C.1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TerminalKind {
    /// id-IS: border control and police.
    Inspection,
    /// id-AT: authorities and services that read the eID data.
    Authentication,
    /// id-ST: makes signatures with the card.
    Signature,
}

impl TerminalKind {
    const ALL: [Self; 3] = [Self::Inspection, Self::Authentication, Self::Signature];

    /// The object identifier's value: id-roles (0.4.0.127.0.7.3.1.2) and the kind.
    pub const fn oid(self) -> &'static [u8] {
        match self {
            Self::Inspection => &[4, 0, 127, 0, 7, 3, 1, 2, 1],
            Self::Authentication => &[4, 0, 127, 0, 7, 3, 1, 2, 2],
            Self::Signature => &[4, 0, 127, 0, 7, 3, 1, 2, 3],
        }
    }

    /// The kind with this object identifier.
    pub fn from_oid(oid: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.oid() == oid)
    }

    /// Octets of the relative authorisation.
    pub const fn octets(self) -> usize {
        match self {
            Self::Authentication => 5,
            Self::Inspection | Self::Signature => 1,
        }
    }
}

/// Whose certificate it is: the two highest bits of the relative authorisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The terminal's own.
    Terminal,
    /// A document verifier that is foreign or no authority.
    ForeignVerifier,
    /// A document verifier of the issuing state.
    DomesticVerifier,
    /// The country verifying certification authority.
    Cvca,
}

impl Level {
    const fn bits(self) -> u64 {
        match self {
            Self::Terminal => 0,
            Self::ForeignVerifier => 1,
            Self::DomesticVerifier => 2,
            Self::Cvca => 3,
        }
    }

    const fn from_bits(bits: u64) -> Self {
        match bits & 3 {
            0 => Self::Terminal,
            1 => Self::ForeignVerifier,
            2 => Self::DomesticVerifier,
            _ => Self::Cvca,
        }
    }
}

/// Why bytes are no CHAT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChatError {
    /// The TLV structure is broken.
    #[error("holder authorisation: {0}")]
    Tlv(#[from] TlvError),
    /// The object identifier names no kind of terminal that we know.
    #[error("holder authorisation: unknown kind of terminal at byte {at}")]
    Kind {
        /// Where the identifier begins.
        at: usize,
    },
    /// The rights have the wrong number of octets for this kind of terminal.
    #[error(
        "holder authorisation: {found} octets of rights at byte {at}, this kind of terminal has {expected}"
    )]
    Length {
        /// Where the rights begin.
        at: usize,
        /// Octets found.
        found: usize,
        /// Octets the kind has.
        expected: usize,
    },
}

/// A holder authorisation template.
///
/// Refused: unknown kinds of terminal and a wrong number of octets. Reserved bits are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chat {
    kind: TerminalKind,
    level: Level,
    rights: Rights,
}

impl Chat {
    /// A template; rights that this kind of terminal has no bit for are dropped.
    pub fn new(kind: TerminalKind, level: Level, rights: Rights) -> Self {
        let bits = 8 * kind.octets() - 2;
        Self { kind, level, rights: rights & Rights::from_bits((1 << bits) - 1) }
    }

    /// Reads the data object 7F4C (BSI TR-03110-3, section C.1.5).
    pub fn parse(bytes: &[u8]) -> Result<Self, ChatError> {
        let mut reader = Reader::new(bytes);
        let template = reader.expect(tag::TEMPLATE)?;
        reader.end()?;
        Self::read(template)
    }

    /// Reads the content of a template that stands inside something larger.
    pub(crate) fn read(template: Object<'_>) -> Result<Self, ChatError> {
        let mut reader = template.reader();
        let oid = reader.expect(tag::OID)?;
        let rights = reader.expect(tag::DISCRETIONARY)?;
        reader.end()?;
        let kind = TerminalKind::from_oid(oid.value).ok_or(ChatError::Kind { at: oid.at })?;
        let (found, expected) = (rights.value.len(), kind.octets());
        if found != expected {
            return Err(ChatError::Length { at: rights.at, found, expected });
        }
        let bits = rights.value.iter().fold(0_u64, |bits, octet| bits << 8 | u64::from(*octet));
        let level = Level::from_bits(bits >> (8 * expected - 2));
        Ok(Self::new(kind, level, Rights::from_bits(bits)))
    }

    /// The data object 7F4C.
    pub fn to_tlv(self) -> Vec<u8> {
        let octets = self.kind.octets();
        let bits = self.level.bits() << (8 * octets - 2) | self.rights.bits();
        let rights: Vec<u8> = bits.to_be_bytes().into_iter().skip(8 - octets).collect();
        object(
            tag::TEMPLATE,
            &[object(tag::OID, self.kind.oid()), object(tag::DISCRETIONARY, &rights)].concat(),
        )
    }

    /// Kind of terminal.
    pub fn kind(self) -> TerminalKind {
        self.kind
    }

    /// Whose certificate.
    pub fn level(self) -> Level {
        self.level
    }

    /// The rights alone.
    pub fn rights(self) -> Rights {
        self.rights
    }

    /// Whether an authentication terminal holds a right; other kinds hold none of these.
    pub fn has(self, right: Right) -> bool {
        self.kind == TerminalKind::Authentication && self.rights.has(right)
    }

    /// The same template with no more than these rights: how the holder confines a terminal in PACE, and how one
    /// certificate confines the next (BSI TR-03110-3, section 2, effective authorisation).
    #[must_use]
    pub fn confined(self, rights: Rights) -> Self {
        Self { rights: self.rights & rights, ..self }
    }
}

mod tag {
    pub(super) const TEMPLATE: u32 = 0x7F4C;
    pub(super) const OID: u32 = 0x06;
    pub(super) const DISCRETIONARY: u32 = 0x53;
}
