//! A city's own files: name, districts, holidays, topics, what is offered, legal texts.
//!
//! They come from the folder built into the program or from one beside it; what is in them is fixed while the
//! program runs.

use std::{borrow::Cow, path::Path};

use directory::Taxonomy;
use jiff::civil::Date;
use kernel::Localized;
use serde::Deserialize;
use tour::{Calendar, Geography};

use super::{land::Land, offers::Offers, texts::Texts};

/// Where a city's files are read from.
pub trait CityFiles {
    /// The file's text, or `None` when there is none.
    fn read(&self, name: &str) -> Option<Cow<'_, str>>;
}

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
}

/// `city.toml`.
#[derive(Debug, Clone, Deserialize)]
pub struct Profile {
    /// Short name for files and folders.
    pub id: String,
    /// The city's name.
    pub name: Localized,
    /// What the pop-up office is called.
    pub service_name: Localized,
    /// The Land it lies in; decides on names of acts.
    #[serde(default)]
    pub land: Option<Land>,
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
    /// The part of the earth the map shows.
    pub map: MapBounds,
}

/// A rectangle in degrees, WGS 84.
#[derive(Debug, Clone, Copy, Deserialize)]
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
        file: &'static str,
        /// What is wrong, with the line where known.
        reason: String,
    },
}

impl City {
    /// Reads all files of a city.
    pub fn load(files: &dyn CityFiles) -> Result<Self, CityError> {
        let read = |name: &'static str| files.read(name).ok_or_else(|| CityError::Missing(name.to_owned()));
        let geography =
            Geography::parse(&read("districts.csv")?, &read("quarters.csv")?, &read("postcodes.csv")?)
                .map_err(broken("districts.csv, quarters.csv, postcodes.csv"))?;
        let calendar = Calendar::parse(&read("holidays.csv")?, &read("special_sundays.csv")?)
            .map_err(broken("holidays.csv, special_sundays.csv"))?;
        Ok(Self {
            profile: toml::from_str(&read("city.toml")?).map_err(broken("city.toml"))?,
            geography,
            calendar,
            taxonomy: Taxonomy::parse(&read("topics.toml")?).map_err(broken("topics.toml"))?,
            offers: Offers::parse(&read("offers.toml")?).map_err(broken("offers.toml"))?,
            texts: Texts::load(files)?,
        })
    }
}

fn reply_days() -> u16 {
    outreach::REPLY_DAYS
}

fn broken<E: std::fmt::Display>(file: &'static str) -> impl Fn(E) -> CityError {
    move |e| CityError::Broken { file, reason: e.to_string() }
}

/// The folder of a city on disk.
#[derive(Debug)]
pub struct CityFolder<'a>(pub &'a Path);

impl CityFiles for CityFolder<'_> {
    fn read(&self, name: &str) -> Option<Cow<'_, str>> {
        std::fs::read_to_string(self.0.join(name)).ok().map(Cow::Owned)
    }
}

impl CityFiles for include_dir::Dir<'static> {
    fn read(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get_file(name)?.contents_utf8().map(Cow::Borrowed)
    }
}
