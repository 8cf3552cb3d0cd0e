//! How long a session lives (OWASP ASVS 5.0, 7.3.1 and 7.3.2).

use jiff::{SignedDuration, Timestamp};
use kernel::{Role, Roles};

use crate::model::Way;

/// Idle time after which one's own session ends.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// Idle time after which a shared tablet locks itself.
pub const TABLET_IDLE: SignedDuration = SignedDuration::from_mins(2);
/// Longest life of a session.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// How long a second factor counts as shown a short while ago.
pub const PROOF: SignedDuration = SignedDuration::from_mins(5);

/// Whether a session that began, and was last used, at these instants still lives.
pub(crate) fn lives(now: Timestamp, started_at: Timestamp, seen_at: Timestamp, tablet: bool) -> bool {
    let within = |from: Timestamp, span| from.saturating_add(span).is_ok_and(|end: Timestamp| now < end);
    within(started_at, LONGEST) && within(seen_at, idle(tablet))
}

/// The idle time that holds.
pub(crate) fn idle(tablet: bool) -> SignedDuration {
    if tablet { TABLET_IDLE } else { IDLE }
}

/// Whether the last use must be stored again: often enough that the end of idleness is met to an eighth.
pub(crate) fn is_stale(now: Timestamp, stored_at: Timestamp, tablet: bool) -> bool {
    now.duration_since(stored_at) >= idle(tablet) / 8
}

/// Whether the second factor was shown a short while ago. A clock that went back proves nothing.
pub(crate) fn is_proven(now: Timestamp, proven_at: Option<Timestamp>) -> bool {
    proven_at.is_some_and(|at| {
        let past = now.duration_since(at);
        !past.is_negative() && past < PROOF
    })
}

/// What somebody is on a shared tablet: whoever came by short code only serves people.
pub(crate) fn roles(roles: Roles, way: Way) -> Roles {
    let serves = |role: &Role| matches!(role, Role::Guide | Role::Clerk | Role::Lead);
    if way == Way::ShortCode { roles.iter().filter(serves).collect() } else { roles }
}

/// A browser and system in words a person knows again; the rest of what the browser tells is not kept.
pub(crate) fn browser(user_agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let program = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    [program, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn idle_and_long_sessions_end() {
        assert!(lives(at(29), at(0), at(0), false));
        assert!(!lives(at(30), at(0), at(0), false));
        assert!(lives(at(719), at(0), at(700), false));
        assert!(!lives(at(720), at(0), at(719), false));
        assert!(lives(at(1), at(0), at(0), true));
        assert!(!lives(at(2), at(0), at(0), true));
    }

    #[test]
    fn proof_lasts_five_minutes_and_not_backwards() {
        assert!(is_proven(at(4), Some(at(0))));
        assert!(!is_proven(at(5), Some(at(0))));
        assert!(!is_proven(at(0), Some(at(1))));
        assert!(!is_proven(at(0), None));
    }

    #[test]
    fn by_short_code_nobody_is_an_admin() {
        let all: Roles = Role::ALL.into_iter().collect();
        assert_eq!(roles(all, Way::ShortCode).to_string(), "guide+clerk+lead");
        assert_eq!(roles(all, Way::Passkey), all);
    }

    #[test]
    fn browsers_are_named_shortly() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";
        assert_eq!(browser(chrome), "Chrome, Windows");
        assert_eq!(browser("curl/8"), "");
    }
}
