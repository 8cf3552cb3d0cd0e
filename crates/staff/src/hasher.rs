//! Hashing of passwords and short codes: argon2id, a few at a time, so that a flood of guesses cannot take the memory.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::{PasswordHash, SaltString},
};
use kernel::Rng;
use tokio::sync::Semaphore;

/// How much work a hash is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// 64 MiB, three passes: the second choice of RFC 9106, section 4, on one lane.
    pub const SERVING: Self = Self { memory: 64 * 1024, passes: 3 };
}

/// Hashes at once: at most two times 64 MiB.
const AT_ONCE: usize = 2;
/// Hashes that may be under way or wait; whoever comes then is told to try again.
const UNDER_WAY: usize = 16;

/// More are waiting than make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many people sign in at this moment; please try again in a few seconds")]
pub struct Busy;

#[derive(Clone)]
pub(crate) struct Hasher(Arc<Inner>);

struct Inner {
    argon2: Argon2<'static>,
    at_once: Semaphore,
    under_way: Semaphore,
    run: AtomicU64,
}

impl Hasher {
    pub(crate) fn new(cost: Cost) -> Self {
        // Within these bounds the parameters are always valid (RFC 9106, section 3.1).
        let (memory, passes) = (cost.memory.clamp(8, 1 << 21), cost.passes.clamp(1, 100));
        let params = Params::new(memory, passes, 1, None).unwrap_or_default();
        Self(Arc::new(Inner {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            at_once: Semaphore::new(AT_ONCE),
            under_way: Semaphore::new(UNDER_WAY),
            run: AtomicU64::new(0),
        }))
    }

    /// How many hashes were computed so far.
    pub(crate) fn run(&self) -> u64 {
        self.0.run.load(Ordering::Relaxed)
    }

    /// A hash to be stored.
    pub(crate) async fn hash(&self, secret: &str, rng: &dyn Rng) -> Result<String, Busy> {
        let salt = salt(rng).ok_or(Busy)?;
        let secret = secret.to_owned();
        self.work(move |inner| hashed(&inner.argon2, secret.as_bytes(), &salt)).await?.ok_or(Busy)
    }

    /// Whether the secret is the one that was hashed; without a hash always false, and as slow.
    pub(crate) async fn fits(&self, secret: &str, hash: Option<String>) -> Result<bool, Busy> {
        let secret = secret.to_owned();
        self.work(move |inner| {
            let Some(hash) = hash else {
                // As much work as where there is a password, so that the time tells nothing.
                let mut out = [0; 32];
                let _ = inner.argon2.hash_password_into(secret.as_bytes(), b"nobody's salt...", &mut out);
                return false;
            };
            let parsed = PasswordHash::new(&hash);
            parsed.is_ok_and(|h| inner.argon2.verify_password(secret.as_bytes(), &h).is_ok())
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let _place = self.0.under_way.try_acquire().map_err(|_| Busy)?;
        let _turn = self.0.at_once.acquire().await.map_err(|_| Busy)?;
        let inner = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || {
            inner.run.fetch_add(1, Ordering::Relaxed);
            work(&inner)
        });
        done.await.map_err(|_| Busy)
    }
}

fn salt(rng: &dyn Rng) -> Option<SaltString> {
    let mut bytes = [0; 16];
    rng.fill(&mut bytes);
    SaltString::encode_b64(&bytes).ok()
}

fn hashed(argon2: &Argon2<'_>, secret: &[u8], salt: &SaltString) -> Option<String> {
    argon2.hash_password(secret, salt).ok().map(|hash| hash.to_string())
}

#[cfg(test)]
mod tests {
    use kernel::SeededRng;

    use super::*;

    const LIGHT: Cost = Cost { memory: 8, passes: 1 };

    #[tokio::test]
    async fn knows_its_own_and_nobody_elses() {
        let rng = SeededRng::new(1);
        let hasher = Hasher::new(LIGHT);
        let hash = hasher.hash("Ein Satz", &rng).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert!(hasher.fits("Ein Satz", Some(hash.clone())).await.unwrap());
        assert!(!hasher.fits("ein Satz", Some(hash)).await.unwrap());
        assert!(!hasher.fits("", None).await.unwrap());
        assert!(!hasher.fits("x", Some("nonsense".to_owned())).await.unwrap());
        assert_eq!(hasher.run(), 5);
    }

    #[tokio::test]
    async fn a_flood_waits_in_a_short_line() {
        let hasher = Hasher::new(LIGHT);
        let all = (0..100).map(|_| hasher.fits("x", None));
        let mut answers = Vec::new();
        let mut running: Vec<_> = all.map(Box::pin).collect();
        // All are polled once before any is done.
        for future in &mut running {
            let polled = std::future::poll_fn(|cx| std::task::Poll::Ready(future.as_mut().poll(cx))).await;
            if let std::task::Poll::Ready(answer) = polled {
                answers.push(answer);
            }
        }
        assert_eq!(answers.iter().filter(|a| **a == Err(Busy)).count(), 100 - UNDER_WAY);
    }
}
