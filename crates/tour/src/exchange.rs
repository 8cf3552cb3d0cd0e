//! The tour as a file: JSON Lines, one venue or stop a line, told apart by `"kind"`.
//!
//! Reading collects every bad line with its number and reason, so that an editor mends a file once. What is read is
//! cleaned (NFC, no control characters) and holds; whether a stop's venue exists is known only with the database.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    io::{self, Read},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::model::{DistrictId, OfferId, Stop, Tour, Venue, VenueId};

mod check;
mod lines;

/// A larger file is refused before it is read to its end.
pub const MAX_FILE_BYTES: u64 = 20 * 1024 * 1024;

/// A longer line is refused.
pub const MAX_LINE_BYTES: usize = 256 * 1024;

/// Venues and stops as read from a file, each with its line, counted from 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TourFile {
    /// The venues, in the file's order.
    pub venues: Vec<(usize, Venue)>,
    /// The stops, in the file's order.
    pub stops: Vec<(usize, Stop)>,
}

/// What stops and venues may refer to beside each other; `None` is not checked.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What may be done at a stop.
    pub offers: Option<BTreeSet<OfferId>>,
    /// The city's districts.
    pub districts: Option<BTreeSet<DistrictId>>,
    /// Venues beside those in the file.
    pub venues: Option<BTreeSet<VenueId>>,
}

/// One thing wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineError {
    /// The line, counted from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// Everything that is wrong with a file, by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TourFileError {
    /// Never empty.
    pub errors: Vec<LineError>,
}

/// A file cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be read at all.
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It holds something wrong.
    #[error(transparent)]
    Content(#[from] TourFileError),
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        f.write_str(&self.reason)
    }
}

impl fmt::Display for TourFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.errors.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for TourFileError {}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Record {
    Venue(Box<Venue>),
    Stop(Box<Stop>),
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum RecordRef<'a> {
    Venue(&'a Venue),
    Stop(&'a Stop),
}

/// Reads a tour file. Every bad line is told, in the order of the lines.
pub fn parse(reader: impl Read, known: &Known) -> Result<TourFile, ReadError> {
    let bytes = lines::read_limited(reader)?;
    let mut errors = Vec::new();
    let mut file = TourFile::default();
    for (line, text) in lines::split(&bytes, &mut errors) {
        match parse_line(text) {
            Ok(Record::Venue(venue)) => file.venues.push((line, *venue)),
            Ok(Record::Stop(stop)) => file.stops.push((line, *stop)),
            Err(reason) => errors.push(LineError { line, reason }),
        }
    }
    errors.extend(problems(&file, known));
    if errors.is_empty() && file == TourFile::default() {
        errors.push(LineError { line: 0, reason: "the file holds no venue and no stop".to_owned() });
    }
    if errors.is_empty() {
        return Ok(file);
    }
    errors.sort();
    Err(TourFileError { errors }.into())
}

/// What is wrong with venues and stops that could be read.
pub(crate) fn problems(file: &TourFile, known: &Known) -> Vec<LineError> {
    let mut errors = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (line, venue) in &file.venues {
        let mut reasons = check::venue(venue, known);
        reasons.extend(twice(&mut seen, venue.id.as_str(), *line));
        errors.extend(reasons.into_iter().map(|reason| LineError { line: *line, reason }));
    }
    seen.clear();
    let in_file: BTreeSet<&VenueId> = file.venues.iter().map(|(_, v)| &v.id).collect();
    for (line, stop) in &file.stops {
        let mut reasons = check::stop(stop, known);
        reasons.extend(twice(&mut seen, stop.id.as_str(), *line));
        if known.venues.as_ref().is_some_and(|v| !v.contains(&stop.venue) && !in_file.contains(&stop.venue)) {
            reasons.push(format!(
                "there is no venue {:?}, neither in this file nor before",
                stop.venue.as_str()
            ));
        }
        errors.extend(reasons.into_iter().map(|reason| LineError { line: *line, reason }));
    }
    errors.sort();
    errors
}

fn twice<'a>(seen: &mut BTreeMap<&'a str, usize>, id: &'a str, line: usize) -> Option<String> {
    let first = *seen.entry(id).or_insert(line);
    (first != line).then(|| format!("{id:?} stands already in line {first}"))
}

fn parse_line(text: &str) -> Result<Record, String> {
    let record: Record = serde_json::from_str(text).map_err(|e| lines::reason(&e, text))?;
    Ok(match record {
        Record::Venue(venue) => Record::Venue(Box::new(cleaned(*venue)?)),
        Record::Stop(stop) => Record::Stop(Box::new(cleaned(*stop)?)),
    })
}

/// The same with every text cleaned, so that what is compared and stored has one form.
fn cleaned<T: Serialize + DeserializeOwned>(record: T) -> Result<T, String> {
    fn clean(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) => *text = kernel::text::clean(text),
            serde_json::Value::Array(values) => values.iter_mut().for_each(clean),
            serde_json::Value::Object(fields) => fields.values_mut().for_each(clean),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(record).map_err(|e| e.to_string())?;
    clean(&mut value);
    serde_json::from_value(value).map_err(|e| e.to_string())
}

/// The tour as a file: venues by id, then stops by first day and id. [`parse`] reads it back.
pub fn export(tour: &Tour) -> Result<String, serde_json::Error> {
    let mut out = String::new();
    let venues = tour.venues.values().map(RecordRef::Venue);
    for record in venues.chain(tour.stops.iter().map(|s| RecordRef::Stop(&s.stop))) {
        out.push_str(&serde_json::to_string(&record)?);
        out.push('\n');
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
