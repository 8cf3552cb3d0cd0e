//! The little of X.509 that passive authentication needs: keys on our curves, ECDSA signatures, one issuer above one
//! document signer. Structures are read and written by the crates `x509-cert` and `der`.

use jiff::civil::Date;
use x509_cert::Certificate;
use x509_cert::der::asn1::{AnyRef, BitString, ObjectIdentifier, UintRef};
use x509_cert::der::{self, Decode, Encode, Sequence};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};

use crate::curve::Curve;
use crate::signature::{Hash, SigningKey, VerifyingKey};

/// id-ecPublicKey (RFC 5480, section 2.1.1).
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// prime-field (ANSI X9.62).
const PRIME_FIELD: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.1.1");

/// Named curves (RFC 5480, section 2.1.1.1; RFC 5639, section 4.1).
const NAMED: [(Curve, ObjectIdentifier); 4] = [
    (Curve::P256, ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7")),
    (Curve::BrainpoolP256r1, ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.7")),
    (Curve::BrainpoolP384r1, ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.11")),
    (Curve::BrainpoolP512r1, ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.13")),
];

/// How r and s of a signature are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A sequence of two integers (RFC 3279, section 2.2.3).
    Der,
    /// Side by side (BSI TR-03111, section 5.2.2).
    Plain,
}

/// Signature algorithms: ecdsa-with-SHA… (RFC 5758, section 3.2) and ecdsa-plain-SHA… (BSI TR-03111, section 5.2.1).
const ALGORITHMS: [(ObjectIdentifier, Hash, Form); 8] = [
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.1"), Hash::Sha224, Form::Der),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"), Hash::Sha256, Form::Der),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"), Hash::Sha384, Form::Der),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4"), Hash::Sha512, Form::Der),
    (ObjectIdentifier::new_unwrap("0.4.0.127.0.7.1.1.4.1.2"), Hash::Sha224, Form::Plain),
    (ObjectIdentifier::new_unwrap("0.4.0.127.0.7.1.1.4.1.3"), Hash::Sha256, Form::Plain),
    (ObjectIdentifier::new_unwrap("0.4.0.127.0.7.1.1.4.1.4"), Hash::Sha384, Form::Plain),
    (ObjectIdentifier::new_unwrap("0.4.0.127.0.7.1.1.4.1.5"), Hash::Sha512, Form::Plain),
];

/// What went wrong with a key or a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum X509Error {
    /// A key that is not on one of our curves.
    #[error("the key is on no curve that is offered")]
    Key,
    /// An algorithm that is not offered, RSA for example.
    #[error("the signature algorithm {0} is not offered")]
    Algorithm(ObjectIdentifier),
    /// The signature does not belong to this key and message.
    #[error("the signature is wrong")]
    Signature,
}

/// The curve and point of a public key, named or with all its numbers, as ICAO 9303-12, section 4.1.6.3 wants them.
pub(crate) fn key(info: &SubjectPublicKeyInfoOwned) -> Result<(Curve, &[u8]), X509Error> {
    if info.algorithm.oid != EC_PUBLIC_KEY {
        return Err(X509Error::Algorithm(info.algorithm.oid));
    }
    let parameters = info.algorithm.parameters.as_ref().ok_or(X509Error::Key)?;
    let curve = match parameters.decode_as::<ObjectIdentifier>() {
        Ok(name) => NAMED.iter().find(|(_, oid)| *oid == name).map(|(curve, _)| *curve),
        Err(_) => parameters.decode_as::<Parameters<'_>>().ok().and_then(|parameters| parameters.curve()),
    };
    Ok((curve.ok_or(X509Error::Key)?, info.subject_public_key.as_bytes().ok_or(X509Error::Key)?))
}

/// Verifies a signature over a message with the key of a certificate.
pub(crate) fn verify(
    info: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    message: &[u8],
    signature: &[u8],
) -> Result<(), X509Error> {
    let known = ALGORITHMS.iter().find(|(oid, ..)| *oid == algorithm.oid);
    let (_, hash, form) = known.ok_or(X509Error::Algorithm(algorithm.oid))?;
    let (curve, point) = key(info)?;
    let key = VerifyingKey::new(curve, *hash, point).map_err(|_| X509Error::Key)?;
    let plain = match form {
        Form::Plain => signature.to_vec(),
        Form::Der => plain(signature, curve.octets()).ok_or(X509Error::Signature)?,
    };
    key.verify(&[message], &plain).map_err(|_| X509Error::Signature)
}

