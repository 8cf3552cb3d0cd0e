//! What PACE does on a curve, over uncompressed points: two keys, two products and a mapping, in all five
//! multiplications a side. Constant time; nothing here branches on a secret.

use elliptic_curve::group::Group as _;
use elliptic_curve::ops::{LinearCombination as _, Reduce};
use elliptic_curve::rand_core::CryptoRng;
use elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use elliptic_curve::{
    CurveArithmetic, FieldBytes, FieldBytesSize, Generate as _, NonZeroScalar, PublicKey, SecretKey,
};
use zeroize::{Zeroize as _, Zeroizing};

use crate::curve::{Curve, on_curve};

/// An ephemeral key: used once, wiped when dropped.
pub(crate) struct Ephemeral {
    curve: Curve,
    secret: Zeroizing<Vec<u8>>,
    /// The public point, uncompressed.
    pub(crate) point: Vec<u8>,
}

impl Ephemeral {
    /// A fresh key over a base point, or over the curve's own.
    pub(crate) fn generate(curve: Curve, base: Option<&[u8]>, rng: &mut impl CryptoRng) -> Option<Self> {
        let (secret, point) = on_curve!(curve, C => generate::<C>(base, rng))?;
        Some(Self { curve, secret, point })
    }

    /// The secret number.
    pub(crate) fn secret(&self) -> &[u8] {
        &self.secret
    }

    /// A key whose secret is known: a chip's static key. None if it is no number from 1 up to the order.
    pub(crate) fn known(curve: Curve, secret: &[u8]) -> Option<Self> {
        let point = on_curve!(curve, C => public::<C>(secret))?;
        Some(Self { curve, secret: Zeroizing::new(secret.to_vec()), point })
    }

    /// Key agreement with the other side's point; none if it is no point of the curve.
    pub(crate) fn agree(&self, other: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        on_curve!(self.curve, C => multiply::<C>(other, &self.secret))
    }

    /// Generic mapping: the new base point, nonce × G + agreed point (BSI TR-03110-3, section A.3.4.1).
    pub(crate) fn map(&self, nonce: &[u8], other: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        on_curve!(self.curve, C => map::<C>(nonce, &self.secret, other))
    }
}

fn generate<C>(base: Option<&[u8]>, rng: &mut impl CryptoRng) -> Option<(Zeroizing<Vec<u8>>, Vec<u8>)>
where
    C: CurveArithmetic<AffinePoint: FromSec1Point<C> + ToSec1Point<C>>,
    FieldBytesSize<C>: ModulusSize,
{
    let secret = Zeroizing::new(NonZeroScalar::<C>::generate_from_rng(rng));
    let public = match base {
        Some(base) => point::<C>(base)? * **secret,
        None => C::ProjectivePoint::mul_by_generator(&secret),
    };
    let bytes: Zeroizing<FieldBytes<C>> = Zeroizing::new((**secret).into());
    Some((Zeroizing::new(bytes.to_vec()), octets::<C>(public)?.to_vec()))
}

fn public<C>(secret: &[u8]) -> Option<Vec<u8>>
where
    C: CurveArithmetic<AffinePoint: FromSec1Point<C> + ToSec1Point<C>>,
    FieldBytesSize<C>: ModulusSize,
{
    let key = SecretKey::<C>::from_slice(secret).ok()?;
    Some(key.public_key().to_sec1_point(false).as_bytes().to_vec())
}

fn multiply<C>(other: &[u8], secret: &[u8]) -> Option<Zeroizing<Vec<u8>>>
where
    C: CurveArithmetic<AffinePoint: FromSec1Point<C> + ToSec1Point<C>>,
    FieldBytesSize<C>: ModulusSize,
{
    octets::<C>(point::<C>(other)? * *scalar::<C>(secret)?)
}

fn map<C>(nonce: &[u8], secret: &[u8], other: &[u8]) -> Option<Zeroizing<Vec<u8>>>
where
    C: CurveArithmetic<AffinePoint: FromSec1Point<C> + ToSec1Point<C>>,
    FieldBytesSize<C>: ModulusSize,
{
    // The agreed point cannot be the point at infinity: the other one is not, and the order is prime. So both products
    // are made in one go.
    let (nonce, secret) = (scalar::<C>(nonce)?, scalar::<C>(secret)?);
    let mut products = [(C::ProjectivePoint::generator(), *nonce), (point::<C>(other)?, *secret)];
    let sum = C::ProjectivePoint::lincomb(&products);
    for (_, number) in &mut products {
        number.zeroize();
    }
    octets::<C>(sum)
}

fn point<C>(octets: &[u8]) -> Option<C::ProjectivePoint>
where
    C: CurveArithmetic<AffinePoint: FromSec1Point<C> + ToSec1Point<C>>,
    FieldBytesSize<C>: ModulusSize,
{
    // Compressed points are not allowed here (BSI TR-03110-3, section D.3.4).
    if octets.first() != Some(&4) {
        return None;
    }
    PublicKey::<C>::from_sec1_bytes(octets).ok().map(|key| key.to_projective())
}

/// A number modulo the order; shorter ones get zeros in front.
fn scalar<C: CurveArithmetic>(number: &[u8]) -> Option<Zeroizing<C::Scalar>> {
    let mut bytes = Zeroizing::new(FieldBytes::<C>::default());
    let skip = bytes.len().checked_sub(number.len())?;
    for (to, from) in bytes.iter_mut().skip(skip).zip(number) {
        *to = *from;
    }
    Some(Zeroizing::new(<C::Scalar as Reduce<FieldBytes<C>>>::reduce(&bytes)))
}

/// None for the point at infinity. It may be a shared secret: no copy stays behind.
fn octets<C>(point: C::ProjectivePoint) -> Option<Zeroizing<Vec<u8>>>
where
    C: CurveArithmetic<AffinePoint: FromSec1Point<C> + ToSec1Point<C>>,
    FieldBytesSize<C>: ModulusSize,
{
    if bool::from(point.is_identity()) {
        return None;
    }
    let affine: C::AffinePoint = point.into();
    let encoded = Zeroizing::new(affine.to_sec1_point(false));
    Some(Zeroizing::new(encoded.as_bytes().to_vec()))
}
