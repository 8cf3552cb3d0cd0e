//! EF.CardSecurity: what the card says about itself, signed by its maker (BSI TR-03110-3, section A.1.2.5), and passive
//! authentication: believe it only down from a country's signing authority (ICAO 9303-11, section 5.1; ICAO 9303-12).

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo};
use jiff::civil::Date;
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use x509_cert::der::{self, Decode, Encode, Tag};
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::signature::{Hash, SigningKey};
use crate::tlv::Reader;
use crate::x509::{self, X509Error};

/// id-SecurityObject.
const SECURITY_OBJECT: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.127.0.7.3.2.1");
/// id-signedData (RFC 5652, section 5.1).
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
/// id-contentType and id-messageDigest (RFC 5652, sections 11.1 and 11.2).
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");

/// Hashes over the content (RFC 5754, section 2).
const DIGESTS: [(ObjectIdentifier, Hash); 4] = [
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.4"), Hash::Sha224),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"), Hash::Sha256),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"), Hash::Sha384),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"), Hash::Sha512),
];

/// Why EF.CardSecurity is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardSecurityError {
    /// The structure is broken; the message names the byte.
    #[error("EF.CardSecurity: {0}")]
    Der(#[from] der::Error),
    /// Something signed, but not a card's security information.
    #[error("EF.CardSecurity: holds {0} instead of a card's security information")]
    Content(ObjectIdentifier),
    /// No content, no signer or more than one, no certificate of the signer, or an attribute missing.
    #[error("EF.CardSecurity: {0} is missing")]
    Missing(&'static str),
    /// The content is not what was signed.
    #[error("EF.CardSecurity: the content was changed after signing")]
    Digest,
    /// The document signer's signature.
    #[error("EF.CardSecurity: document signer: {0}")]
    Signer(X509Error),
    /// No known authority stands above the document signer.
    #[error("EF.CardSecurity: the document signer's authority is not known")]
    UnknownAuthority,
    /// The authority's signature under the document signer's certificate.
    #[error("EF.CardSecurity: authority: {0}")]
    Authority(X509Error),
    /// The authority's certificate is no authority's, or the document signer's is not for signing.
    #[error("EF.CardSecurity: a certificate is used for what it was not made for")]
    Usage,
    /// A certificate is not valid on this day.
    #[error("EF.CardSecurity: a certificate is not valid on this day")]
    Expired,
}

/// EF.CardSecurity as it was read, not believed yet.
#[derive(Debug, Clone)]
pub struct CardSecurity {
    content: Vec<u8>,
    signer: SignerInfo,
    certificate: Certificate,
}

impl CardSecurity {
    /// Reads the file (BSI TR-03110-3, section A.1.2.5; CMS `SignedData`: RFC 5652, section 5.1). Exactly one signer and
    /// its certificate must be in it. Bytes after it do not count: a card's file may be longer than what stands in it.
    pub fn parse(bytes: &[u8]) -> Result<Self, CardSecurityError> {
        let outer = ContentInfo::from_der(Reader::new(bytes).any().map_or(bytes, |whole| whole.raw))?;
        if outer.content_type != SIGNED_DATA {
            return Err(CardSecurityError::Content(outer.content_type));
        }
        let data: SignedData = outer.content.decode_as()?;
        let inner = data.encap_content_info;
        if inner.econtent_type != SECURITY_OBJECT {
            return Err(CardSecurityError::Content(inner.econtent_type));
        }
        let content: OctetString =
            inner.econtent.ok_or(CardSecurityError::Missing("the content"))?.decode_as()?;
        let [signer] = <[SignerInfo; 1]>::try_from(data.signer_infos.0.into_vec())
            .map_err(|_| CardSecurityError::Missing("the one signer"))?;
        let certificates = data.certificates.map(|set| set.0.into_vec()).unwrap_or_default();
        let certificate = certificates
            .into_iter()
            .find_map(|choice| match choice {
                CertificateChoices::Certificate(certificate) => {
                    belongs(&signer.sid, &certificate).then_some(certificate)
                }
                CertificateChoices::Other(_) => None,
            })
            .ok_or(CardSecurityError::Missing("the document signer's certificate"))?;
        Ok(Self { content: content.into_bytes().to_vec(), signer, certificate })
    }

    /// The security information without any proof: only for what needs none.
    pub fn unproven_content(&self) -> &[u8] {
        &self.content
    }

    /// Passive authentication: hash, document signer, and one of the authorities above it, valid on this day.
    pub fn verify(&self, authorities: &[Certificate], today: Date) -> Result<Proven<'_>, CardSecurityError> {
        self.check_digest()?;
        let attributes =
            self.signer.signed_attrs.as_ref().ok_or(CardSecurityError::Missing("the signed attributes"))?;
        let tbs = self.certificate.tbs_certificate();
        let (key, algorithm) = (tbs.subject_public_key_info(), &self.signer.signature_algorithm);
        x509::verify(key, algorithm, &attributes.to_der()?, self.signer.signature.as_bytes())
            .map_err(CardSecurityError::Signer)?;
        let mut found = CardSecurityError::UnknownAuthority;
        for authority in authorities.iter().filter(|one| one.tbs_certificate().subject() == tbs.issuer()) {
            match self.check_authority(authority, today) {
                Ok(()) => return Ok(Proven { content: &self.content }),
                Err(error) => found = error,
            }
        }
        Err(found)
    }

    fn check_digest(&self) -> Result<(), CardSecurityError> {
        let kind: ObjectIdentifier = self.attribute(CONTENT_TYPE, "the content type")?.decode_as()?;
        if kind != SECURITY_OBJECT {
            return Err(CardSecurityError::Content(kind));
        }
        let signed: OctetString = self.attribute(MESSAGE_DIGEST, "the digest")?.decode_as()?;
        let known = DIGESTS.iter().find(|(oid, _)| *oid == self.signer.digest_alg.oid);
        let (_, hash) = known.ok_or(CardSecurityError::Missing("a digest algorithm that is offered"))?;
        if hash.digest(&[&self.content]) == signed.as_bytes() {
            Ok(())
        } else {
            Err(CardSecurityError::Digest)
        }
    }

    /// The only value of a signed attribute.
    fn attribute(&self, oid: ObjectIdentifier, name: &'static str) -> Result<&Any, CardSecurityError> {
        let mut found =
            self.signer.signed_attrs.iter().flat_map(|all| all.iter()).filter(|one| one.oid == oid);
        match (found.next().map(|one| one.values.as_slice()), found.next()) {
            (Some([value]), None) => Ok(value),
            _ => Err(CardSecurityError::Missing(name)),
        }
    }

    fn check_authority(&self, authority: &Certificate, today: Date) -> Result<(), CardSecurityError> {
        let below = &self.certificate;
        let signature = below.signature().as_bytes().ok_or(CardSecurityError::Missing("a signature"))?;
        let key = authority.tbs_certificate().subject_public_key_info();
        let message = below.tbs_certificate().to_der()?;
        x509::verify(key, below.signature_algorithm(), &message, signature)
            .map_err(CardSecurityError::Authority)?;
        if !x509::may_certify(authority) || !x509::may_sign(below) {
            return Err(CardSecurityError::Usage);
        }
        let valid = [below, authority].into_iter().all(|one| x509::valid_on(one, today));
        if valid { Ok(()) } else { Err(CardSecurityError::Expired) }
    }
}

