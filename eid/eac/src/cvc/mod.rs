//! Card-verifiable certificates (BSI TR-03110-3, appendix C): read, verify, make. Which chain of them a card accepts
//! is decided in [`chain`].

pub mod chain;
mod date;
mod extension;
mod key;
mod make;
mod reference;

pub use extension::Extension;
pub use key::PublicKey;
pub use make::{Body, CannotMake, Request, WrongRequest};
pub use reference::{Reference, WrongReference};

use jiff::civil::Date;

use crate::chat::{Chat, ChatError};
use crate::signature::{VerifyingKey, WrongSignature};
use crate::tlv::{Object, Reader, TlvError};

/// Why bytes are no certificate, or no usable one. `at` counts bytes from the beginning of what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CvcError {
    /// The TLV structure is broken, or a data object is missing or in the wrong place.
    #[error("certificate: {0}")]
    Tlv(#[from] TlvError),
    /// The holder authorisation is unusable.
    #[error("certificate: {0}")]
    Chat(#[from] ChatError),
    /// Another profile than 0, the only one there is.
    #[error("certificate: unknown profile at byte {at}")]
    Profile {
        /// Where the profile identifier begins.
        at: usize,
    },
    /// A holder or authority reference of the wrong form.
    #[error("certificate: no key reference at byte {at}")]
    Reference {
        /// Where the reference begins.
        at: usize,
    },
    /// A date that is no day.
    #[error("certificate: no date at byte {at}")]
    Date {
        /// Where the date begins.
        at: usize,
    },
    /// A signature algorithm that is not offered.
    #[error("certificate: unknown signature algorithm at byte {at}")]
    Algorithm {
        /// Where its identifier begins.
        at: usize,
    },
    /// Domain parameters of no curve that is offered.
    #[error("certificate: unknown domain parameters at byte {at}")]
    Domain {
        /// Where they begin.
        at: usize,
    },
    /// A point that is not on its curve.
    #[error("certificate: the public key is not on its curve")]
    Point,
    /// A certificate without domain parameters, and nobody to inherit them from.
    #[error("certificate: no domain parameters, neither its own nor inherited ones")]
    NoDomain,
}

/// A certificate as it was read. Reading does not verify: that takes the issuer's key ([`Certificate::verify`]) or a
/// whole chain ([`chain`]).
///
/// Refused: anything out of order, missing, or beyond the end; unknown algorithms, curves and kinds of terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    content: Vec<u8>,
    authority: Reference,
    key: PublicKey,
    holder: Reference,
    chat: Chat,
    effective: Date,
    expiration: Date,
    extensions: Vec<Extension>,
    body_length: usize,
    signature: Vec<u8>,
}

impl Certificate {
    /// Reads a certificate: the data object 7F21 (BSI TR-03110-3, section C.1).
    pub fn parse(bytes: &[u8]) -> Result<Self, CvcError> {
        let mut reader = Reader::new(bytes);
        let certificate = reader.expect(tag::CERTIFICATE)?;
        reader.end()?;
        Self::read(certificate.reader(), certificate.value)
    }

    /// Reads what PSO:Verify Certificate carries: body and signature without the frame 7F21 (section B.3).
    pub fn parse_content(content: &[u8]) -> Result<Self, CvcError> {
        Self::read(Reader::new(content), content)
    }

    fn read(mut reader: Reader<'_>, content: &[u8]) -> Result<Self, CvcError> {
        let body = reader.expect(tag::BODY)?;
        let signature = reader.expect(tag::SIGNATURE)?.value.to_vec();
        reader.end()?;
        let mut fields = body.reader();
        profile(&mut fields)?;
        let authority = reference(fields.expect(tag::AUTHORITY)?)?;
        let key = PublicKey::read(fields.expect(tag::PUBLIC_KEY)?)?;
        let holder = reference(fields.expect(tag::HOLDER)?)?;
        let chat = Chat::read(fields.expect(tag::CHAT)?)?;
        let effective = day(fields.expect(tag::EFFECTIVE)?)?;
        let expiration = day(fields.expect(tag::EXPIRATION)?)?;
        let extensions =
            fields.optional(tag::EXTENSIONS)?.map(Extension::read_all).transpose()?.unwrap_or_default();
        fields.end()?;
        let (content, body_length) = (content.to_vec(), body.raw.len());
        Ok(Self {
            content,
            authority,
            key,
            holder,
            chat,
            effective,
            expiration,
            extensions,
            body_length,
            signature,
        })
    }

