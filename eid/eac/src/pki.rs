//! A public key infrastructure made on the spot, for practice cards and tests: the authority above document signers,
//! one document signer, the authority above terminals, one document verifier, and terminals. Nothing outside believes
//! it, and nothing in it is secret.

use std::str::FromStr;

use elliptic_curve::rand_core::CryptoRng;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use x509_cert::Certificate as X509Certificate;
use x509_cert::der::asn1::UtcTime;
use x509_cert::der::{self, Encode};
use x509_cert::ext::Extension as X509Extension;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages};
use x509_cert::name::Name;
use x509_cert::time::{Time, Validity};

use crate::card_security::DocumentSigner;
use crate::chat::{Chat, Level, Rights, TerminalKind};
use crate::curve::Curve;
use crate::cvc::{Body, CannotMake, Certificate, Extension, Reference, WrongReference};
use crate::description::{self, Description};
use crate::signature::{Hash, SigningKey};
use crate::x509::{self, Subject};

/// Why nothing could be made.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PkiError {
    /// A name that cannot stand in a certificate.
    #[error(transparent)]
    Name(#[from] WrongReference),
    /// A card-verifiable certificate.
    #[error(transparent)]
    Certificate(#[from] CannotMake),
    /// An X.509 certificate.
    #[error("X.509 certificate: {0}")]
    X509(#[from] der::Error),
    /// A day beyond the calendar.
    #[error("a day beyond the calendar")]
    Day,
}

/// A key with its certificate.
#[derive(Debug, Clone)]
pub struct Holder {
    /// The key.
    pub key: SigningKey,
    /// Its certificate.
    pub certificate: Certificate,
}

/// A terminal ready to authenticate itself.
#[derive(Debug, Clone)]
pub struct Terminal {
    /// Its key.
    pub key: SigningKey,
    /// From the authority's trust point downwards: the verifier's certificate, then its own.
    pub chain: Vec<Certificate>,
    /// Who it is, in DER, when it has a description.
    pub description: Option<Vec<u8>>,
}

/// The whole infrastructure. Everything runs on brainpoolP256r1 with SHA-256.
#[derive(Debug, Clone)]
pub struct Pki {
    /// Who signs cards.
    pub signer: DocumentSigner,
    /// The certificate above the document signer: what passive authentication believes.
    pub csca: X509Certificate,
    /// The authority above terminals: its certificate is a card's trust point.
    pub cvca: Holder,
    /// The document verifier.
    pub verifier: Holder,
    today: Date,
}

impl Pki {
    /// A new infrastructure that is valid from this day on: authorities for ten years, the verifier for one.
    pub fn new(country: &str, today: Date, rng: &mut impl CryptoRng) -> Result<Self, PkiError> {
        let (root, signer) = card_signers(country, today, rng)?;
        let name = Reference::from_str(&format!("{country}CVCATEST00001"))?;
        let key = SigningKey::generate(Curve::BrainpoolP256r1, Hash::Sha256, rng);
        let chat = Chat::new(TerminalKind::Authentication, Level::Cvca, Rights::ALL);
        let certificate = Body {
            authority: &name,
            holder: &name,
            key: key.public(),
            chat,
            effective: today,
            expiration: later(today, 10.years())?,
            extensions: Vec::new(),
        }
        .sign(&key)?;
        let cvca = Holder { key, certificate };
        let name = Reference::from_str(&format!("{country}DVTEST00001"))?;
        let chat = Chat::new(TerminalKind::Authentication, Level::DomesticVerifier, Rights::ALL);
        let verifier = cvca.certify(&name, chat, (today, later(today, 1.year())?), Vec::new(), rng)?;
        Ok(Self { signer, csca: root, cvca, verifier, today })
    }

    /// A terminal with these rights, valid for a month; `name` is the mnemonic of its reference, at most nine
    /// characters.
    pub fn terminal(
        &self,
        name: &str,
        rights: Rights,
        description: Option<&Description>,
        rng: &mut impl CryptoRng,
    ) -> Result<Terminal, PkiError> {
        let description = description.map(Description::to_der);
        let hash = |bytes: &Vec<u8>| Extension::description(description::hash(bytes, Hash::Sha256));
        let extensions = description.iter().map(hash).collect();
        Ok(Terminal { description, ..self.terminal_with(name, rights, extensions, rng)? })
    }

    /// The same with other extensions of its certificate.
    pub fn terminal_with(
        &self,
        name: &str,
        rights: Rights,
        extensions: Vec<Extension>,
        rng: &mut impl CryptoRng,
    ) -> Result<Terminal, PkiError> {
        let country = self.cvca.certificate.holder().to_string();
        let name = Reference::from_str(&format!("{}{name}00001", country.get(..2).unwrap_or_default()))?;
        let chat = Chat::new(TerminalKind::Authentication, Level::Terminal, rights);
        let days = (self.today, later(self.today, 1.month())?);
        let Holder { key, certificate } = self.verifier.certify(&name, chat, days, extensions, rng)?;
        Ok(Terminal { key, chain: vec![self.verifier.certificate.clone(), certificate], description: None })
    }
}

impl Holder {
    /// Certifies a fresh key on the same curve, for some days, the last included.
    pub fn certify(
        &self,
        holder: &Reference,
        chat: Chat,
        (effective, expiration): (Date, Date),
        extensions: Vec<Extension>,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, CannotMake> {
        let own = self.key.public();
        let key = SigningKey::generate(own.curve(), own.hash(), rng);
        let authority = self.certificate.holder();
        let body = Body { authority, holder, key: key.public(), chat, effective, expiration, extensions };
        let certificate = body.sign(&self.key)?;
        Ok(Self { key, certificate })
    }
}

fn later(day: Date, span: Span) -> Result<Date, PkiError> {
    day.checked_add(span).map_err(|_| PkiError::Day)
}

/// The authority above document signers, and one of these (ICAO 9303-12, section 7.1.1).
fn card_signers(
    country: &str,
    today: Date,
    rng: &mut impl CryptoRng,
) -> Result<(X509Certificate, DocumentSigner), PkiError> {
    let authority = Name::from_str(&format!("CN=Practice CSCA,C={country}"))?;
    let name = Name::from_str(&format!("CN=Practice document signer,C={country}"))?;
    let validity = Validity::new(time(today)?, time(later(today, 11.years())?)?);
    let root = SigningKey::generate(Curve::BrainpoolP256r1, Hash::Sha256, rng);
    let csca = x509::certificate(
        Subject {
            serial: 1,
            issuer: &authority,
            name: &authority,
            validity,
            key: root.public(),
            extensions: vec![
                extension(&BasicConstraints { ca: true, path_len_constraint: Some(0) })?,
                extension(&KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign))?,
            ],
        },
        &root,
    )?;
    let key = SigningKey::generate(Curve::BrainpoolP256r1, Hash::Sha256, rng);
    let certificate = x509::certificate(
        Subject {
            serial: 2,
            issuer: &authority,
            name: &name,
            validity,
            key: key.public(),
            extensions: vec![extension(&KeyUsage(KeyUsages::DigitalSignature.into()))?],
        },
        &root,
    )?;
    Ok((csca, DocumentSigner { key, certificate }))
}

fn time(day: Date) -> Result<Time, PkiError> {
    let day = der::DateTime::new(
        day.year().unsigned_abs(),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
        0,
        0,
        0,
    )?;
    Ok(Time::UtcTime(UtcTime::from_date_time(day)?))
}

/// A critical extension.
fn extension<T: Encode + der::oid::AssociatedOid>(value: &T) -> der::Result<X509Extension> {
    let extn_value = der::asn1::OctetString::new(value.to_der()?)?;
    Ok(X509Extension { extn_id: T::OID, critical: true, extn_value })
}
