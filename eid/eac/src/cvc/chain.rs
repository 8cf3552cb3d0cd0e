//! What a card accepts: certificates from one of its trust points down to a terminal (BSI TR-03110-3, section 2),
//! and the rights that are left at the end (section 2). The card has no clock; it learns the date from certificates.

use jiff::civil::Date;

use super::{Certificate, CvcError, Reference};
use crate::chat::{Chat, Level};
use crate::signature::{VerifyingKey, WrongSignature};

/// Why a card does not accept a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// No trust point and no certificate accepted before has the key that is named.
    #[error("nobody known has the key that signed the certificate")]
    UnknownIssuer,
    /// The named key does not belong to the authority that the certificate names.
    #[error("the certificate names another authority than the selected key")]
    OtherIssuer,
    /// This level may not certify that one: only CVCA → CVCA or verifier, verifier → terminal.
    #[error("a key of level {issuer:?} cannot certify level {subject:?}")]
    Order {
        /// Whose key signed.
        issuer: Level,
        /// Whose certificate it is.
        subject: Level,
    },
    /// The kind of terminal changes along the chain.
    #[error("the kind of terminal differs from the issuer's")]
    Kind,
    /// The last day has passed.
    #[error("the certificate or its trust point has expired")]
    Expired,
    /// The signature is wrong.
    #[error(transparent)]
    Signature(#[from] WrongSignature),
    /// The key is unusable; an authority's without domain parameters, or another's with them.
    #[error(transparent)]
    Key(#[from] CvcError),
    /// A verifier's or terminal's certificate carries domain parameters (section C.1.3 forbids it).
    #[error("the certificate carries domain parameters of its own")]
    OwnDomain,
}

/// An accepted key: a trust point, or the last link of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    holder: Reference,
    key: VerifyingKey,
    chat: Chat,
    expiration: Date,
    sector: Option<Vec<u8>>,
}

impl Link {
    /// The name of the key.
    pub fn holder(&self) -> &Reference {
        &self.holder
    }

    /// The key.
    pub fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// Kind, level and what is left of the rights after everybody above.
    pub fn chat(&self) -> Chat {
        self.chat
    }

    /// The hash of the key of its sector, when its certificate names one.
    pub fn sector_hash(&self) -> Option<&[u8]> {
        self.sector.as_deref()
    }

    fn new(certificate: &Certificate, key: VerifyingKey, chat: Chat) -> Self {
        let sector = certificate.sector_hash().map(<[u8]>::to_vec);
        Self { holder: certificate.holder().clone(), key, chat, expiration: certificate.expiration(), sector }
    }
}

/// What a card keeps for ever: at most two trust points, the newest first, and the last date it saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    points: Vec<Link>,
    today: Date,
}

impl Trust {
    /// The trust point a card is made with: the CVCA's own certificate, whose signature nobody needs to check, and the
    /// day of production.
    pub fn new(cvca: &Certificate, today: Date) -> Result<Self, ChainError> {
        if cvca.chat().level() != Level::Cvca {
            return Err(ChainError::Order { issuer: Level::Cvca, subject: cvca.chat().level() });
        }
        let key = cvca.key().verifying_key(None)?;
        Ok(Self { points: vec![Link::new(cvca, key, cvca.chat())], today })
    }

    /// The names of the trust points, as PACE tells them to the terminal (BSI TR-03110-3, section B.1: CAR).
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.points.iter().map(Link::holder)
    }

    /// The date the card believes in.
    pub fn today(&self) -> Date {
        self.today
    }
}

/// One terminal's way through the certificates. What it teaches the card (a new trust point, a later date) is kept
/// when it is given back by [`Chain::into_trust`].
#[derive(Debug, Clone)]
pub struct Chain {
    trust: Trust,
    last: Option<Link>,
}

impl Chain {
    /// The beginning of a chain.
    pub fn new(trust: Trust) -> Self {
        Self { trust, last: None }
    }

    /// Whether this key can be selected to verify a certificate (MSE:Set DST, section B.3).
    pub fn knows(&self, issuer: &Reference) -> bool {
        self.link(issuer).is_some()
    }

    /// Accepts one certificate signed by the selected key (PSO:Verify Certificate, section 2). Refused
    /// certificates change nothing.
    pub fn import(&mut self, issuer: &Reference, certificate: &Certificate) -> Result<(), ChainError> {
        let issuer = self.link(issuer).ok_or(ChainError::UnknownIssuer)?;
        let key = check(issuer, certificate, self.trust.today)?;
        let domestic = issuer.chat.level() != Level::ForeignVerifier;
        let chat = certificate.chat().confined(issuer.chat.rights());
        let link = Link::new(certificate, key, if is_cvca(certificate) { certificate.chat() } else { chat });
        if domestic {
            self.trust.today = self.trust.today.max(certificate.effective());
        }
        if is_cvca(certificate) {
            self.trust.points.retain(|point| point.holder != link.holder);
            self.trust.points.insert(0, link.clone());
            self.trust.points.truncate(2);
        }
        self.last = Some(link);
        Ok(())
    }

    /// The terminal at the end of the chain, once its certificate was accepted.
    pub fn terminal(&self) -> Option<&Link> {
        self.last.as_ref().filter(|link| link.chat.level() == Level::Terminal)
    }

    /// What the card knows now.
    pub fn into_trust(self) -> Trust {
        self.trust
    }

    fn link(&self, holder: &Reference) -> Option<&Link> {
        self.last.iter().chain(&self.trust.points).find(|link| link.holder == *holder)
    }
}

fn is_cvca(certificate: &Certificate) -> bool {
    certificate.chat().level() == Level::Cvca
}

/// Order, names, kind, dates, signature; the key that the certificate certifies.
fn check(issuer: &Link, certificate: &Certificate, today: Date) -> Result<VerifyingKey, ChainError> {
    let (above, below) = (issuer.chat.level(), certificate.chat().level());
    let verifier = |level| matches!(level, Level::DomesticVerifier | Level::ForeignVerifier);
    let in_order = (above == Level::Cvca && (below == Level::Cvca || verifier(below)))
        || (verifier(above) && below == Level::Terminal);
    if !in_order {
        return Err(ChainError::Order { issuer: above, subject: below });
    }
    if *certificate.authority() != issuer.holder {
        return Err(ChainError::OtherIssuer);
    }
    if certificate.chat().kind() != issuer.chat.kind() {
        return Err(ChainError::Kind);
    }
    // A link certificate must let a card follow that slept through the change of authorities: its date does not count.
    if below != Level::Cvca && (certificate.expiration() < today || issuer.expiration < today) {
        return Err(ChainError::Expired);
    }
    certificate.verify(&issuer.key)?;
    match (below, certificate.key().curve()) {
        (Level::Cvca, _) => Ok(certificate.key().verifying_key(None)?),
        (_, None) => Ok(certificate.key().verifying_key(Some(issuer.key.curve()))?),
        (_, Some(_)) => Err(ChainError::OwnDomain),
    }
}
