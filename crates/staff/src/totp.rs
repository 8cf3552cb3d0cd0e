//! Codes of time (RFC 6238): six digits, 30 seconds, SHA-1 as every app knows it. A step before and after is taken too.

use jiff::Timestamp;
use kernel::Rng;
use totp_rs::{Builder, Secret, Totp};

use crate::token::{hash, same};

/// Length of a step in seconds.
const STEP: u64 = 30;
/// How far a clock may be off to be told so, in steps, when a code is set up.
const TOLD: u64 = 20;

/// The secret of an app. As text: base32, as people type it.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeSecret(String);

/// How a code fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It is the code of this step.
    Step(i64),
    /// It is the code of a time this many seconds away: negative when the app's clock is slow.
    Off(i64),
    /// It is none.
    No,
}

impl CodeSecret {
    /// 160 random bits (RFC 4226, section 4, R6).
    pub fn fresh(rng: &dyn Rng) -> Self {
        let mut bytes = vec![0; 20];
        rng.fill(&mut bytes);
        Self(Secret::from(bytes).to_base32())
    }

    /// A secret of 160 bits as base32; blanks and case do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String =
            text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        let secret = Secret::try_from_base32(&text).ok()?;
        (secret.as_bytes().len() == 20).then_some(Self(text))
    }

    /// The base32 text, as it is stored and shown once.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, as one types it.
    pub fn grouped(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        letters.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// What an app takes over from a QR code. Blanks in the names are `%20`.
    pub fn address(&self, issuer: &str, handle: &str) -> String {
        let plain = |s: &str| {
            s.bytes().fold(String::new(), |mut out, b| {
                if b.is_ascii_alphanumeric() || b"-._".contains(&b) {
                    out.push(char::from(b));
                } else {
                    use std::fmt::Write as _;
                    let _ = write!(out, "%{b:02X}");
                }
                out
            })
        };
        let (issuer, handle) = (plain(issuer), plain(handle));
        format!("otpauth://totp/{issuer}:{handle}?secret={}&issuer={issuer}", self.0)
    }

    /// How a code fits at an instant.
    pub(crate) fn fit(&self, code: &str, now: Timestamp) -> Fit {
        let Some(totp) = self.totp() else { return Fit::No };
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let step = u64::try_from(now.as_second()).unwrap_or(0) / STEP;
        let is = |s: u64| same(&totp.generate(s * STEP).to_string(), &digits);
        // All are computed, so that the time tells nothing.
        let near = [step.saturating_sub(1), step, step + 1].map(|s| (s, is(s)));
        if let Some((s, _)) = near.iter().find(|(_, fits)| *fits) {
            return Fit::Step(i64::try_from(*s).unwrap_or(i64::MAX));
        }
        let far = (2..=TOLD).flat_map(|n| [(n, -1), (n, 1)]);
        let mut far =
            far.map(|(n, sign)| (n, sign, if sign < 0 { step.saturating_sub(n) } else { step + n }));
        far.find(|(_, _, s)| is(*s))
            .map_or(Fit::No, |(n, sign, _)| Fit::Off(sign * i64::try_from(n * STEP).unwrap_or(0)))
    }

    /// The code at an instant.
    pub fn code(&self, at: Timestamp) -> String {
        let seconds = u64::try_from(at.as_second()).unwrap_or(0);
        self.totp().map(|t| t.generate(seconds).to_string()).unwrap_or_default()
    }

    fn totp(&self) -> Option<Totp> {
        Builder::new().with_secret(Secret::try_from_base32(&self.0).ok()?).build().ok()
    }
}

impl std::fmt::Debug for CodeSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeSecret(REDACTED)")
    }
}

/// Letters without those that look alike.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// How many recovery codes there are at a time.
const RECOVERY: usize = 10;

/// Codes for the day the app is lost: 80 random bits each, `xxxx-xxxx-xxxx-xxxx`. Each works once.
pub(crate) fn recovery_codes(rng: &dyn Rng) -> Vec<String> {
    let one = || {
        let mut bytes = [0; 16];
        rng.fill(&mut bytes);
        let letters = bytes.map(|b| LETTERS.get(usize::from(b) % LETTERS.len()).copied().unwrap_or(b'a'));
        let groups = letters.chunks(4).map(|c| String::from_utf8_lossy(c).into_owned());
        groups.collect::<Vec<_>>().join("-")
    };
    (0..RECOVERY).map(|_| one()).collect()
}

/// What is stored of a recovery code. Hyphens, blanks and case do not matter.
pub(crate) fn recovery_hash(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    hash("recovery", plain.to_ascii_lowercase().as_bytes())
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use kernel::SeededRng;

    use super::*;

    /// The key of RFC 6238, appendix B, "12345678901234567890" in ASCII.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn gives_the_codes_of_rfc_6238() {
        let secret = CodeSecret::parse(RFC).unwrap();
        // The last six of the eight digits there.
        for (second, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(secret.code(at(second)), code);
            assert_eq!(secret.fit(code, at(second)), Fit::Step(second / 30));
        }
    }

    #[test]
    fn takes_one_step_before_and_after_and_tells_how_far_off() {
        let secret = CodeSecret::fresh(&SeededRng::new(1));
        let now = at(1_800_000_000);
        for (seconds, fit) in [
            (-30, Fit::Step(59_999_999)),
            (0, Fit::Step(60_000_000)),
            (30, Fit::Step(60_000_001)),
            (90, Fit::Off(90)),
            (-90, Fit::Off(-90)),
            (3_600, Fit::No),
        ] {
            let code = secret.code(now + SignedDuration::from_secs(seconds));
            assert_eq!(secret.fit(&code, now), fit, "{seconds}");
        }
        assert_eq!(secret.fit("", now), Fit::No);
    }

    #[test]
    fn secrets_are_taken_as_people_type_them() {
        let secret = CodeSecret::parse(RFC).unwrap();
        assert_eq!(CodeSecret::parse(&secret.grouped().to_lowercase()), Some(secret.clone()));
        for bad in ["", "GEZDGNBV", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"] {
            assert_eq!(CodeSecret::parse(bad), None, "{bad}");
        }
        assert_eq!(
            secret.address("Lotse Hamburg", "a.b@c"),
            format!("otpauth://totp/Lotse%20Hamburg:a.b%40c?secret={RFC}&issuer=Lotse%20Hamburg")
        );
        assert!(!format!("{secret:?}").contains("GEZD"));
    }

    #[test]
    fn recovery_codes_differ_and_are_read_loosely() {
        let codes = recovery_codes(&SeededRng::new(1));
        assert_eq!(codes.len(), 10);
        let first = codes.first().unwrap();
        assert_eq!(first.len(), 19);
        assert!(codes.iter().skip(1).all(|c| c != first));
        assert_eq!(recovery_hash(&first.to_uppercase().replace('-', " ")), recovery_hash(first));
    }
}