    /// The certificate as it was read: data object 7F21.
    pub fn to_tlv(&self) -> Vec<u8> {
        crate::tlv::object(tag::CERTIFICATE, &self.content)
    }

    /// Body and signature without the frame, as PSO:Verify Certificate carries them.
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// The body as it was signed: data object 7F4E.
    pub fn body(&self) -> &[u8] {
        self.content.get(..self.body_length).unwrap_or_default()
    }

    /// Whose key signed it (section C.1.2).
    pub fn authority(&self) -> &Reference {
        &self.authority
    }

    /// The name of its own key (section C.1.4).
    pub fn holder(&self) -> &Reference {
        &self.holder
    }

    /// Its public key (section C.1.3).
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Kind, level and rights (section C.1.5).
    pub fn chat(&self) -> Chat {
        self.chat
    }

    /// First day (section C.1).
    pub fn effective(&self) -> Date {
        self.effective
    }

    /// Last day, included (section C.1).
    pub fn expiration(&self) -> Date {
        self.expiration
    }

    /// Extensions in order (section C.3).
    pub fn extensions(&self) -> &[Extension] {
        &self.extensions
    }

    /// The hash of the certificate description, when it names one (section C.3.1).
    pub fn description_hash(&self) -> Option<&[u8]> {
        self.extensions.iter().find_map(Extension::description_hash)
    }

    /// The hash of the key of the terminal's sector, when it names one (section C.3.2.1).
    pub fn sector_hash(&self) -> Option<&[u8]> {
        self.extensions.iter().find_map(Extension::sector_hash)
    }

    /// Verifies the signature alone (section C.1): no dates, no rights, no names.
    pub fn verify(&self, issuer: &VerifyingKey) -> Result<(), WrongSignature> {
        issuer.verify(&[self.body()], &self.signature)
    }
}

fn profile(fields: &mut Reader<'_>) -> Result<(), CvcError> {
    let profile = fields.expect(tag::PROFILE)?;
    if profile.value == [0] { Ok(()) } else { Err(CvcError::Profile { at: profile.at }) }
}

fn reference(object: Object<'_>) -> Result<Reference, CvcError> {
    Reference::from_bytes(object.value).map_err(|_| CvcError::Reference { at: object.at })
}

fn day(object: Object<'_>) -> Result<Date, CvcError> {
    date::from_digits(object.value).ok_or(CvcError::Date { at: object.at })
}

/// Data objects of certificates (BSI TR-03110-3, section D.2).
mod tag {
    pub(super) const AUTHORITY: u32 = 0x42;
    pub(super) const BODY: u32 = 0x7F4E;
    pub(super) const CERTIFICATE: u32 = 0x7F21;
    pub(super) const CHAT: u32 = 0x7F4C;
    pub(super) const COFACTOR: u32 = 0x87;
    pub(super) const EFFECTIVE: u32 = 0x5F25;
    pub(super) const EXPIRATION: u32 = 0x5F24;
    pub(super) const EXTENSION: u32 = 0x73;
    pub(super) const EXTENSIONS: u32 = 0x65;
    pub(super) const HOLDER: u32 = 0x5F20;
    pub(super) const OID: u32 = 0x06;
    pub(super) const POINT: u32 = 0x86;
    pub(super) const PRIME: u32 = 0x81;
    pub(super) const PROFILE: u32 = 0x5F29;
    pub(super) const PUBLIC_KEY: u32 = 0x7F49;
    pub(super) const SIGNATURE: u32 = 0x5F37;
}
