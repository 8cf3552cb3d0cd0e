//! `city.toml`: what a city says of itself. Names, phone, Land, languages, licences; only three lines are needed.

use jiff::civil::Date;
use kernel::{Lang, Localized, text};
use serde::Deserialize;

use super::{land::Land, look::Colours};

/// Longest time for an answer that a city may promise, in days.
const MOST_REPLY_DAYS: u16 = 90;

/// The file, checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Short name for files and identifiers; made of the name where it is missing.
    #[serde(default)]
    id: Option<String>,
    /// The city's name.
    pub name: Localized,
    /// What the pop-up office is called.
    pub service_name: Localized,
    /// The Land it lies in; decides on holidays and names of acts.
    #[serde(default)]
    pub land: Option<Land>,
    /// How people are spoken to. The pages know "Sie" only.
    #[serde(default)]
    address_form: AddressForm,
    /// The phone number for all questions to the administration.
    pub phone: String,
    /// The city's service portal.
    #[serde(default)]
    pub portal: Option<String>,
    /// The Monday around which the example tour is laid.
    #[serde(default)]
    pub example_anchor: Option<Date>,
    /// Days until a report of a barrier should be answered.
    #[serde(default = "reply_days")]
    pub barrier_reply_days: u16,
    /// The languages of the pages, German first.
    #[serde(default = "all_languages")]
    pub languages: Vec<Lang>,
    /// A picture beside the name: an SVG or PNG file of the folder.
    #[serde(default)]
    pub logo: Option<String>,
    /// Whom to credit for the map.
    #[serde(default)]
    pub map_credit: Option<String>,
    /// The part of the earth the map shows; made of the places where it is missing.
    #[serde(default)]
    pub map: Option<MapBounds>,
    /// The city's colours.
    #[serde(default)]
    pub colours: Colours,
    /// Under which terms data may be used.
    #[serde(default)]
    pub open_data: OpenData,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
enum AddressForm {
    #[default]
    Sie,
}

/// A rectangle in degrees, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapBounds {
    /// Southern edge.
    pub south: f64,
    /// Western edge.
    pub west: f64,
    /// Northern edge.
    pub north: f64,
    /// Eastern edge.
    pub east: f64,
}

/// Licences of the open data.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenData {
    /// Of venues and stops.
    #[serde(default)]
    pub stops: Licence,
    /// Of services.
    #[serde(default)]
    pub services: Licence,
}

/// A licence. What is not known is left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Its address in the list of DCAT-AP.de: `http://dcat-ap.de/def/licenses/…`.
    #[serde(default)]
    pub licence: Option<String>,
    /// Whom to credit.
    #[serde(default)]
    pub attribution: Option<String>,
}

impl Profile {
    /// Reads and checks the file.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut profile: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        profile.languages.sort();
        profile.languages.dedup();
        profile.check()?;
        Ok(profile)
    }

    fn check(&self) -> Result<(), String> {
        let needed =
            [("name", &self.name.de), ("service_name", &self.service_name.de), ("phone", &self.phone)];
        if let Some((name, _)) = needed.into_iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(format!("`{name}` is empty"));
        }
        let dialled = self.phone.chars().all(|c| c.is_ascii_digit() || "+ /()-".contains(c));
        if !dialled || self.dial().is_empty() {
            return Err(format!("`phone` is no phone number: {:?}", self.phone));
        }
        if !self.languages.contains(&Lang::De) {
            return Err("`languages` must contain \"de\": German addresses carry no language".to_owned());
        }
        if !(1..=MOST_REPLY_DAYS).contains(&self.barrier_reply_days) {
            return Err(format!("`barrier_reply_days` must be from 1 to {MOST_REPLY_DAYS}"));
        }
        let AddressForm::Sie = self.address_form;
        self.map.map_or(Ok(()), MapBounds::check)
    }

    /// Short name for identifiers.
    pub fn id(&self) -> String {
        let words = text::fold(self.id.as_deref().unwrap_or(&self.name.de));
        let parts = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty());
        parts.collect::<Vec<_>>().join("-")
    }

    /// The phone number as a link dials it.
    pub fn dial(&self) -> String {
        self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}

impl MapBounds {
    fn check(self) -> Result<(), String> {
        let on_earth = [self.south, self.north].iter().all(|d| d.abs() <= 90.0)
            && [self.west, self.east].iter().all(|d| d.abs() <= 180.0);
        if on_earth && self.south < self.north && self.west < self.east {
            Ok(())
        } else {
            Err("`map` must be degrees with south < north and west < east".to_owned())
        }
    }
}

fn reply_days() -> u16 {
    outreach::REPLY_DAYS
}

fn all_languages() -> Vec<Lang> {
    Lang::ALL.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "name = \"Bad Überlauf\"\nservice_name = \"Bürger-Mobil\"\nphone = \"0800 123-45\"\n";

    #[test]
    fn three_lines_are_enough() {
        let profile = Profile::parse(LEAST).unwrap();
        assert_eq!((profile.id().as_str(), profile.dial().as_str()), ("bad-ueberlauf", "080012345"));
        assert_eq!(profile.languages, Lang::ALL);
        assert_eq!(profile.barrier_reply_days, 28);
    }

    #[test]
    fn says_what_is_wrong() {
        let wrong = |more: &str| Profile::parse(&format!("{LEAST}{more}")).unwrap_err();
        assert!(Profile::parse("name = \"x\"\nphone = \"1\"").unwrap_err().contains("service_name"));
        assert!(
            Profile::parse(&LEAST.replace("0800 123-45", "ruf an")).unwrap_err().contains("no phone number")
        );
        assert!(Profile::parse(&LEAST.replace("Bad Überlauf", " ")).unwrap_err().contains("`name` is empty"));
        assert!(wrong("languages = [\"en\"]").contains("must contain \"de\""));
        assert!(wrong("languages = [\"de\", \"tlh\"]").contains("tlh"));
        assert!(wrong("land = \"XX\"").contains("XX"));
        assert!(wrong("colors = 1").contains("colors"));
        assert!(wrong("barrier_reply_days = 0").contains("from 1 to 90"));
        assert!(wrong("[map]\nsouth = 54\nwest = 9\nnorth = 53\neast = 10").contains("south < north"));
    }
}
