//! A city's own files: name, districts, holidays, topics, what is offered, legal texts.
//!
//! They come from the folder built into the program or from one beside it; what is in them is fixed while the
//! program runs. Only `city.toml` is needed (docs/new-city.md).

use directory::Taxonomy;
use kernel::Lang;
use tour::{Calendar, Geography};

use super::{
    files::CityFiles, holidays, land::Land, look::Look, offers::Offers, profile::Profile, texts::Texts,
};

const DISTRICTS: &str = "id,name,lat,lon,population\n";
const QUARTERS: &str = "name,district,lat,lon,population\n";
const POSTCODES: &str = "postcode,district,lat,lon\n";
const SUNDAYS: &str = "date,from,until\n";

/// A city, ready for use.
#[derive(Debug)]
pub struct City {
    /// Names, phone, Land.
    pub profile: Profile,
    /// Districts, quarters, postcodes.
    pub geography: Geography,
    /// Public holidays and special Sundays.
    pub calendar: Calendar,
    /// Topics and life situations.
    pub taxonomy: Taxonomy,
    /// What the office does, and what it never does.
    pub offers: Offers,
    /// Pages of text.
    pub texts: Texts,
    /// Logo and colours.
    pub look: Look,
}

/// Why a city's files can't be used.
#[derive(Debug, thiserror::Error)]
pub enum CityError {
    /// A file is missing.
    #[error("the city's folder has no file {0}")]
    Missing(String),
    /// A file is broken.
    #[error("{file}: {reason}")]
    Broken {
        /// Which file.
        file: String,
        /// What is wrong, with the line where known.
        reason: String,
    },
}

impl City {
    /// Reads all files of a city. What is missing is left out, or stands there in general words.
    pub fn load(files: &dyn CityFiles) -> Result<Self, CityError> {
        let file = files.text("city.toml")?.ok_or_else(|| CityError::Missing("city.toml".to_owned()))?;
        let profile = Profile::parse(&file).map_err(broken("city.toml"))?;
        let or = |name: &str, empty: &'static str| {
            files.text(name).map(|t| t.unwrap_or(std::borrow::Cow::Borrowed(empty)))
        };
        let geography = Geography::parse(
            &or("districts.csv", DISTRICTS)?,
            &or("quarters.csv", QUARTERS)?,
            &or("postcodes.csv", POSTCODES)?,
        )
        .map_err(broken("districts.csv, quarters.csv, postcodes.csv"))?;
        let holidays = files.text("holidays.csv")?.map_or_else(|| holidays::file(profile.land), String::from);
        let calendar = Calendar::parse(&holidays, &or("special_sundays.csv", SUNDAYS)?)
            .map_err(broken("holidays.csv, special_sundays.csv"))?;
        Ok(Self {
            geography,
            calendar,
            taxonomy: Taxonomy::parse(&or("topics.toml", "")?).map_err(broken("topics.toml"))?,
            offers: Offers::parse(&files.text_or_default("offers.toml")?).map_err(broken("offers.toml"))?,
            texts: Texts::load(files, &profile)?,
            look: Look::load(files, &profile)?,
            profile,
        })
    }

    /// The languages of the pages, German first.
    pub fn languages(&self) -> &[Lang] {
        &self.profile.languages
    }

    /// The language, if the pages have it, else German.
    pub fn spoken(&self, lang: Lang) -> Lang {
        if self.languages().contains(&lang) { lang } else { Lang::De }
    }

    /// Whether quarters and postcodes are known, so that asking for one can help.
    pub fn knows_places(&self) -> bool {
        !self.geography.districts().is_empty()
    }

    /// What may be said of the Land.
    pub fn legal(&self) -> super::land::LegalWords {
        Land::words(self.profile.land)
    }
}

pub(super) fn broken<E: std::fmt::Display>(file: &'static str) -> impl Fn(E) -> CityError {
    move |e| CityError::Broken { file: file.to_owned(), reason: e.to_string() }
}
