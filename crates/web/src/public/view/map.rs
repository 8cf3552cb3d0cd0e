use askama::Template;
use kernel::Lang;
use tour::{Phase, Point, Seen};

use super::{State, place, stop_href};
use crate::{
    App,
    site::{profile::MapBounds, snapshot::Snapshot},
};

/// Width of the drawing in its own units.
const WIDTH: f64 = 600.0;
/// Air around the outermost places, in degrees of latitude (about 1 km).
const MARGIN: f64 = 0.01;
/// Pins nearer to each other than this are moved apart, so that each can be hit.
const APART: f64 = 26.0;

/// A schematic map: quarters as dots, districts by name, stops as numbered pins. The list beside it says the same.
#[derive(Debug, Template)]
#[template(path = "public/view/map.html")]
pub(crate) struct Map {
    width: u32,
    height: u32,
    title: &'static str,
    caption: String,
    quarters: Vec<(i32, i32)>,
    labels: Vec<(i32, i32, String)>,
    here: Option<(i32, i32)>,
    stops: Vec<Pin>,
}

#[derive(Debug)]
struct Pin {
    class: &'static str,
    href: String,
    x: i32,
    y: i32,
    number: usize,
    text: String,
}

/// From degrees to the drawing: equirectangular around the city's middle, true enough for one city.
struct Projection {
    west: f64,
    north: f64,
    across: f64,
    up: f64,
}

impl Projection {
    fn new(b: MapBounds) -> (Self, f64) {
        let squeeze = f64::midpoint(b.south, b.north).to_radians().cos();
        let across = WIDTH / (b.east - b.west);
        let up = across / squeeze;
        (Self { west: b.west, north: b.north, across, up }, (b.north - b.south) * up)
    }

    fn place(&self, p: Point) -> (f64, f64) {
        ((p.lon - self.west) * self.across, (self.north - p.lat) * self.up)
    }
}

impl Map {
    /// Draws the stops in the order given; pins carry their place in it, from 1. Nothing where no place is known.
    pub(crate) fn new(
        app: &App,
        snapshot: &Snapshot,
        lang: Lang,
        stops: &[(&Seen<'_>, Phase)],
        here: Option<Point>,
    ) -> Option<Self> {
        let bounds = app.city().profile.map.or_else(|| around(app, snapshot))?;
        let (projection, height) = Projection::new(bounds);
        let inside = |(x, y): (f64, f64)| (0.0..=WIDTH).contains(&x) && (0.0..=height).contains(&y);
        let geography = &app.city().geography;
        let quarters =
            geography.quarters().iter().map(|q| projection.place(Point { lat: q.lat, lon: q.lon }));
        let stops = pins(app, snapshot, lang, &projection, stops);
        let names = geography
            .districts()
            .iter()
            .map(|d| (projection.place(Point { lat: d.lat, lon: d.lon }), &d.name));
        Some(Self {
            width: round(WIDTH).unsigned_abs(),
            height: round(height).unsigned_abs(),
            title: lang.pick(
                "Karte der Tour. Die Liste daneben sagt dasselbe in Worten.",
                "Map of the tour. The list beside it says the same in words.",
            ),
            caption: caption(app, lang),
            quarters: quarters.filter(|p| inside(*p)).map(|(x, y)| (round(x), round(y))).collect(),
            labels: labels(names, &stops),
            here: here.map(|p| projection.place(p)).filter(|p| inside(*p)).map(|(x, y)| (round(x), round(y))),
            stops,
        })
    }
}

/// What dots and pins mean, and whom to credit.
fn caption(app: &App, lang: Lang) -> String {
    let dots = app.city().geography.quarters().is_empty();
    let words = if dots {
        lang.pick("Nadeln mit Nummer sind Halte.", "Numbered pins are stops.")
    } else {
        lang.pick(
            "Punkte sind Stadtteile, Nadeln mit Nummer sind Halte.",
            "Dots are quarters, numbered pins are stops.",
        )
    };
    let credit = app.city().profile.map_credit.as_deref().map_or_else(String::new, |c| format!(" {c}"));
    format!("{words}{credit}")
}

/// A frame around all places that are known, with a margin; none when there are no places.
fn around(app: &App, snapshot: &Snapshot) -> Option<MapBounds> {
    let geography = &app.city().geography;
    let points: Vec<(f64, f64)> = (snapshot.tour.venues.values().map(|v| (v.lat, v.lon)))
        .chain(geography.districts().iter().map(|d| (d.lat, d.lon)))
        .chain(geography.quarters().iter().map(|q| (q.lat, q.lon)))
        .collect();
    let (lat, lon) = points.first().copied()?;
    let wide = |b: MapBounds, (lat, lon): &(f64, f64)| MapBounds {
        south: b.south.min(lat - MARGIN),
        west: b.west.min(lon - 2.0 * MARGIN),
        north: b.north.max(lat + MARGIN),
        east: b.east.max(lon + 2.0 * MARGIN),
    };
    let point = MapBounds { south: lat, west: lon, north: lat, east: lon };
    Some(points.iter().fold(point, wide))
}

/// A name in the drawing, as far as it takes up room; the middle of its base line is its place.
struct Label<'a> {
    x: f64,
    y: f64,
    text: &'a str,
}

impl Label<'_> {
    /// Half its width and its height, with the larger letters of a narrow screen.
    fn room(&self) -> (f64, f64) {
        let letters = u8::try_from(self.text.chars().count()).unwrap_or(u8::MAX);
        (f64::from(letters) * 6.5, 26.0)
    }

