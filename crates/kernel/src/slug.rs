use std::{borrow::Borrow, fmt, str::FromStr};

use serde::{Deserialize, Serialize, de};

/// The public name of an editorial object in an address: `mercado-altona-2025`.
///
/// 1 to 80 bytes of `a`–`z`, `0`–`9` and single hyphens, neither first nor last.
/// Wrapped by the id types of the slices (see [`slug_id!`](crate::slug_id)).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Slug(String);

/// Why a text is no [`Slug`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// The text is empty or has more than 80 bytes.
    #[error("needs 1 to 80 characters, has {0}")]
    Length(usize),
    /// A byte other than `a`–`z`, `0`–`9`, `-`, or a hyphen at an end or doubled.
    #[error("only a-z, 0-9 and single hyphens between them are allowed: {0:?}")]
    Form(String),
}

impl Slug {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(s: &str) -> Result<Self, SlugError> {
        if s.is_empty() || s.len() > 80 {
            return Err(SlugError::Length(s.len()));
        }
        let letters = s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !letters || s.starts_with('-') || s.ends_with('-') || s.contains("--") {
            return Err(SlugError::Form(s.chars().take(80).collect()));
        }
        Ok(Self(s.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: de::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = String::deserialize(d)?;
        s.parse().map_err(de::Error::custom)
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Makes an id type around [`Slug`], so that a stop's id is never taken for a venue's.
#[macro_export]
macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name($crate::Slug);

        impl $name {
            /// The slug as it stands in an address.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// The slug itself, as [`Actor::require_at`]($crate::Actor::require_at) wants it.
            pub fn as_slug(&self) -> &$crate::Slug {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::SlugError;

            fn from_str(s: &str) -> Result<Self, $crate::SlugError> {
                s.parse().map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_stands_in_our_addresses() {
        for s in ["a", "mercado-altona-2025", "24h"] {
            assert_eq!(s.parse::<Slug>().unwrap().as_str(), s);
        }
    }

    #[test]
    fn refuses_what_could_confuse_an_address() {
        for s in ["", "-a", "a-", "a--b", "A", "ä", "a/b", "a b", "..", "a\0"] {
            assert!(s.parse::<Slug>().is_err(), "{s:?}");
        }
        assert!("x".repeat(81).parse::<Slug>().is_err());
    }
}
