//! `offers.toml`: what may be done at a stop, what is never done, what to bring.

use kernel::Localized;
use serde::Deserialize;
use tour::OfferId;

/// Everything about what the office does.
#[derive(Debug, Clone, Deserialize)]
pub struct Offers {
    /// What may be done at a stop, in the order of the page.
    #[serde(rename = "offer")]
    pub all: Vec<Offer>,
    /// What is done at no stop.
    #[serde(default)]
    pub never: Vec<Never>,
    /// What to bring, by case.
    #[serde(default)]
    pub bring: Vec<Bring>,
}

/// Something that may be done at a stop.
#[derive(Debug, Clone, Deserialize)]
pub struct Offer {
    /// Its id, as named by stops.
    pub id: OfferId,
    /// What it is called.
    pub name: Localized,
    /// One sentence.
    pub text: Localized,
    /// Who does it.
    pub needs: Needs,
    /// Where to go if it is not done at a stop.
    pub elsewhere: Localized,
}

/// Who may do something (`FACTS`: guides are not case workers).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Needs {
    /// A Digital-Lotse.
    Guide,
    /// A clerk of the ID-card authority with the certified terminal (§ 10(3) `PAuswV`).
    Clerk,
}

/// Something that is done at no stop.
#[derive(Debug, Clone, Deserialize)]
pub struct Never {
    /// What it is called.
    pub name: Localized,
    /// Where to go instead.
    pub elsewhere: Localized,
}

/// What to bring in one case.
#[derive(Debug, Clone, Deserialize)]
pub struct Bring {
    /// The case, in the visitor's words.
    pub case: Localized,
    /// The things.
    pub items: Items,
}

/// A list per language.
#[derive(Debug, Clone, Deserialize)]
pub struct Items {
    /// German.
    pub de: Vec<String>,
    /// English.
    pub en: Vec<String>,
}

impl Offers {
    /// Reads the file.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Whether one of these needs a clerk.
    pub fn needs_clerk(&self, offers: &[OfferId]) -> bool {
        self.all.iter().any(|o| o.needs == Needs::Clerk && offers.contains(&o.id))
    }
}
