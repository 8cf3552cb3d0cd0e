use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A language in which the pages are complete. Adding one makes every missing text a compile error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// German, the language without prefix in addresses.
    De,
    /// English.
    En,
}

/// The text names no language in which the pages are complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of the site's languages: de, en")]
pub struct LangParseError;

impl Lang {
    /// All languages, the default first.
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// The language's name in itself, for the language switch.
    pub fn endonym(self) -> &'static str {
        match self {
            Self::De => "Deutsch",
            Self::En => "English",
        }
    }

    /// What stands before a path: nothing for German, `/en` for English.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::De => "",
            Self::En => "/en",
        }
    }

    /// HTML `dir`: `ltr` or `rtl`.
    pub fn dir(self) -> &'static str {
        match self {
            Self::De | Self::En => "ltr",
        }
    }

    /// Picks one of two texts.
    pub fn pick<T>(self, de: T, en: T) -> T {
        match self {
            Self::De => de,
            Self::En => en,
        }
    }
}

impl FromStr for Lang {
    type Err = LangParseError;

    fn from_str(s: &str) -> Result<Self, LangParseError> {
        Self::ALL.into_iter().find(|l| l.tag() == s).ok_or(LangParseError)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}
