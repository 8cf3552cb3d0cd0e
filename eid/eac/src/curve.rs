//! Standardised domain parameters (BSI TR-03110-3, section A.2.1.1): the curves, their numbers, their points.

use elliptic_curve::bigint::Encoding;
use elliptic_curve::{Field, PrimeField, PublicKey};
use primeorder::PrimeCurveParams;

/// A curve that all parts offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// NIST P-256 (secp256r1).
    P256,
    /// brainpoolP256r1, the eID card's.
    BrainpoolP256r1,
    /// brainpoolP384r1.
    BrainpoolP384r1,
    /// brainpoolP512r1.
    BrainpoolP512r1,
}

/// Runs an expression with the type of a curve.
macro_rules! on_curve {
    ($curve:expr, $C:ident => $body:expr) => {
        match $curve {
            $crate::curve::Curve::P256 => {
                type $C = p256::NistP256;
                $body
            }
            $crate::curve::Curve::BrainpoolP256r1 => {
                type $C = bp256::BrainpoolP256r1;
                $body
            }
            $crate::curve::Curve::BrainpoolP384r1 => {
                type $C = bp384::BrainpoolP384r1;
                $body
            }
            $crate::curve::Curve::BrainpoolP512r1 => {
                type $C = $crate::bp512::BrainpoolP512r1;
                $body
            }
        }
    };
}
pub(crate) use on_curve;

/// The numbers that make up a domain, big-endian, each as long as the field (the cofactor: one octet).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// The field's prime.
    pub prime: Vec<u8>,
    /// The curve's first coefficient.
    pub a: Vec<u8>,
    /// The curve's second coefficient.
    pub b: Vec<u8>,
    /// The base point, uncompressed.
    pub base: Vec<u8>,
    /// The base point's order.
    pub order: Vec<u8>,
    /// The cofactor: 1 on all our curves.
    pub cofactor: Vec<u8>,
}

impl Curve {
    const ALL: [(Self, u8); 4] = [
        (Self::P256, 12),
        (Self::BrainpoolP256r1, 13),
        (Self::BrainpoolP384r1, 16),
        (Self::BrainpoolP512r1, 17),
    ];

    /// Its number among the standardised domain parameters (BSI TR-03110-3, table 4).
    pub fn parameter_id(self) -> u8 {
        Self::ALL.iter().find(|(curve, _)| *curve == self).map_or(0, |(_, id)| *id)
    }

    /// The curve with this number, when it is offered.
    pub fn from_parameter_id(id: u8) -> Option<Self> {
        Self::ALL.iter().find(|(_, own)| *own == id).map(|(curve, _)| *curve)
    }

    /// Octets of a coordinate, and of the order.
    pub const fn octets(self) -> usize {
        match self {
            Self::P256 | Self::BrainpoolP256r1 => 32,
            Self::BrainpoolP384r1 => 48,
            Self::BrainpoolP512r1 => 64,
        }
    }

    /// `Comp()`: what stands for a public key where its x coordinate suffices (section A.2.2.3); empty for what is no
    /// uncompressed point.
    pub fn compressed(self, point: &[u8]) -> Vec<u8> {
        point.get(1..=self.octets()).unwrap_or_default().to_vec()
    }

    /// Its numbers.
    pub fn domain(self) -> Domain {
        on_curve!(self, C => domain::<C>())
    }

    /// The curve with exactly these numbers: prime, coefficients, base point, order. Leading zeros do not count.
    pub fn from_domain(numbers: [&[u8]; 5], cofactor: &[u8]) -> Option<Self> {
        Self::ALL.iter().map(|(curve, _)| *curve).find(|curve| {
            let own = curve.domain();
            let known = [&own.prime, &own.a, &own.b, &own.base, &own.order];
            let same = known.iter().zip(numbers).all(|(own, read)| trim(own) == trim(read));
            same && trim(&own.cofactor) == trim(cofactor)
        })
    }

    /// Whether these octets are a point of the curve, and not the point at infinity.
    pub fn has_point(self, point: &[u8]) -> bool {
        on_curve!(self, C => PublicKey::<C>::from_sec1_bytes(point).is_ok())
    }
}

fn domain<C: PrimeCurveParams<Uint: Encoding>>() -> Domain {
    let octets = |element: C::FieldElement| element.to_repr().to_vec();
    let (x, y) = C::GENERATOR;
    // The field knows its greatest element, p − 1, which is even.
    let mut prime = octets(-C::FieldElement::ONE);
    if let Some(last) = prime.last_mut() {
        *last |= 1;
    }
    Domain {
        prime,
        a: octets(C::EQUATION_A),
        b: octets(C::EQUATION_B),
        base: [vec![4], octets(x), octets(y)].concat(),
        order: C::ORDER.as_ref().to_be_bytes().as_ref().to_vec(),
        cofactor: vec![1],
    }
}

fn trim(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    number.get(zeros..).unwrap_or_default()
}