/// Whether a certificate is valid on a day, its first and last day included (RFC 5280, section 4.1.2.5).
pub(crate) fn valid_on(certificate: &Certificate, day: Date) -> bool {
    let validity = certificate.tbs_certificate().validity();
    let date = |time: Time| {
        let time = time.to_date_time();
        (i32::from(time.year()), i32::from(time.month()), i32::from(time.day()))
    };
    let day = (i32::from(day.year()), i32::from(day.month()), i32::from(day.day()));
    date(validity.not_before) <= day && day <= date(validity.not_after)
}

/// Whether a certificate is an authority's (RFC 5280, sections 4.2.1.3 and 4.2.1.9; ICAO 9303-12, section 7.1.1).
pub(crate) fn may_certify(certificate: &Certificate) -> bool {
    let constraints = certificate.tbs_certificate().get_extension::<BasicConstraints>();
    matches!(constraints, Ok(Some((_, BasicConstraints { ca: true, .. }))))
        && allows(certificate, KeyUsage::key_cert_sign)
}

/// Whether the key of a certificate may sign something else than certificates.
pub(crate) fn may_sign(certificate: &Certificate) -> bool {
    allows(certificate, KeyUsage::digital_signature)
}

/// A certificate that says nothing about its key's usage allows any.
fn allows(certificate: &Certificate, usage: fn(&KeyUsage) -> bool) -> bool {
    match certificate.tbs_certificate().get_extension::<KeyUsage>() {
        Ok(found) => found.is_none_or(|(_, allowed)| usage(&allowed)),
        Err(_) => false,
    }
}

/// r and s side by side, each as long as the order.
fn plain(signature: &[u8], length: usize) -> Option<Vec<u8>> {
    let numbers = Pair::from_der(signature).ok()?;
    let mut plain = Vec::with_capacity(2 * length);
    for number in [numbers.r, numbers.s] {
        plain.resize(plain.len() + length.checked_sub(number.as_bytes().len())?, 0);
        plain.extend_from_slice(number.as_bytes());
    }
    Some(plain)
}

/// A signature in DER and the identifier of its algorithm.
pub(crate) fn sign(key: &SigningKey, message: &[u8]) -> der::Result<(AlgorithmIdentifierOwned, Vec<u8>)> {
    let hash = key.public().hash();
    let known = ALGORITHMS.iter().find(|(_, own, form)| *own == hash && *form == Form::Der);
    let (oid, ..) = known.ok_or(der::ErrorKind::Failed)?;
    let plain = key.sign(&[message]).map_err(|_| der::ErrorKind::Failed)?;
    let (r, s) = plain.split_at(plain.len() / 2);
    let signature = Pair { r: UintRef::new(r)?, s: UintRef::new(s)? }.to_der()?;
    Ok((AlgorithmIdentifierOwned { oid: *oid, parameters: None }, signature))
}

/// What a certificate made here says.
pub(crate) struct Subject<'a> {
    pub(crate) serial: u64,
    pub(crate) issuer: &'a Name,
    pub(crate) name: &'a Name,
    pub(crate) validity: Validity,
    pub(crate) key: &'a VerifyingKey,
    pub(crate) extensions: Vec<Extension>,
}

/// Makes a certificate (RFC 5280, section 4.1), its key with all numbers of its curve.
pub(crate) fn certificate(subject: Subject<'_>, issuer: &SigningKey) -> der::Result<Certificate> {
    let (algorithm, _) = sign(issuer, &[])?;
    let body = Body {
        version: 2,
        serial_number: SerialNumber::from(subject.serial),
        signature: algorithm.clone(),
        issuer: subject.issuer.clone(),
        validity: subject.validity,
        subject: subject.name.clone(),
        key: key_info(subject.key)?,
        extensions: subject.extensions,
    };
    let (algorithm, signature) = sign(issuer, &body.to_der()?)?;
    let signed = Signed { body, algorithm, signature: BitString::from_bytes(&signature)? };
    Certificate::from_der(&signed.to_der()?)
}

fn key_info(key: &VerifyingKey) -> der::Result<SubjectPublicKeyInfoOwned> {
    let domain = key.curve().domain();
    let parameters = Parameters {
        version: 1,
        field: Field { kind: PRIME_FIELD, prime: UintRef::new(&domain.prime)? },
        curve: Coefficients { a: (&domain.a).try_into()?, b: (&domain.b).try_into()?, seed: None },
        base: (&domain.base).try_into()?,
        order: UintRef::new(&domain.order)?,
        cofactor: Some(UintRef::new(&domain.cofactor)?),
    };
    let parameters = Some(AnyRef::from_der(&parameters.to_der()?)?.into());
    Ok(SubjectPublicKeyInfoOwned {
        algorithm: AlgorithmIdentifierOwned { oid: EC_PUBLIC_KEY, parameters },
        subject_public_key: BitString::from_bytes(key.point())?,
    })
}

