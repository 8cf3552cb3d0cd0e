//! The public key of a certificate (BSI TR-03110-3, sections C.1.3 and D.3.3): the algorithm, the point, and in an
//! authority's certificate the domain parameters too. Others inherit them from the authority.

use super::{CvcError, tag};
use crate::curve::Curve;
use crate::signature::{Hash, VerifyingKey};
use crate::tlv::{Object, Reader, object};

/// A certificate's public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    hash: Hash,
    curve: Option<Curve>,
    point: Vec<u8>,
}

impl PublicKey {
    /// The key as a certificate carries it, with its domain parameters (an authority's) or without (all others').
    pub fn new(key: &VerifyingKey, with_domain: bool) -> Self {
        Self { hash: key.hash(), curve: with_domain.then_some(key.curve()), point: key.point().to_vec() }
    }

    /// The hash of the signature algorithm.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The curve, when the certificate says it.
    pub fn curve(&self) -> Option<Curve> {
        self.curve
    }

    /// The uncompressed point as it is written; nobody has looked whether it is on the curve.
    pub fn point(&self) -> &[u8] {
        &self.point
    }

    /// The key ready for use, on its own curve or else on the inherited one (BSI TR-03110-3, section C.1.3).
    pub fn verifying_key(&self, inherited: Option<Curve>) -> Result<VerifyingKey, CvcError> {
        let curve = self.curve.or(inherited).ok_or(CvcError::NoDomain)?;
        VerifyingKey::new(curve, self.hash, &self.point).map_err(|_| CvcError::Point)
    }

    pub(super) fn read(template: Object<'_>) -> Result<Self, CvcError> {
        let mut reader = template.reader();
        let oid = reader.expect(tag::OID)?;
        let hash = Hash::from_oid(oid.value).ok_or(CvcError::Algorithm { at: oid.at })?;
        let domain_at = reader.at();
        let domain = if reader.peek() == Some(tag::PRIME) { Some(read_domain(&mut reader)?) } else { None };
        let point = reader.expect(tag::POINT)?;
        let cofactor = if domain.is_some() { Some(reader.expect(tag::COFACTOR)?.value) } else { None };
        reader.end()?;
        let curve = match (domain, cofactor) {
            (Some(numbers), Some(cofactor)) => {
                Some(Curve::from_domain(numbers, cofactor).ok_or(CvcError::Domain { at: domain_at })?)
            }
            _ => None,
        };
        Ok(Self { hash, curve, point: point.value.to_vec() })
    }

    pub(super) fn to_tlv(&self) -> Vec<u8> {
        let mut content = object(tag::OID, self.hash.oid());
        let domain = self.curve.map(Curve::domain);
        if let Some(domain) = &domain {
            let numbers = [&domain.prime, &domain.a, &domain.b, &domain.base, &domain.order];
            content.extend((tag::PRIME..).zip(numbers).flat_map(|(tag, number)| object(tag, number)));
        }
        content.extend(object(tag::POINT, &self.point));
        if let Some(domain) = &domain {
            content.extend(object(tag::COFACTOR, &domain.cofactor));
        }
        object(tag::PUBLIC_KEY, &content)
    }
}

/// Prime, both coefficients, base point and order, in this order.
fn read_domain<'a>(reader: &mut Reader<'a>) -> Result<[&'a [u8]; 5], CvcError> {
    let mut numbers = [[].as_slice(); 5];
    for (number, tag) in numbers.iter_mut().zip(tag::PRIME..) {
        *number = reader.expect(tag)?.value;
    }
    Ok(numbers)
}
