//! From what people type to a place. Nothing is guessed: two readings are two suggestions.

use kernel::text::fold;

use super::{District, Geography, Point, PostcodePart, Quarter};
use crate::model::DistrictId;

/// No more suggestions than people read.
const SUGGESTIONS: usize = 5;

/// What kind of place was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// A district (Bezirk).
    District,
    /// A quarter (Stadtteil).
    Quarter,
    /// A postcode.
    Postcode,
}

/// The place somebody meant.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPlace {
    /// Its name, properly spelt.
    pub name: String,
    /// What kind of place.
    pub kind: PlaceKind,
    /// Where it is: several points for a postcode that crosses a border. Never empty.
    pub points: Vec<Point>,
    /// Its district, where that is certain: a postcode that crosses a border has none.
    pub district: Option<DistrictId>,
}

impl FoundPlace {
    /// Metres from the nearest of its points, as the crow flies.
    pub fn distance_m(&self, to: Point) -> f64 {
        self.points.iter().map(|p| super::distance_m(*p, to)).fold(f64::INFINITY, f64::min)
    }
}

/// What came of looking for a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Lookup {
    /// Exactly one place fits.
    Found(FoundPlace),
    /// None or several fit.
    NotFound {
        /// Up to five names that could be meant.
        suggestions: Vec<String>,
    },
}

/// A name that can be found, with its folded spellings.
#[derive(Debug, Clone)]
struct Entry {
    name: String,
    key: String,
    loose: String,
    kind: PlaceKind,
    district: DistrictId,
    point: Point,
}

/// All names, districts before quarters: people who type "Harburg" get the whole district.
#[derive(Debug, Clone, Default)]
pub(super) struct Names(Vec<Entry>);

impl Names {
    pub(super) fn new(districts: &[District], quarters: &[Quarter]) -> Self {
        let entry = |name: &str, kind, district: &DistrictId, lat, lon| {
            let key = key(name);
            let loose = loosen(&key);
            Entry {
                name: name.to_owned(),
                key,
                loose,
                kind,
                district: district.clone(),
                point: Point { lat, lon },
            }
        };
        let districts = districts.iter().map(|d| entry(&d.name, PlaceKind::District, &d.id, d.lat, d.lon));
        let quarters = quarters.iter().map(|q| entry(&q.name, PlaceKind::Quarter, &q.district, q.lat, q.lon));
        Self(districts.chain(quarters).collect())
    }

    fn exact(&self, key: &str) -> Option<&Entry> {
        let loose = loosen(key);
        let exact = self.0.iter().find(|e| e.key == key);
        let loosely = || self.0.iter().find(|e| e.loose == loose);
        // "Mitte" and "Nord" are what people call the districts Hamburg-Mitte and Hamburg-Nord.
        let district = || {
            let mut districts = self.0.iter().filter(|e| e.kind == PlaceKind::District);
            districts.find(|e| e.key.strip_prefix("hamburg") == Some(key))
        };
        exact.or_else(loosely).or_else(district)
    }

    /// The only place whose name begins so; a district and its quarter of the same name count as one.
    fn by_unique_prefix(&self, key: &str) -> Option<&Entry> {
        let mut hits = self.0.iter().filter(|e| e.key.starts_with(key));
        let first = hits.next()?;
        (key.len() >= 3 && hits.all(|e| e.key == first.key)).then_some(first)
    }

    fn suggestions(&self, key: &str) -> Vec<String> {
        if key.len() < 2 {
            return Vec::new();
        }
        let loose = loosen(key);
        let allowed = (loose.len() / 3).min(3);
        let rank = |e: &Entry| match edits(&loose, &e.loose) {
            _ if e.key.starts_with(key) => Some(0),
            n if n <= allowed => Some(n),
            _ if e.key.contains(key) => Some(4),
            _ => None,
        };
        let mut ranked: Vec<(usize, &str)> =
            self.0.iter().filter_map(|e| Some((rank(e)?, e.name.as_str()))).collect();
        ranked.sort_unstable();
        ranked.dedup_by_key(|(_, name)| *name);
        ranked.into_iter().take(SUGGESTIONS).map(|(_, name)| name.to_owned()).collect()
    }
}

impl Geography {
    /// The place somebody means by a name or postcode: umlauts, hyphens, "Sankt" and "Hamburg" before or after it do
    /// not matter, the beginning of a name is enough when only one begins so.
    pub fn find(&self, text: &str) -> Lookup {
        let text: String = text.chars().take(100).collect();
        if let Some(digits) = postcode_in(&text) {
            return self.find_postcode(digits);
        }
        let key = key(&text);
        let short = strip_city_words(&text);
        let found = self.names.exact(&key).or_else(|| self.names.exact(&short));
        match found
            .or_else(|| self.names.by_unique_prefix(&key))
            .or_else(|| self.names.by_unique_prefix(&short))
        {
            Some(entry) => Lookup::Found(FoundPlace {
                name: entry.name.clone(),
                kind: entry.kind,
                points: vec![entry.point],
                district: Some(entry.district.clone()),
            }),
            None => Lookup::NotFound { suggestions: self.names.suggestions(&short) },
        }
    }

    fn find_postcode(&self, digits: &str) -> Lookup {
        if let Some(parts) = self.postcodes.get(digits) {
            return Lookup::Found(FoundPlace {
                name: digits.to_owned(),
                kind: PlaceKind::Postcode,
                points: parts.iter().filter_map(|p| self.point_of(p)).collect(),
                district: if let [only] = parts.as_slice() { Some(only.district.clone()) } else { None },
            });
        }
        let alike = self.postcodes.keys().filter(|p| digits.len() >= 3 && p.starts_with(digits));
        Lookup::NotFound { suggestions: alike.take(SUGGESTIONS).cloned().collect() }
    }

    /// A postcode without a point of its own lies at its district's.
    fn point_of(&self, part: &PostcodePart) -> Option<Point> {
        let middle = || self.district(part.district.as_str()).map(|d| Point { lat: d.lat, lon: d.lon });
        part.point.or_else(middle)
    }
}

/// Five digits among other words, or the only word when that is all digits.
fn postcode_in(text: &str) -> Option<&str> {
    let digits = |w: &&str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit());
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(digits);
    words.find(|w| w.len() == 5).or_else(|| Some(text.trim()).filter(digits))
}

/// Letters only, lower case, umlauts as two letters, "Sankt" as "st".
fn key(text: &str) -> String {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).map(|w| if w == "sankt" { "st" } else { w }).collect()
}

/// The key without words that say nothing about the place.
fn strip_city_words(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let noise = ["hamburg", "hh", "bezirk", "stadtteil", "in", "district"];
    key(&words.filter(|w| !noise.contains(w)).collect::<Vec<_>>().join(" "))
}

/// Umlauts typed as plain vowels: "Eimsbuttel".
fn loosen(key: &str) -> String {
    key.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

/// Edits between two words: letters changed, added, left out, or two neighbours swapped.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let at = |row: &[usize], i: usize| row.get(i).copied().unwrap_or(usize::MAX / 2);
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let swapped = i > 0 && j > 0 && b.get(j - 1) == Some(x) && a.get(i - 1) == Some(y);
            let change = at(&last, j) + usize::from(x != y);
            let swap = if swapped { at(&before, j - 1) + 1 } else { usize::MAX / 2 };
            row.push(change.min(swap).min(at(&last, j + 1) + 1).min(at(&row, j) + 1));
        }
        before = std::mem::replace(&mut last, row);
    }
    at(&last, b.len())
}
