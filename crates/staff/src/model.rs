use std::{fmt, str::FromStr};

use jiff::Timestamp;
use kernel::{Roles, Slug, StopScope, text};
use uuid::Uuid;

/// The name somebody signs in with: `a.beispiel`, or a mail address. Case does not matter.
///
/// 2 to 80 characters `a`–`z`, `0`–`9`, `.`, `-`, `_`, `+` and `@`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Handle(String);

/// The name somebody goes by, as colleagues see it. 1 to 80 characters, also every letter of DIN 91379.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName(String);

/// What somebody calls a passkey or a tablet, so that it is known again. 1 to 60 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label(String);

/// The text cannot be used for this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// It has too few or too many characters.
    #[error("needs {0} to {1} characters")]
    Length(usize, usize),
    /// It holds characters that are not allowed.
    #[error("only a-z, 0-9 and . - _ + @ are allowed")]
    Letters,
}

impl Handle {
    /// As it is stored: small letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Handle {
    type Err = TextError;

    fn from_str(s: &str) -> Result<Self, TextError> {
        let text = s.trim().to_ascii_lowercase();
        if !(2..=80).contains(&text.chars().count()) {
            return Err(TextError::Length(2, 80));
        }
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_+@".contains(&b);
        if text.bytes().all(fits) { Ok(Self(text)) } else { Err(TextError::Letters) }
    }
}

macro_rules! short_text {
    ($name:ident, $most:literal) => {
        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = TextError;

            fn from_str(s: &str) -> Result<Self, TextError> {
                let text = text::clean(&s.replace('\n', " "));
                let fits = (1..=$most).contains(&text.chars().count());
                if fits { Ok(Self(text)) } else { Err(TextError::Length(1, $most)) }
            }
        }
    };
}

short_text!(PersonName, 80);
short_text!(Label, 60);

macro_rules! shown {
    ($($name:ident)+) => {
        $(impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        })+
    };
}

shown!(Handle PersonName Label);

/// Somebody who serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id, which the audit log names.
    pub id: Uuid,
    /// The name for signing in.
    pub handle: Handle,
    /// The person's name.
    pub name: PersonName,
    /// What they are.
    pub roles: Roles,
    /// The stops that are their own.
    pub stops: StopScope,
    /// Made for practice, without password or passkey; works only where example data are.
    pub practice: bool,
    /// Since when nobody can sign in.
    pub locked_at: Option<Timestamp>,
}

/// An account as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The account.
    pub account: Account,
    /// It has a passkey, or a password with a code.
    pub ready: bool,
    /// Until when the open invitation holds.
    pub invited_until: Option<Timestamp>,
}

/// How a session began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By passkey.
    Passkey,
    /// By password and code.
    Password,
    /// By short code on a shared tablet.
    ShortCode,
    /// By a click, as a practice account.
    Practice,
}

impl Way {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Passkey, "passkey"),
        (Self::Password, "password"),
        (Self::ShortCode, "short-code"),
        (Self::Practice, "practice"),
    ];

    /// As it is stored.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(way, _)| *way == self).map_or("", |(_, name)| name)
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(way, _)| *way)
    }
}

/// A passkey as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyInfo {
    /// Its id with us.
    pub id: Uuid,
    /// What its owner calls it.
    pub label: String,
    /// When it was added.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its id; not the secret.
    pub id: Uuid,
    /// The browser and system, in words.
    pub browser: String,
    /// How it began.
    pub way: Way,
    /// When.
    pub started_at: Timestamp,
    /// When it was last used, to a few minutes.
    pub seen_at: Timestamp,
    /// The shared tablet it runs on.
    pub device: Option<Uuid>,
}

/// A shared tablet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: Uuid,
    /// The stop it belongs to.
    pub stop: Slug,
    /// What it is called.
    pub label: String,
    /// When it was enrolled.
    pub enrolled_at: Timestamp,
    /// When it was taken out of use.
    pub revoked_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_plain_and_small() {
        assert_eq!(" A.Beispiel@Amt.de ".parse::<Handle>().unwrap().as_str(), "a.beispiel@amt.de");
        for bad in ["", "a", "ä.b", "a b", "a\u{0}b", &"x".repeat(81)] {
            assert!(bad.parse::<Handle>().is_err(), "{bad}");
        }
    }

    #[test]
    fn names_hold_every_letter() {
        assert_eq!("  Zoë\nĐặng  ".parse::<PersonName>().unwrap().as_str(), "Zoë Đặng");
        assert!("".parse::<PersonName>().is_err());
        assert!("x".repeat(81).parse::<PersonName>().is_err());
    }
}