    fn hits(&self, other: &Label<'_>) -> bool {
        let ((w, h), (ow, _)) = (self.room(), other.room());
        (self.x - other.x).abs() < w + ow && (self.y - other.y).abs() < h
    }

    fn hits_pin(&self, pin: &Pin) -> bool {
        let (w, h) = self.room();
        let (x, y) = (f64::from(pin.x), f64::from(pin.y));
        (self.x - x).abs() < w + 14.0 && y > self.y - h - 10.0 && y < self.y + 16.0
    }
}

/// Puts each name at its place, or as near to it as it is free of pins and other names.
fn labels<'a>(
    names: impl Iterator<Item = ((f64, f64), &'a String)>,
    pins: &[Pin],
) -> Vec<(i32, i32, String)> {
    const STEPS: [f64; 7] = [0.0, -26.0, 26.0, -52.0, 52.0, -78.0, 78.0];
    let mut placed: Vec<Label<'_>> = Vec::new();
    for ((x, y), text) in names {
        let at = |step: f64| Label { x, y: y + step, text };
        let free = |l: &Label<'_>| !placed.iter().any(|p| p.hits(l)) && !pins.iter().any(|p| l.hits_pin(p));
        let label = STEPS.into_iter().map(at).find(free).unwrap_or_else(|| at(0.0));
        placed.push(label);
    }
    placed.into_iter().map(|l| (round(l.x), round(l.y), l.text.to_owned())).collect()
}

fn pins(
    app: &App,
    snapshot: &Snapshot,
    lang: Lang,
    projection: &Projection,
    stops: &[(&Seen<'_>, Phase)],
) -> Vec<Pin> {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let pin = |(at, (seen, phase)): (usize, &(&Seen<'_>, Phase))| {
        let (x, mut y) = projection.place(Point { lat: seen.venue.lat, lon: seen.venue.lon });
        while taken.iter().any(|(tx, ty)| (tx - x).abs() < APART && (ty - y).abs() < APART) {
            y += APART;
        }
        taken.push((x, y));
        let state = State::new(lang, &seen.state, snapshot.today());
        Pin {
            class: match phase {
                Phase::Now => "now",
                Phase::Next | Phase::Later => "next",
                Phase::Past => "past",
            },
            href: stop_href(lang, &seen.stop.stop),
            x: round(x),
            y: round(y),
            number: at + 1,
            text: format!("{} – {}", place(app, seen.venue), state.text),
        }
    };
    stops.iter().enumerate().map(pin).collect()
}

#[allow(clippy::cast_possible_truncation, reason = "a place in a drawing of some hundred units")]
fn round(v: f64) -> i32 {
    v.round() as i32
}
