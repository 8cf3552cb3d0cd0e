use std::collections::HashSet;

use kernel::{Localized, text};
use serde::{Deserialize, Deserializer, de};

use crate::model::{ServiceId, SituationId, TopicId};

/// A city's topics, situations in life and most common needs, as its editors order them (`topics.toml`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taxonomy {
    /// Topics in page order.
    #[serde(default, rename = "topic")]
    pub topics: Vec<Topic>,
    /// Situations in life in page order.
    #[serde(default, rename = "situation")]
    pub situations: Vec<Situation>,
    /// Common needs in page order.
    #[serde(default, rename = "need")]
    pub needs: Vec<Need>,
}

/// A topic: each service stands under exactly one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The exact text by which services name it.
    pub name: String,
    /// Its name in addresses.
    pub slug: TopicId,
    /// Its heading.
    pub title: Localized,
    /// Name of its picture.
    #[serde(default)]
    pub icon: Option<String>,
    /// Place on the page; equal places keep the order of the file.
    #[serde(default)]
    pub order: i64,
}

/// A situation in life: services of several topics that people need together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// Its name in addresses.
    pub slug: SituationId,
    /// Its heading.
    pub title: Localized,
    /// One or two sentences below it.
    #[serde(default)]
    pub intro: Option<Localized>,
    /// Name of its picture.
    #[serde(default)]
    pub icon: Option<String>,
    /// Its services in page order. Ids the directory does not know are passed over.
    #[serde(default)]
    pub services: Vec<ServiceId>,
}

/// A need that the start page names as a link.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The words of the link.
    pub label: Localized,
    /// Where it leads.
    pub target: Target,
    /// Name of its picture.
    #[serde(default)]
    pub icon: Option<String>,
}

/// Where a need leads: `wohnsitz-ummelden`, `situation:neu-in-hamburg`, `topic:tiere` or `q:ausweis weg`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// One service.
    Service(ServiceId),
    /// A situation in life.
    Situation(SituationId),
    /// A topic.
    Topic(TopicId),
    /// A search.
    Query(String),
}

/// Why a `topics.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TaxonomyError {
    /// The file is not in the expected shape; the message names line and field.
    #[error("{0}")]
    Shape(#[from] toml::de::Error),
    /// Two entries carry the same name or slug.
    #[error("the {kind} {value:?} stands there twice; give each its own")]
    Twice {
        /// What is doubled.
        kind: &'static str,
        /// Which.
        value: String,
    },
    /// A need leads to a topic or situation that is not in the file.
    #[error("the need {need:?} leads to {target:?}, which is not in this file")]
    NoTarget {
        /// The need's German label.
        need: String,
        /// What it asked for.
        target: String,
    },
}

impl Taxonomy {
    /// Reads a `topics.toml`.
    pub fn parse(topics_toml: &str) -> Result<Self, TaxonomyError> {
        let mut read: Self = toml::from_str(topics_toml)?;
        read.topics.sort_by_key(|t| t.order);
        unique("topic name", read.topics.iter().map(|t| t.name.as_str()))?;
        unique("topic slug", read.topics.iter().map(|t| t.slug.as_str()))?;
        unique("situation slug", read.situations.iter().map(|s| s.slug.as_str()))?;
        for need in &read.needs {
            read.check_target(need)?;
        }
        Ok(read)
    }

    /// The topic that services name so.
    pub fn topic_named(&self, name: &str) -> Option<&Topic> {
        self.topics.iter().find(|t| t.name == name)
    }

    fn check_target(&self, need: &Need) -> Result<(), TaxonomyError> {
        let (known, target) = match &need.target {
            Target::Service(_) | Target::Query(_) => return Ok(()),
            Target::Situation(id) => (self.situations.iter().any(|s| &s.slug == id), id.to_string()),
            Target::Topic(id) => (self.topics.iter().any(|t| &t.slug == id), id.to_string()),
        };
        let need = need.label.de.clone();
        if known { Ok(()) } else { Err(TaxonomyError::NoTarget { need, target }) }
    }
}