/// Whether a certificate is the signer's.
fn belongs(signer: &SignerIdentifier, certificate: &Certificate) -> bool {
    let tbs = certificate.tbs_certificate();
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(name) => {
            name.issuer == *tbs.issuer() && name.serial_number == *tbs.serial_number()
        }
        SignerIdentifier::SubjectKeyIdentifier(id) => {
            matches!(tbs.get_extension::<SubjectKeyIdentifier>(), Ok(Some((_, own))) if own == *id)
        }
    }
}

/// Security information that passive authentication has proven.
#[derive(Debug, Clone, Copy)]
pub struct Proven<'a> {
    content: &'a [u8],
}

impl<'a> Proven<'a> {
    /// The `SecurityInfos`, in DER.
    pub fn content(self) -> &'a [u8] {
        self.content
    }
}

/// Who signs cards: a key and its certificate.
#[derive(Debug, Clone)]
pub struct DocumentSigner {
    /// The key.
    pub key: SigningKey,
    /// Its certificate, by a country's authority.
    pub certificate: Certificate,
}

impl DocumentSigner {
    /// Makes EF.CardSecurity around security information (BSI TR-03110-3, section A.1.2.5).
    pub fn sign(&self, content: &[u8]) -> Result<Vec<u8>, CardSecurityError> {
        let hash = self.key.public().hash();
        let known = DIGESTS.iter().find(|(_, own)| *own == hash);
        let digest_alg = match known {
            Some((oid, _)) => AlgorithmIdentifierOwned { oid: *oid, parameters: None },
            None => return Err(CardSecurityError::Missing("a digest algorithm that is offered")),
        };
        let digest = OctetString::new(hash.digest(&[content]))?;
        let attributes = SetOfVec::try_from(vec![
            attribute(CONTENT_TYPE, &SECURITY_OBJECT)?,
            attribute(MESSAGE_DIGEST, &digest)?,
        ])?;
        let (signature_algorithm, signature) = x509::sign(&self.key, &attributes.to_der()?)?;
        let tbs = self.certificate.tbs_certificate();
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: tbs.issuer().clone(),
                serial_number: tbs.serial_number().clone(),
            }),
            digest_alg: digest_alg.clone(),
            signed_attrs: Some(attributes),
            signature_algorithm,
            signature: OctetString::new(signature)?,
            unsigned_attrs: None,
        };
        let data = SignedData {
            version: CmsVersion::V3,
            digest_algorithms: vec![digest_alg].try_into()?,
            encap_content_info: EncapsulatedContentInfo {
                econtent_type: SECURITY_OBJECT,
                econtent: Some(Any::new(Tag::OctetString, content)?),
            },
            certificates: Some(vec![CertificateChoices::Certificate(self.certificate.clone())].try_into()?),
            crls: None,
            signer_infos: vec![signer].try_into()?,
        };
        Ok(ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()?)
    }
}

