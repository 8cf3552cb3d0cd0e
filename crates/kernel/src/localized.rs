use serde::{Deserialize, Serialize};

use crate::Lang;

/// A text that an editor writes: German always, other languages where somebody translated it.
///
/// In files it is a plain string (German only) or a table with one entry per language:
/// `"Erdgeschoss"` or `{"de": "Erdgeschoss", "en": "Ground floor"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Repr", into = "Repr")]
pub struct Localized {
    /// The German text.
    pub de: String,
    /// The English text, if there is one.
    pub en: Option<String>,
}

/// A text together with the language it is really in, so that the page can say so (`lang="de"`, WCAG 3.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language.
    pub lang: Lang,
}

impl Localized {
    /// A text that exists in German only.
    pub fn german(de: impl Into<String>) -> Self {
        Self { de: de.into(), en: None }
    }

    /// The text in the wanted language, or else in German.
    pub fn get(&self, lang: Lang) -> Spoken<'_> {
        match (lang, &self.en) {
            (Lang::En, Some(en)) => Spoken { text: en, lang: Lang::En },
            _ => Spoken { text: &self.de, lang: Lang::De },
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Repr {
    Plain(String),
    PerLanguage(PerLanguage),
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PerLanguage {
    de: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<String>,
}

impl From<Repr> for Localized {
    fn from(r: Repr) -> Self {
        match r {
            Repr::Plain(de) => Self::german(de),
            Repr::PerLanguage(PerLanguage { de, en }) => Self { de, en },
        }
    }
}

impl From<Localized> for Repr {
    fn from(l: Localized) -> Self {
        match l.en {
            None => Self::Plain(l.de),
            en => Self::PerLanguage(PerLanguage { de: l.de, en }),
        }
    }
}
