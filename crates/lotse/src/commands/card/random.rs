use std::convert::Infallible;

use kernel::{OsRng, Rng as _};
use rand_core::{TryCryptoRng, TryRng};

/// The operating system's randomness, as the card protocol wants it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SystemRandom;

impl TryRng for SystemRandom {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        OsRng.fill(&mut bytes);
        Ok(u32::from_ne_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        OsRng.fill(&mut bytes);
        Ok(u64::from_ne_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        OsRng.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for SystemRandom {}
