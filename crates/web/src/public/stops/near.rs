//! What somebody asked for as "near me", and what we understood.

use std::collections::HashMap;

use kernel::Lang;
use tour::{Lookup, Point};

use super::{cleaned, words};
use crate::{
    App,
    http::lang::href,
    public::view::{Crumb, encode},
};

/// A question for stops near a place.
pub(crate) struct Asked {
    /// As typed, cleaned; empty when a device's position was sent.
    pub typed: String,
    /// What is shown as the answer's heading.
    pub heading: String,
    /// More to say about it.
    pub note: Option<String>,
    /// What else could have been meant.
    pub suggestions: Vec<Crumb>,
    /// Where it is; empty when we don't know the place.
    pub points: Vec<Point>,
    position: Option<String>,
}

impl Asked {
    /// The page's address with this question.
    pub(crate) fn path(&self) -> String {
        match &self.position {
            Some(position) => format!("/termine?nah={}", encode(position)),
            None => format!("/termine?ort={}", encode(&self.typed)),
        }
    }
}

/// Reads `?nah=53.551,9.993` or `?ort=Niendorf`. Nothing asked, or an empty field: `None`.
pub(crate) fn read(app: &App, lang: Lang, params: &HashMap<String, String>) -> Option<Asked> {
    if let Some(position) = params.get("nah") {
        return Some(near_device(app, lang, position));
    }
    let typed = cleaned(params.get("ort")?);
    (!typed.is_empty()).then(|| near_place(app, lang, typed))
}

fn near_device(app: &App, lang: Lang, position: &str) -> Asked {
    let w = words(lang);
    let point = parse_position(position);
    let known = point.filter(|p| is_around(app, *p));
    let heading = match (point, known) {
        (_, Some(_)) => w.near_device,
        (Some(_), None) => w.outside,
        (None, None) => w.no_position,
    };
    Asked {
        typed: String::new(),
        heading: heading.to_owned(),
        note: known.is_none().then(|| w.not_found_help.to_owned()),
        suggestions: Vec::new(),
        points: known.into_iter().collect(),
        position: Some(position.chars().take(40).collect()),
    }
}

fn near_place(app: &App, lang: Lang, typed: String) -> Asked {
    let w = words(lang);
    match app.city().geography.find(&typed) {
        Lookup::Found(place) => Asked {
            heading: format!("{} {}", w.near_place, place.name),
            note: place.district.is_none().then(|| w.several.to_owned()),
            suggestions: Vec::new(),
            points: place.points,
            typed,
            position: None,
        },
        Lookup::NotFound { suggestions } => Asked {
            heading: format!("{} {typed}", w.not_found),
            note: Some(if suggestions.is_empty() { w.not_found_help } else { w.did_you_mean }.to_owned()),
            suggestions: suggestions.into_iter().map(|s| suggestion(lang, s)).collect(),
            points: Vec::new(),
            typed,
            position: None,
        },
    }
}

fn suggestion(lang: Lang, text: String) -> Crumb {
    Crumb { href: href(lang, &format!("/termine?ort={}", encode(&text))), text }
}

fn parse_position(text: &str) -> Option<Point> {
    let (lat, lon) = text.split_once(',')?;
    let degrees =
        |s: &str, most: f64| s.trim().parse::<f64>().ok().filter(|d| d.is_finite() && d.abs() <= most);
    Some(Point { lat: degrees(lat, 90.0)?, lon: degrees(lon, 180.0)? })
}

/// Within a day trip of the city's districts or of a venue.
fn is_around(app: &App, point: Point) -> bool {
    const FAR_M: f64 = 100_000.0;
    let snapshot = app.snapshot();
    let venues = snapshot.tour.venues.values().map(|v| (v.lat, v.lon));
    let mut all = app.city().geography.districts().iter().map(|d| (d.lat, d.lon)).chain(venues);
    all.any(|(lat, lon)| tour::distance_m(point, Point { lat, lon }) < FAR_M)
}
