//! The keys behind a folder of practice cards: authorities, one terminal of the clerk. All of them come from the folder's
//! seed, so that the same folder always has the same ones and only the seed is kept.

use eac::{
    curve::Curve,
    cvc::chain::{ChainError, Trust},
    pki::{Pki, PkiError},
    ri,
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

use super::{folder::Origin, people::PracticeCard};

/// No country: the letters that the travel document's standard uses for specimens are UTO.
const COUNTRY: &str = "UT";

/// Why the keys could not be made.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// A certificate.
    #[error("the practice authorities could not be made: {0}")]
    Pki(#[from] PkiError),
    /// The trust point.
    #[error("the practice authority is no trust point: {0}")]
    Trust(#[from] ChainError),
    /// A card's own key, or what is signed about it.
    #[error("the practice card's keys could not be made")]
    Card,
}

/// Randomness for one purpose: the same purpose gives the same keys. Each has a stream of its own from the same seed,
/// numbered by the purpose's name (FNV-1a), so that a new card changes no other one's keys.
pub(super) fn randomness(origin: Origin, purpose: &str) -> ChaCha20Rng {
    let mut rng = ChaCha20Rng::from_seed(origin.seed);
    rng.set_stream(
        purpose.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        }),
    );
    rng
}

/// The authorities of a folder.
pub(super) fn authorities(origin: Origin) -> Result<Pki, KeysError> {
    Ok(Pki::new(COUNTRY, origin.made, &mut randomness(origin, "authorities"))?)
}

/// The key of a card's names.
pub(super) fn identity(card: &PracticeCard, origin: Origin) -> Result<ri::Secret, KeysError> {
    let purpose = format!("{} name", card.name);
    ri::Secret::generate(Curve::BrainpoolP256r1, &mut randomness(origin, &purpose))
        .map_err(|_| KeysError::Card)
}

/// What its cards trust.
pub(super) fn trust(pki: &Pki, origin: Origin) -> Result<Trust, KeysError> {
    Ok(Trust::new(&pki.cvca.certificate, origin.made)?)
}