fn attribute(
    oid: ObjectIdentifier,
    value: &(impl Encode + der::EncodeValue + der::Tagged),
) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![Any::encode_from(value)?])? })
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::pki::Pki;

    /// Randomness that is none.
    struct Counter(Sha256);

    impl elliptic_curve::rand_core::TryRng for Counter {
        type Error = std::convert::Infallible;

        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            let mut octets = [0; 4];
            self.try_fill_bytes(&mut octets).map(|()| u32::from_le_bytes(octets))
        }

        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            let mut octets = [0; 8];
            self.try_fill_bytes(&mut octets).map(|()| u64::from_le_bytes(octets))
        }

        fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Self::Error> {
            for part in octets.chunks_mut(32) {
                self.0.update([1]);
                part.copy_from_slice(&self.0.clone().finalize()[..part.len()]);
            }
            Ok(())
        }
    }

    impl elliptic_curve::rand_core::TryCryptoRng for Counter {}

    /// Whatever is left out of, or changed in, what the signer signed.
    fn spoilt(spoil: impl Fn(&mut SignerInfo)) -> CardSecurityError {
        let today = jiff::civil::date(2026, 11, 26);
        let pki = Pki::new("UT", today, &mut Counter(Sha256::new())).unwrap();
        let mut read = CardSecurity::parse(&pki.signer.sign(b"content").unwrap()).unwrap();
        spoil(&mut read.signer);
        read.verify(&[pki.csca], today).unwrap_err()
    }

    fn attributes(signer: &SignerInfo, keep: impl Fn(&Attribute) -> bool) -> Option<SetOfVec<Attribute>> {
        let kept: Vec<Attribute> = signer.signed_attrs.iter().flat_map(|all| all.iter()).cloned().collect();
        SetOfVec::try_from(kept.into_iter().filter(keep).collect::<Vec<_>>()).ok()
    }

    #[test]
    fn every_attribute_counts() {
        let missing = |name| CardSecurityError::Missing(name);
        assert_eq!(spoilt(|signer| signer.signed_attrs = None), missing("the content type"));
        let without = |oid| spoilt(|signer| signer.signed_attrs = attributes(signer, |one| one.oid != oid));
        assert_eq!(without(CONTENT_TYPE), missing("the content type"));
        assert_eq!(without(MESSAGE_DIGEST), missing("the digest"));
        let unknown = |signer: &mut SignerInfo| signer.digest_alg.oid = SIGNED_DATA;
        assert_eq!(spoilt(unknown), missing("a digest algorithm that is offered"));
    }

    #[test]
    fn another_content_type_is_refused() {
        let other = spoilt(|signer| {
            let mut all = attributes(signer, |one| one.oid != CONTENT_TYPE).unwrap();
            all.insert(attribute(CONTENT_TYPE, &SIGNED_DATA).unwrap()).unwrap();
            signer.signed_attrs = Some(all);
        });
        assert_eq!(other, CardSecurityError::Content(SIGNED_DATA));
    }

    #[test]
    fn certificates_are_for_what_they_were_made_for() {
        let today = jiff::civil::date(2026, 11, 26);
        let pki = Pki::new("UT", today, &mut Counter(Sha256::new())).unwrap();
        let signer = pki.signer.certificate.tbs_certificate();
        // The same key under the authority's name, once with a signer's extensions and once with none.
        let made = |issuer: &x509_cert::name::Name, name: &x509_cert::name::Name, extensions| {
            let subject = x509::Subject {
                serial: 3,
                issuer,
                name,
                validity: *signer.validity(),
                key: pki.signer.key.public(),
                extensions,
            };
            x509::certificate(subject, &pki.signer.key).unwrap()
        };
        let usage = signer.extensions().cloned().unwrap_or_default();
        let own_signer = made(signer.issuer(), signer.subject(), usage.clone());
        let bytes =
            DocumentSigner { key: pki.signer.key.clone(), certificate: own_signer }.sign(b"content").unwrap();
        let read = CardSecurity::parse(&bytes).unwrap();
        for no_authority in [usage, Vec::new()] {
            let above = made(signer.issuer(), signer.issuer(), no_authority);
            assert_eq!(read.verify(&[above], today).unwrap_err(), CardSecurityError::Usage);
        }
        let authority = pki.csca.tbs_certificate().extensions().cloned().unwrap_or_default();
        let above = made(signer.issuer(), signer.issuer(), authority.clone());
        assert!(read.verify(std::slice::from_ref(&above), today).is_ok());
        let certifies_only = made(signer.issuer(), signer.subject(), authority);
        let other = DocumentSigner { key: pki.signer.key.clone(), certificate: certifies_only };
        let read = CardSecurity::parse(&other.sign(b"content").unwrap()).unwrap();
        assert_eq!(read.verify(&[above], today).unwrap_err(), CardSecurityError::Usage);
    }
}