/// r and s (RFC 3279, section 2.2.3).
#[derive(Sequence)]
struct Pair<'a> {
    r: UintRef<'a>,
    s: UintRef<'a>,
}

/// Explicit domain parameters (ANSI X9.62; BSI TR-03111, section 5.1.1).
#[derive(Sequence)]
struct Parameters<'a> {
    version: u8,
    field: Field<'a>,
    curve: Coefficients<'a>,
    base: &'a der::asn1::OctetStringRef,
    order: UintRef<'a>,
    #[asn1(optional = "true")]
    cofactor: Option<UintRef<'a>>,
}

impl Parameters<'_> {
    fn curve(&self) -> Option<Curve> {
        let numbers = [
            self.field.prime.as_bytes(),
            self.curve.a.as_bytes(),
            self.curve.b.as_bytes(),
            self.base.as_bytes(),
            self.order.as_bytes(),
        ];
        Curve::from_domain(numbers, self.cofactor.map_or(&[1], |cofactor| cofactor.as_bytes()))
    }
}

#[derive(Sequence)]
struct Field<'a> {
    kind: ObjectIdentifier,
    prime: UintRef<'a>,
}

#[derive(Sequence)]
struct Coefficients<'a> {
    a: &'a der::asn1::OctetStringRef,
    b: &'a der::asn1::OctetStringRef,
    #[asn1(optional = "true")]
    seed: Option<BitString>,
}

/// The signed part (RFC 5280, section 4.1.2). `x509-cert` can read it, but makes one only through a builder of its own
/// signature types.
#[derive(Sequence)]
struct Body {
    #[asn1(context_specific = "0")]
    version: u8,
    serial_number: SerialNumber,
    signature: AlgorithmIdentifierOwned,
    issuer: Name,
    validity: Validity,
    subject: Name,
    key: SubjectPublicKeyInfoOwned,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    extensions: Vec<Extension>,
}

#[derive(Sequence)]
struct Signed {
    body: Body,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

#[cfg(test)]
mod tests {
    use x509_cert::der::asn1::Any;

    use super::*;

    fn key(hash: Hash) -> SigningKey {
        SigningKey::from_bytes(Curve::BrainpoolP256r1, hash, &[7; 32]).unwrap()
    }

    #[test]
    fn plain_signatures_are_verified() {
        for (oid, hash, form) in ALGORITHMS {
            let key = key(hash);
            let info = key_info(key.public()).unwrap();
            let (own, in_der) = sign(&key, b"message").unwrap();
            let plain = key.sign(&[b"message"]).unwrap();
            let algorithm = AlgorithmIdentifierOwned { oid, parameters: None };
            let (right, wrong) = if form == Form::Plain { (plain, in_der) } else { (in_der, plain) };
            assert_eq!(own.oid == oid, form == Form::Der);
            assert_eq!(verify(&info, &algorithm, b"message", &right), Ok(()));
            assert_eq!(verify(&info, &algorithm, b"other", &right), Err(X509Error::Signature));
            assert_eq!(verify(&info, &algorithm, b"message", &wrong), Err(X509Error::Signature));
        }
    }

    #[test]
    fn curves_have_names_too() {
        let key = key(Hash::Sha256);
        let mut info = key_info(key.public()).unwrap();
        for (curve, name) in NAMED {
            info.algorithm.parameters = Some(Any::from(&name));
            assert_eq!(super::key(&info).unwrap().0, curve);
        }
        info.algorithm.parameters = Some(Any::from(&PRIME_FIELD));
        assert_eq!(super::key(&info), Err(X509Error::Key), "no curve has this name");
        info.algorithm.parameters = Some(Any::null());
        assert_eq!(super::key(&info), Err(X509Error::Key));
        info.algorithm.parameters = None;
        assert_eq!(super::key(&info), Err(X509Error::Key));
        info.algorithm.oid = PRIME_FIELD;
        assert_eq!(super::key(&info), Err(X509Error::Algorithm(PRIME_FIELD)));
    }

    #[test]
    fn unknown_algorithms_and_false_points_are_refused() {
        let key = key(Hash::Sha256);
        let mut info = key_info(key.public()).unwrap();
        let unknown = AlgorithmIdentifierOwned { oid: PRIME_FIELD, parameters: None };
        assert_eq!(verify(&info, &unknown, b"message", &[]), Err(X509Error::Algorithm(PRIME_FIELD)));
        info.subject_public_key = BitString::from_bytes(&[4; 65]).unwrap();
        let (algorithm, signature) = sign(&key, b"message").unwrap();
        assert_eq!(verify(&info, &algorithm, b"message", &signature), Err(X509Error::Key));
    }
}
