//! Making certificates and requests (BSI TR-03110-3, sections C.1 and C.2): for practice and for tests.

use jiff::civil::Date;

use super::{Certificate, CvcError, Extension, PublicKey, Reference, date, profile, reference, tag};
use crate::chat::Chat;
use crate::signature::{SigningKey, VerifyingKey, WrongKey, WrongSignature};
use crate::tlv::{Reader, object};

/// What a certificate will say.
#[derive(Debug, Clone)]
pub struct Body<'a> {
    /// Whose key signs.
    pub authority: &'a Reference,
    /// The name of the certified key.
    pub holder: &'a Reference,
    /// The certified key. An authority's certificate (CVCA) carries its domain parameters, others must not.
    pub key: &'a VerifyingKey,
    /// Kind, level and rights.
    pub chat: Chat,
    /// First day.
    pub effective: Date,
    /// Last day, included.
    pub expiration: Date,
    /// Extensions in order.
    pub extensions: Vec<Extension>,
}

impl Body<'_> {
    /// Signs the body (section C.1).
    pub fn sign(&self, issuer: &SigningKey) -> Result<Certificate, CannotMake> {
        let body = self.to_tlv();
        let signature = issuer.sign(&[&body])?;
        Ok(Certificate::parse_content(&[body, object(tag::SIGNATURE, &signature)].concat())?)
    }

    fn to_tlv(&self) -> Vec<u8> {
        let with_domain = self.chat.level() == crate::chat::Level::Cvca;
        let extensions: Vec<u8> = self.extensions.iter().flat_map(Extension::to_tlv).collect();
        let extensions =
            if extensions.is_empty() { extensions } else { object(tag::EXTENSIONS, &extensions) };
        let fields = [
            object(tag::PROFILE, &[0]),
            object(tag::AUTHORITY, self.authority.as_bytes()),
            PublicKey::new(self.key, with_domain).to_tlv(),
            object(tag::HOLDER, self.holder.as_bytes()),
            self.chat.to_tlv(),
            object(tag::EFFECTIVE, &date::to_digits(self.effective)),
            object(tag::EXPIRATION, &date::to_digits(self.expiration)),
            extensions,
        ];
        object(tag::BODY, &fields.concat())
    }
}

/// Why no certificate came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotMake {
    /// The signing key is unusable.
    #[error(transparent)]
    Key(#[from] WrongKey),
    /// What should be certified cannot stand in a certificate.
    #[error(transparent)]
    Content(#[from] CvcError),
}

/// A request for a certificate, signed with the key it is about (section C.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    bytes: Vec<u8>,
    holder: Reference,
    key: PublicKey,
}

impl Request {
    /// A request; it carries domain parameters always.
    pub fn make(holder: &Reference, key: &SigningKey) -> Result<Self, CannotMake> {
        let fields = [
            object(tag::PROFILE, &[0]),
            PublicKey::new(key.public(), true).to_tlv(),
            object(tag::HOLDER, holder.as_bytes()),
        ];
        let body = object(tag::BODY, &fields.concat());
        let signature = key.sign(&[&body])?;
        let bytes = object(tag::CERTIFICATE, &[body, object(tag::SIGNATURE, &signature)].concat());
        Ok(Self { bytes, holder: holder.clone(), key: PublicKey::new(key.public(), true) })
    }

    /// Reads a request and verifies that it was signed with the key it asks for.
    pub fn parse(bytes: &[u8]) -> Result<Self, WrongRequest> {
        let mut outer = Reader::new(bytes);
        let frame = outer.expect(tag::CERTIFICATE).map_err(CvcError::from)?;
        outer.end().map_err(CvcError::from)?;
        let mut reader = frame.reader();
        let body = reader.expect(tag::BODY).map_err(CvcError::from)?;
        let signature = reader.expect(tag::SIGNATURE).map_err(CvcError::from)?;
        reader.end().map_err(CvcError::from)?;
        let (holder, key) = Self::read(body.reader())?;
        key.verifying_key(None)?.verify(&[body.raw], signature.value)?;
        Ok(Self { bytes: bytes.to_vec(), holder, key })
    }

    fn read(mut fields: Reader<'_>) -> Result<(Reference, PublicKey), CvcError> {
        profile(&mut fields)?;
        fields.optional(tag::AUTHORITY)?;
        let key = PublicKey::read(fields.expect(tag::PUBLIC_KEY)?)?;
        let holder = reference(fields.expect(tag::HOLDER)?)?;
        fields.optional(tag::EXTENSIONS)?;
        fields.end()?;
        Ok((holder, key))
    }

    /// The data object 7F21.
    pub fn to_tlv(&self) -> &[u8] {
        &self.bytes
    }

    /// The name asked for.
    pub fn holder(&self) -> &Reference {
        &self.holder
    }

    /// The key it is about.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongRequest {
    /// The bytes are no request.
    #[error("request: {0}")]
    Content(#[from] CvcError),
    /// It was not signed with the key it asks for.
    #[error("request: {0}")]
    Signature(#[from] WrongSignature),
}
