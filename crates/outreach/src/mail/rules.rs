//! When a mail is tried again, when no more, and when it is forgotten. Pure.

use jiff::{SignedDuration, Timestamp};

/// Minutes between one try and the next; the last holds for all that follow.
pub const PAUSES: [i64; 7] = [1, 2, 4, 8, 15, 30, 60];
/// How long a mail is tried. What it tells of mostly holds little longer (an invitation: 48 hours).
pub const GIVE_UP: SignedDuration = SignedDuration::from_hours(20);
/// Hours after which nothing of a mail is left, sent or not.
pub const MAIL_HOURS: i64 = 24;
/// How long one process has a mail to itself. Longer than a try may take.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// When to try again after so many tries; `None` when it is too late.
pub(crate) fn again(made_at: Timestamp, now: Timestamp, tries: u32) -> Option<Timestamp> {
    let nth = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
    let minutes = PAUSES.get(nth).or(PAUSES.last()).copied().unwrap_or(60);
    let next = now.checked_add(SignedDuration::from_mins(minutes)).ok()?;
    (next.duration_since(made_at) < GIVE_UP).then_some(next)
}

/// Whether a mail is too old to be tried at all: it comes from a backup, or no server ran for long.
pub(crate) fn is_too_late(made_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(made_at) >= GIVE_UP
}

/// What was written at or before this instant is deleted.
pub(crate) fn forget_before(now: Timestamp) -> Timestamp {
    now.saturating_sub(SignedDuration::from_hours(MAIL_HOURS)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_before_the_mail_is_forgotten() {
        let made = Timestamp::UNIX_EPOCH;
        let (mut now, mut tries, mut last) = (made, 1, SignedDuration::ZERO);
        while let Some(next) = again(made, now, tries) {
            let pause = next.duration_since(now);
            assert!(pause >= last, "{tries}");
            (now, tries, last) = (next, tries + 1, pause);
        }
        assert!(tries > 20, "{tries}");
        assert!(now.duration_since(made) < GIVE_UP);
        assert!(GIVE_UP + LEASE < SignedDuration::from_hours(MAIL_HOURS));
        assert!(is_too_late(made, made + GIVE_UP) && !is_too_late(made, now));
    }
}
