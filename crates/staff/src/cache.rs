//! What was read of sessions a moment ago, and wrong tries by address. Both only in memory.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

use crate::{rules::limits, store::session::Stored};

/// How long a session is believed without asking the database, when nobody watches it. What this process changes holds at
/// once; what another process changes (`lotse admin`), after this time.
const BELIEVED: SignedDuration = SignedDuration::from_secs(1);
/// How old the last look of the watch may be that says that no account and no session changed since.
pub(crate) const LOOKED: Duration = Duration::from_secs(1);
/// How long it is believed as long as the watch sees no change: so that a change by hand in the database holds, too.
const WATCHED: SignedDuration = SignedDuration::from_mins(5);
/// Sessions remembered at once.
const MOST: usize = 10_000;

/// A session as it was read.
#[derive(Debug)]
pub(crate) struct Known {
    pub stored: Stored,
    read_at: Timestamp,
    /// The version of accounts that was seen before it was read.
    version: Option<i64>,
    /// Last use in microseconds.
    seen_at: AtomicI64,
    /// Last use as stored.
    kept_at: AtomicI64,
}

impl Known {
    pub(crate) fn new(stored: Stored, now: Timestamp, version: Option<i64>) -> Self {
        let seen = stored.info.seen_at.as_microsecond();
        Self { read_at: now, version, seen_at: AtomicI64::new(seen), kept_at: AtomicI64::new(seen), stored }
    }

    /// Read for the request of this instant, not remembered from an earlier one.
    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        self.read_at == now
    }

    pub(crate) fn seen_at(&self) -> Timestamp {
        Timestamp::from_microsecond(self.seen_at.load(Ordering::Relaxed)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    pub(crate) fn kept_at(&self) -> Timestamp {
        Timestamp::from_microsecond(self.kept_at.load(Ordering::Relaxed)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    pub(crate) fn see(&self, now: Timestamp) {
        self.seen_at.fetch_max(now.as_microsecond(), Ordering::Relaxed);
    }

    pub(crate) fn keep(&self, now: Timestamp) {
        self.kept_at.fetch_max(now.as_microsecond(), Ordering::Relaxed);
    }

    /// What was to be stored was not: the next use is stored in any case.
    pub(crate) fn not_kept(&self) {
        self.kept_at.store(0, Ordering::Relaxed);
    }
}

#[derive(Default)]
pub(crate) struct Cache {
    known: Mutex<HashMap<String, Arc<Known>>>,
    /// Rises with every change, so that what was read before it is not remembered after it.
    changes: AtomicU64,
}

impl Cache {
    /// What was read of this session a moment ago, or since when no account changed; `version` is what the watch sees now.
    pub(crate) fn get(&self, key: &str, now: Timestamp, version: Option<i64>) -> Option<Arc<Known>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |k: &&Arc<Known>| {
            let age = now.duration_since(k.read_at);
            let unchanged = version.is_some() && version == k.version;
            !age.is_negative() && age < if unchanged { WATCHED } else { BELIEVED }
        };
        known.get(key).filter(fresh).map(Arc::clone)
    }

    /// To be taken before reading, and given to [`put`](Self::put).
    pub(crate) fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    /// Remembers what was read, unless something changed since.
    pub(crate) fn put(&self, key: String, known: Arc<Known>, changes: u64) {
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if self.changes() == changes {
            if all.len() >= MOST {
                all.clear();
            }
            all.insert(key, known);
        }
    }

    /// Forgets everything, after a change.
    pub(crate) fn forget(&self) {
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        self.changes.fetch_add(1, Ordering::AcqRel);
        all.clear();
    }
}

/// Wrong tries by address. Addresses are not stored (docs/privacy.md), so a restart forgets them.
#[derive(Default)]
pub(crate) struct Addresses(Mutex<HashMap<String, (u32, Timestamp)>>);

impl Addresses {
    /// Whether an address may try.
    pub(crate) fn may_try(&self, address: &str, now: Timestamp) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What no place was left for shares one count.
        let shared = || all.get("").filter(|_| all.len() >= limits::MOST_ADDRESSES);
        let counted = all.get(address).or_else(shared);
        counted.is_none_or(|(wrong, last)| *wrong < limits::ADDRESS_TRIES || over(*last, now))
    }

    /// Counts a wrong try.
    pub(crate) fn wrong(&self, address: &str, now: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= limits::MOST_ADDRESSES {
            all.retain(|_, (_, last)| !over(*last, now));
        }
        let full = all.len() >= limits::MOST_ADDRESSES && !all.contains_key(address);
        let entry = all.entry(if full { String::new() } else { address.to_owned() }).or_insert((0, now));
        *entry = if over(entry.1, now) { (1, now) } else { (entry.0 + 1, now) };
    }
}

fn over(last: Timestamp, now: Timestamp) -> bool {
    now.duration_since(last) >= limits::PAUSE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_pauses_after_many_wrong_tries() {
        let addresses = Addresses::default();
        let now = Timestamp::UNIX_EPOCH;
        for _ in 0..limits::ADDRESS_TRIES {
            assert!(addresses.may_try("a", now));
            addresses.wrong("a", now);
        }
        assert!(!addresses.may_try("a", now));
        assert!(addresses.may_try("b", now));
        assert!(addresses.may_try("a", now + limits::PAUSE));
        addresses.wrong("a", now + limits::PAUSE);
        assert!(addresses.may_try("a", now + limits::PAUSE));
    }

    #[test]
    fn a_flood_from_ever_new_addresses_pauses_as_one() {
        let addresses = Addresses::default();
        let now = Timestamp::UNIX_EPOCH;
        for n in 0..limits::MOST_ADDRESSES {
            addresses.wrong(&format!("known {n}"), now);
        }
        let tried = (0..1_000).filter(|n| {
            let address = format!("new {n}");
            addresses.may_try(&address, now) && {
                addresses.wrong(&address, now);
                true
            }
        });
        assert_eq!(tried.count(), limits::ADDRESS_TRIES as usize);
        assert!(addresses.may_try("known 7", now), "who was counted alone still is");
        assert!(addresses.may_try("new 0", now + limits::PAUSE));
    }
}