impl Topic {
    /// A topic for services whose topic is in no `topics.toml`: they are found, if only at the end of the list.
    ///
    /// `taken` says whether a slug is in use already.
    pub(crate) fn unlisted(name: &str, taken: impl Fn(&str) -> bool) -> Self {
        let base = slug_of(name);
        let numbered = (2_u32..).map(|n| format!("{base}-{n}"));
        let free = std::iter::once(base.clone()).chain(numbered).find(|slug| !taken(slug));
        let slug = free.and_then(|s| s.parse().ok()).unwrap_or_else(fallback_slug);
        Self { name: name.to_owned(), slug, title: Localized::german(name), icon: None, order: i64::MAX }
    }

    /// The topic of services that name none.
    pub(crate) fn more(taken: impl Fn(&str) -> bool) -> Self {
        let title = Localized { de: "Weitere".to_owned(), en: Some("More".to_owned()) };
        Self { name: String::new(), title, ..Self::unlisted("Weitere", taken) }
    }
}

/// `Bauen & Grundstück` → `bauen-grundstueck`.
fn slug_of(name: &str) -> String {
    let folded = text::fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    slug.truncate(60);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "thema".to_owned() } else { slug.to_owned() }
}

/// Never needed, since [`slug_of`] makes slugs only; but the types do not know that.
#[allow(clippy::expect_used)]
fn fallback_slug() -> TopicId {
    "weitere".parse().expect("a constant slug")
}

fn unique<'a>(kind: &'static str, values: impl Iterator<Item = &'a str>) -> Result<(), TaxonomyError> {
    let mut seen = HashSet::new();
    for value in values {
        if !seen.insert(value) {
            return Err(TaxonomyError::Twice { kind, value: value.to_owned() });
        }
    }
    Ok(())
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let target = match text.split_once(':') {
            None => text.parse().map(Self::Service),
            Some(("situation", slug)) => slug.parse().map(Self::Situation),
            Some(("topic", slug)) => slug.parse().map(Self::Topic),
            Some(("q", words)) => Ok(Self::Query(words.trim().to_owned())),
            Some((kind, _)) => {
                let expected = "a service's id, `situation:…`, `topic:…` or `q:…`";
                return Err(de::Error::custom(format!("{kind:?} leads nowhere; expected {expected}")));
            }
        };
        target.map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        [[topic]]
        name = "Tiere"
        slug = "tiere"
        title = { de = "Tiere", en = "Animals" }
        icon = "paw"
        order = 2

        [[topic]]
        name = "Umzug & Wohnen"
        slug = "umzug-wohnen"
        title = "Umzug und Wohnen"
        order = 1

        [[situation]]
        slug = "neu-hier"
        title = { de = "Neu hier", en = "New here" }
        services = ["wohnsitz-ummelden"]

        [[need]]
        label = { de = "Umgezogen", en = "Moved" }
        target = "situation:neu-hier"

        [[need]]
        label = "Ausweis weg"
        target = "q:ausweis weg"
    "#;

    #[test]
    fn reads_in_page_order() {
        let read = Taxonomy::parse(FILE).unwrap();
        assert_eq!(
            read.topics.iter().map(|t| t.slug.as_str()).collect::<Vec<_>>(),
            ["umzug-wohnen", "tiere"]
        );
        assert_eq!(read.needs[1].target, Target::Query("ausweis weg".to_owned()));
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text: &str| Taxonomy::parse(text).unwrap_err().to_string();
        let topic = "[[topic]]\nname = \"A\"\nslug = \"a\"\ntitle = \"A\"\n";
        assert_eq!(
            error(&format!("{topic}{topic}")),
            "the topic name \"A\" stands there twice; give each its own"
        );
        assert!(error("[[topic]]\nname = \"A\"\nslug = \"Ä\"\ntitle = \"A\"").contains("line 3"));
        assert!(error("[[need]]\nlabel = \"x\"\ntarget = \"situation:weg\"").contains("leads to \"weg\""));
        assert!(error("[[need]]\nlabel = \"x\"\ntarget = \"http://x\"").contains("leads nowhere"));
    }

    #[test]
    fn an_unlisted_topic_gets_a_free_slug() {
        let slug = |name, taken: &[&str]| Topic::unlisted(name, |s| taken.contains(&s)).slug.to_string();
        assert_eq!(slug("Bauen & Grundstück", &[]), "bauen-grundstueck");
        assert_eq!(slug("Tiere", &["tiere", "tiere-2"]), "tiere-3");
        assert_eq!(slug("Ψ", &[]), "thema");
    }
}
