//! ECDSA as certificates and terminal authentication use it: a signature is r and s side by side, each as long as the
//! group's order (BSI TR-03110-3, section A.7.4; BSI TR-03111, section 5.2.2). RSA is not offered: the eID's
//! authorities sign on elliptic curves only. SHA-1 is not offered: nothing may be signed with it any more.

use std::fmt;

use ecdsa::hazmat::{sign_prehashed_rfc6979, verify_prehashed};
use ecdsa::{EcdsaCurve, Signature};
use elliptic_curve::rand_core::CryptoRng;
use elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use elliptic_curve::{CurveArithmetic, FieldBytes, FieldBytesSize, Generate, PublicKey, SecretKey};
use sha2::digest::block_api::BlockSizeUser;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use crate::curve::{Curve, on_curve};

/// The hash of a signature algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    pub(crate) const ALL: [Self; 4] = [Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512];

    /// The value of id-TA-ECDSA-SHA-… (0.4.0.127.0.7.2.2.2.2 and the hash; BSI TR-03110-3, section A.7.4).
    pub const fn oid(self) -> &'static [u8] {
        match self {
            Self::Sha224 => &[4, 0, 127, 0, 7, 2, 2, 2, 2, 2],
            Self::Sha256 => &[4, 0, 127, 0, 7, 2, 2, 2, 2, 3],
            Self::Sha384 => &[4, 0, 127, 0, 7, 2, 2, 2, 2, 4],
            Self::Sha512 => &[4, 0, 127, 0, 7, 2, 2, 2, 2, 5],
        }
    }

    /// The hash that a signature algorithm's identifier names.
    pub fn from_oid(oid: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|hash| hash.oid() == oid)
    }

    /// The digest of a message in parts.
    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Sha224 => digest::<Sha224>(parts),
            Self::Sha256 => digest::<Sha256>(parts),
            Self::Sha384 => digest::<Sha384>(parts),
            Self::Sha512 => digest::<Sha512>(parts),
        }
    }
}

fn digest<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().fold(D::new(), D::chain_update).finalize().to_vec()
}

/// A signature that does not belong to this key and message. It says no more on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature is wrong")]
pub struct WrongSignature;

/// Bytes that are no key on their curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no key on this curve")]
pub struct WrongKey;

/// A public key that verifies signatures, with all it needs: domain, hash and a point that is on the curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    curve: Curve,
    hash: Hash,
    point: Vec<u8>,
}

impl VerifyingKey {
    /// A key from its uncompressed point 04 ‖ x ‖ y; refuses points that are not on the curve.
    pub fn new(curve: Curve, hash: Hash, point: &[u8]) -> Result<Self, WrongKey> {
        match point.first() {
            Some(4) if curve.has_point(point) => Ok(Self { curve, hash, point: point.to_vec() }),
            _ => Err(WrongKey),
        }
    }

    /// Its curve.
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// The hash its signatures use.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// Its point, uncompressed.
    pub fn point(&self) -> &[u8] {
        &self.point
    }

    /// Verifies a plain signature over a message in parts (BSI TR-03111, section 4.2.1).
    pub fn verify(&self, message: &[&[u8]], signature: &[u8]) -> Result<(), WrongSignature> {
        let digest = self.hash.digest(message);
        on_curve!(self.curve, C => verify::<C>(&self.point, &digest, signature))
    }
}

fn verify<C>(point: &[u8], digest: &[u8], signature: &[u8]) -> Result<(), WrongSignature>
where
    C: Arithmetic,
    FieldBytesSize<C>: ModulusSize,
{
    let key = PublicKey::<C>::from_sec1_bytes(point).map_err(|_| WrongSignature)?;
    let (r, s) = signature.split_at_checked(signature.len() / 2).ok_or(WrongSignature)?;
    let number = |bytes: &[u8]| FieldBytes::<C>::try_from(bytes).map_err(|_| WrongSignature);
    let signature = Signature::<C>::from_scalars(number(r)?, number(s)?).map_err(|_| WrongSignature)?;
    verify_prehashed(&key.to_projective(), digest, &signature).map_err(|_| WrongSignature)
}

