use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use uuid::{Builder, Uuid};

/// Where randomness comes from. The lint forbids every other way.
pub trait Rng: Send + Sync {
    /// Fills the buffer with unpredictable bytes.
    fn fill(&self, buf: &mut [u8]);
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRng;

impl Rng for OsRng {
    #[allow(clippy::disallowed_methods)]
    fn fill(&self, buf: &mut [u8]) {
        // A version 4 UUID carries 122 random bits; the six fixed bits sit in bytes 6 and 8, which are left out.
        for chunk in buf.chunks_mut(6) {
            let id = Uuid::new_v4();
            for (to, from) in chunk.iter_mut().zip(id.as_bytes()) {
                *to = *from;
            }
        }
    }
}

/// A predictable generator for tests. Never for tokens of a running server.
#[derive(Debug)]
pub struct SeededRng(AtomicU64);

impl SeededRng {
    /// The same seed gives the same bytes.
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Rng for SeededRng {
    fn fill(&self, buf: &mut [u8]) {
        for b in buf {
            // SplitMix64 (Steele, Lea, Flood 2014).
            let mut z = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            *b = ((z ^ (z >> 31)) & 0xFF) as u8;
        }
    }
}

/// A new id that sorts by time (RFC 9562, version 7). Times before 1970 count as 1970.
pub fn uuid_v7(now: Timestamp, rng: &dyn Rng) -> Uuid {
    let mut tail = [0_u8; 10];
    rng.fill(&mut tail);
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_differ() {
        let rng = SeededRng::new(1);
        let a = uuid_v7(Timestamp::from_second(1_000).unwrap(), &rng);
        let b = uuid_v7(Timestamp::from_second(1_001).unwrap(), &rng);
        assert!(a < b);
        assert_eq!(a.get_version_num(), 7);
        assert_ne!(uuid_v7(Timestamp::UNIX_EPOCH, &rng), uuid_v7(Timestamp::UNIX_EPOCH, &rng));
    }

    #[test]
    fn the_systems_bytes_are_not_constant() {
        let mut a = [0_u8; 32];
        let mut b = [0_u8; 32];
        OsRng.fill(&mut a);
        OsRng.fill(&mut b);
        assert_ne!(a, b);
    }
}
