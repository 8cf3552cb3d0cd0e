//! The certificate description (BSI TR-03110-4, section 2.2.6; TR-03110-3, section C.3.1): who reads the data, for what,
//! under which terms. Cards see only its hash, in the terminal's certificate; people see its words.

use crate::signature::Hash;
use crate::tlv::{Object, Reader, TlvError, object};

/// Why bytes are no description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionError {
    /// The structure is broken, or a field is missing or in the wrong place.
    #[error("certificate description: {0}")]
    Tlv(#[from] TlvError),
    /// A kind of terms that the standard does not know.
    #[error("certificate description: unknown kind of terms at byte {at}")]
    Terms {
        /// Where its identifier begins.
        at: usize,
    },
    /// Text that is not encoded as it must be.
    #[error("certificate description: text at byte {at} is not readable")]
    Text {
        /// Where the text begins.
        at: usize,
    },
}

/// The terms of usage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terms {
    /// id-plainFormat.
    Plain(String),
    /// id-htmlFormat.
    Html(String),
    /// id-pdfFormat.
    Pdf(Vec<u8>),
}

impl Terms {
    /// id-description and the format's number.
    const fn oid(&self) -> &'static [u8] {
        match self {
            Self::Plain(_) => &[4, 0, 127, 0, 7, 3, 1, 3, 1, 1],
            Self::Html(_) => &[4, 0, 127, 0, 7, 3, 1, 3, 1, 2],
            Self::Pdf(_) => &[4, 0, 127, 0, 7, 3, 1, 3, 1, 3],
        }
    }

    /// The ASN.1 type and the bytes.
    fn content(&self) -> (u32, &[u8]) {
        match self {
            Self::Plain(text) => (tag::UTF8, text.as_bytes()),
            Self::Html(text) => (tag::IA5, text.as_bytes()),
            Self::Pdf(bytes) => (tag::OCTETS, bytes),
        }
    }

    fn read(oid: Object<'_>, field: Field<'_>) -> Result<Self, DescriptionError> {
        let at = DescriptionError::Terms { at: oid.at };
        match oid.value.split_last().ok_or(at)? {
            (1, [4, 0, 127, 0, 7, 3, 1, 3, 1]) => Ok(Self::Plain(field.text(&[tag::UTF8])?)),
            // Authorities write UTF-8 into the IA5String of HTML terms.
            (2, [4, 0, 127, 0, 7, 3, 1, 3, 1]) => Ok(Self::Html(field.text(&[tag::IA5, tag::UTF8])?)),
            (3, [4, 0, 127, 0, 7, 3, 1, 3, 1]) => Ok(Self::Pdf(field.bytes(&[tag::OCTETS])?.value.to_vec())),
            _ => Err(at),
        }
    }
}

/// A certificate description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Who issued the terminal's certificate.
    pub issuer: String,
    /// A page about the issuer.
    pub issuer_url: Option<String>,
    /// Who reads the data.
    pub subject: String,
    /// A page about the reader of the data.
    pub subject_url: Option<String>,
    /// Address, purpose, data protection authority, in words.
    pub terms: Terms,
    /// Where the eID client sends people afterwards.
    pub redirect_url: Option<String>,
    /// Hashes of the TLS certificates the service may use.
    pub communication_certificates: Vec<Vec<u8>>,
}

impl Description {
    /// Reads a description with explicit tags, as the standard wants it.
    pub fn parse(bytes: &[u8]) -> Result<Self, DescriptionError> {
        read(bytes, Tagging::Explicit)
    }

    /// Reads a description with implicit tags: against the standard, but libeac's `cvc-create` writes them so.
    pub fn parse_implicitly_tagged(bytes: &[u8]) -> Result<Self, DescriptionError> {
        read(bytes, Tagging::Implicit)
    }