fn sign<C, D>(secret: &[u8], digest: &[u8]) -> Result<Vec<u8>, WrongKey>
where
    C: Arithmetic,
    FieldBytesSize<C>: ModulusSize,
    D: Digest + BlockSizeUser,
{
    let key = SecretKey::<C>::from_slice(secret).map_err(|_| WrongKey)?;
    let number = Zeroizing::new(key.to_nonzero_scalar());
    let (signature, _) = sign_prehashed_rfc6979::<C, D>(&number, digest, &[]);
    let (r, s) = signature.split_bytes();
    Ok([r.as_slice(), s.as_slice()].concat())
}

fn generate<C>(rng: &mut impl CryptoRng) -> (Zeroizing<Vec<u8>>, Vec<u8>)
where
    C: Arithmetic,
    FieldBytesSize<C>: ModulusSize,
{
    let key = SecretKey::<C>::generate_from_rng(rng);
    let bytes = Zeroizing::new(key.to_bytes());
    (Zeroizing::new(bytes.to_vec()), point(&key))
}

fn public<C>(secret: &[u8]) -> Result<Vec<u8>, WrongKey>
where
    C: Arithmetic,
    FieldBytesSize<C>: ModulusSize,
{
    SecretKey::<C>::from_slice(secret).map(|key| point(&key)).map_err(|_| WrongKey)
}

fn point<C>(key: &SecretKey<C>) -> Vec<u8>
where
    C: Arithmetic,
    FieldBytesSize<C>: ModulusSize,
{
    key.public_key().to_sec1_point(false).as_bytes().to_vec()
}

/// What all our curves offer.
trait Arithmetic: EcdsaCurve + CurveArithmetic<AffinePoint: FromSec1Point<Self> + ToSec1Point<Self>>
where
    FieldBytesSize<Self>: ModulusSize,
{
}

impl<C> Arithmetic for C
where
    C: EcdsaCurve + CurveArithmetic<AffinePoint: FromSec1Point<C> + ToSec1Point<C>>,
    FieldBytesSize<C>: ModulusSize,
{
}

/// A secret key that signs. Prints as REDACTED, is wiped when dropped.
#[derive(Clone)]
pub struct SigningKey {
    public: VerifyingKey,
    secret: Zeroizing<Vec<u8>>,
}

impl SigningKey {
    /// A fresh key.
    pub fn generate(curve: Curve, hash: Hash, rng: &mut impl CryptoRng) -> Self {
        let (secret, point) = on_curve!(curve, C => generate::<C>(rng));
        Self { public: VerifyingKey { curve, hash, point }, secret }
    }

    /// A key from its secret number, as long as the group's order.
    pub fn from_bytes(curve: Curve, hash: Hash, secret: &[u8]) -> Result<Self, WrongKey> {
        if secret.len() != curve.octets() {
            return Err(WrongKey);
        }
        let point = on_curve!(curve, C => public::<C>(secret))?;
        Ok(Self { public: VerifyingKey { curve, hash, point }, secret: Zeroizing::new(secret.to_vec()) })
    }

    /// The secret number, for storing a practice key.
    pub fn expose_secret(&self) -> &[u8] {
        &self.secret
    }

    /// Its public half.
    pub fn public(&self) -> &VerifyingKey {
        &self.public
    }

    /// Signs a message in parts; the same message gives the same signature (RFC 6979), so no randomness can fail.
    pub fn sign(&self, message: &[&[u8]]) -> Result<Vec<u8>, WrongKey> {
        let digest = self.public.hash.digest(message);
        on_curve!(self.public.curve, C => match self.public.hash {
            Hash::Sha224 => sign::<C, Sha224>(&self.secret, &digest),
            Hash::Sha256 => sign::<C, Sha256>(&self.secret, &digest),
            Hash::Sha384 => sign::<C, Sha384>(&self.secret, &digest),
            Hash::Sha512 => sign::<C, Sha512>(&self.secret, &digest),
        })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("public", &self.public).field("secret", &"REDACTED").finish()
    }
}
