//! Where people are: districts, quarters and postcodes of a city as points, found by what people type.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::DistrictId;

mod find;

pub use find::{FoundPlace, Lookup, PlaceKind};

/// A place on the map, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// A district (Bezirk).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct District {
    /// Its id.
    pub id: DistrictId,
    /// Its name.
    pub name: String,
    /// Degrees north of its middle.
    pub lat: f64,
    /// Degrees east of its middle.
    pub lon: f64,
    /// People living there, if known.
    pub population: Option<u32>,
}

/// A quarter (Stadtteil).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Quarter {
    /// Its name.
    pub name: String,
    /// The district it belongs to.
    pub district: DistrictId,
    /// Degrees north of its middle.
    pub lat: f64,
    /// Degrees east of its middle.
    pub lon: f64,
    /// People living there, if known.
    pub population: Option<u32>,
}

#[derive(Debug, Clone, Deserialize)]
struct PostcodeRow {
    postcode: String,
    district: DistrictId,
    lat: Option<f64>,
    lon: Option<f64>,
}

/// What of a postcode lies in one district.
#[derive(Debug, Clone, PartialEq)]
struct PostcodePart {
    district: DistrictId,
    point: Option<Point>,
}

/// Districts, quarters and postcodes of a city.
#[derive(Debug, Clone, Default)]
pub struct Geography {
    districts: Vec<District>,
    quarters: Vec<Quarter>,
    postcodes: BTreeMap<String, Vec<PostcodePart>>,
    names: find::Names,
}

/// Why the geography cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum GeoError {
    /// Not the columns we need, or a value that does not fit.
    #[error("{file}: {cause}")]
    Csv {
        /// Which of the three files.
        file: &'static str,
        /// What is wrong, with the line.
        cause: csv::Error,
    },
    /// A quarter or postcode lies in a district that is not listed.
    #[error("{what} lies in {district}, which is no district in the list")]
    UnknownDistrict {
        /// The quarter or postcode.
        what: String,
        /// The district it names.
        district: DistrictId,
    },
}

fn rows<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<Vec<T>, GeoError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().map_err(|cause| GeoError::Csv { file, cause })
}

impl Geography {
    /// Reads three CSV files with a header line: districts `id,name,lat,lon,population`, quarters
    /// `name,district,lat,lon,population`, postcodes `postcode,district,lat,lon` (one line per district a postcode
    /// lies in; the point may be empty). `district` is a district's id. Other columns are ignored.
    pub fn parse(districts_csv: &str, quarters_csv: &str, postcodes_csv: &str) -> Result<Self, GeoError> {
        let districts: Vec<District> = rows("districts", districts_csv)?;
        let quarters: Vec<Quarter> = rows("quarters", quarters_csv)?;
        let known = |what: &str, id: &DistrictId| {
            let unknown = || GeoError::UnknownDistrict { what: what.to_owned(), district: id.clone() };
            districts.iter().any(|d| d.id == *id).then_some(()).ok_or_else(unknown)
        };
        for quarter in &quarters {
            known(&quarter.name, &quarter.district)?;
        }
        let mut postcodes: BTreeMap<String, Vec<PostcodePart>> = BTreeMap::new();
        for row in rows::<PostcodeRow>("postcodes", postcodes_csv)? {
            known(&row.postcode, &row.district)?;
            let point = row.lat.zip(row.lon).map(|(lat, lon)| Point { lat, lon });
            postcodes.entry(row.postcode).or_default().push(PostcodePart { district: row.district, point });
        }
        let names = find::Names::new(&districts, &quarters);
        Ok(Self { districts, quarters, postcodes, names })
    }

    /// All districts, in the order of the file.
    pub fn districts(&self) -> &[District] {
        &self.districts
    }

    /// All quarters, in the order of the file.
    pub fn quarters(&self) -> &[Quarter] {
        &self.quarters
    }

    /// The district with that id.
    pub fn district(&self, id: &str) -> Option<&District> {
        self.districts.iter().find(|d| d.id.as_str() == id)
    }
}

/// Metres between two points as the crow flies, on a sphere of the earth's mean radius (0.5 % exact).
pub fn distance_m(a: Point, b: Point) -> f64 {
    const EARTH_RADIUS_M: f64 = 6_371_008.8;
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let (d_lat, d_lon) = (lat_b - lat_a, (b.lon - a.lon).to_radians());
    let h = (d_lat / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * (d_lon / 2.0).sin().powi(2);
    2.0 * EARTH_RADIUS_M * h.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests;