    /// The description in DER, with explicit tags.
    pub fn to_der(&self) -> Vec<u8> {
        let field = |number: u32, kind: u32, value: &[u8]| object(0xA0 + number, &object(kind, value));
        let url = |number, url: &Option<String>| {
            url.as_ref().map(|url| field(number, tag::PRINTABLE, url.as_bytes())).unwrap_or_default()
        };
        let (kind, terms) = self.terms.content();
        let mut hashes: Vec<Vec<u8>> =
            self.communication_certificates.iter().map(|hash| object(tag::OCTETS, hash)).collect();
        hashes.sort();
        let fields = [
            object(tag::OID, self.terms.oid()),
            field(1, tag::UTF8, self.issuer.as_bytes()),
            url(2, &self.issuer_url),
            field(3, tag::UTF8, self.subject.as_bytes()),
            url(4, &self.subject_url),
            field(5, kind, terms),
            url(6, &self.redirect_url),
            if hashes.is_empty() { Vec::new() } else { field(7, tag::SET, &hashes.concat()) },
        ];
        object(tag::SEQUENCE, &fields.concat())
    }
}

/// The hash that a terminal's certificate carries, over the description as it was read; `algorithm` is that of the
/// terminal's own key (section C.3.1).
pub fn hash(description: &[u8], algorithm: Hash) -> Vec<u8> {
    algorithm.digest(&[description])
}

#[derive(Clone, Copy, PartialEq)]
enum Tagging {
    Explicit,
    Implicit,
}

/// One numbered field, its tag taken off.
struct Field<'a> {
    object: Object<'a>,
    tagging: Tagging,
}

impl<'a> Field<'a> {
    /// The bytes, which must be of one of these ASN.1 types where the type can be seen.
    fn bytes(self, kinds: &[u32]) -> Result<Object<'a>, DescriptionError> {
        if self.tagging == Tagging::Implicit {
            return Ok(self.object);
        }
        let mut reader = self.object.reader();
        let value = reader.any()?;
        reader.end()?;
        if kinds.contains(&value.tag) { Ok(value) } else { Err(DescriptionError::Text { at: value.at }) }
    }

    fn text(self, kinds: &[u32]) -> Result<String, DescriptionError> {
        let object = self.bytes(kinds)?;
        String::from_utf8(object.value.to_vec()).map_err(|_| DescriptionError::Text { at: object.at })
    }
}

fn read(bytes: &[u8], tagging: Tagging) -> Result<Description, DescriptionError> {
    let mut outer = Reader::new(bytes);
    let sequence = outer.expect(tag::SEQUENCE)?;
    outer.end()?;
    let mut fields = sequence.reader();
    let oid = fields.expect(tag::OID)?;
    // Implicit tags keep the form of what they replace: only the set of hashes is constructed.
    let number = |number: u32| match tagging {
        Tagging::Implicit if number != 7 => 0x80 + number,
        _ => 0xA0 + number,
    };
    let url = |object: Option<Object<'_>>| {
        object
            .map(|object| Field { object, tagging }.text(&[tag::PRINTABLE, tag::IA5, tag::UTF8]))
            .transpose()
    };
    let name = |object: Object<'_>| Field { object, tagging }.text(&[tag::UTF8]);
    let description = Description {
        issuer: name(fields.expect(number(1))?)?,
        issuer_url: url(fields.optional(number(2))?)?,
        subject: name(fields.expect(number(3))?)?,
        subject_url: url(fields.optional(number(4))?)?,
        terms: Terms::read(oid, Field { object: fields.expect(number(5))?, tagging })?,
        redirect_url: url(fields.optional(number(6))?)?,
        communication_certificates: match fields.optional(number(7))? {
            Some(object) => hashes(Field { object, tagging })?,
            None => Vec::new(),
        },
    };
    fields.end()?;
    Ok(description)
}

fn hashes(set: Field<'_>) -> Result<Vec<Vec<u8>>, DescriptionError> {
    let mut reader = set.bytes(&[tag::SET])?.reader();
    let mut hashes = Vec::new();
    while !reader.is_empty() {
        hashes.push(reader.expect(tag::OCTETS)?.value.to_vec());
    }
    Ok(hashes)
}

/// Universal ASN.1 tags.
mod tag {
    pub(super) const IA5: u32 = 0x16;
    pub(super) const OCTETS: u32 = 0x04;
    pub(super) const OID: u32 = 0x06;
    pub(super) const PRINTABLE: u32 = 0x13;
    pub(super) const SEQUENCE: u32 = 0x30;
    pub(super) const SET: u32 = 0x31;
    pub(super) const UTF8: u32 = 0x0C;
}
