//! How many wrong tries there may be. Documented in docs/operations.md (OWASP ASVS 5.0, 6.1.1).

use jiff::{SignedDuration, Timestamp};

/// Wrong passwords or codes for one name, then a pause for passwords; passkeys go on.
pub(crate) const NAME_TRIES: i64 = 10;
/// Wrong tries from one address, whoever's.
pub(crate) const ADDRESS_TRIES: u32 = 60;
/// The pause, counted from the last wrong try that was looked at.
pub(crate) const PAUSE: SignedDuration = SignedDuration::from_mins(15);
/// Wrong names at one invitation, after which it is void.
pub(crate) const INVITATION_TRIES: i64 = 5;
/// Addresses remembered at once; further ones share one count.
pub(crate) const MOST_ADDRESSES: usize = 65_536;

/// Wrong tries of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tries {
    pub wrong: i64,
    pub last_at: Timestamp,
}

impl Tries {
    /// Those that still count.
    pub(crate) fn counting(self, now: Timestamp) -> i64 {
        if self.last_at.saturating_add(PAUSE).is_ok_and(|end| end > now) { self.wrong } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_tries_are_forgotten_after_the_pause() {
        let at: Timestamp = "2026-03-24T10:00:00Z".parse().unwrap();
        let tries = Tries { wrong: 10, last_at: at };
        assert_eq!(tries.counting(at + SignedDuration::from_mins(14)), 10);
        assert_eq!(tries.counting(at + SignedDuration::from_mins(15)), 0);
    }
}
