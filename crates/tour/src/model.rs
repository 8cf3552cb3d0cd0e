//! What a tour is made of: venues, stops, and the words around them. Shapes of the files `lotse import tour` reads.

use jiff::civil::{Date, DateTime};
use kernel::{Localized, slug_id};
use serde::{Deserialize, Serialize};

use crate::hours::{DayHours, WeekHours};

slug_id! {
    /// A place that can host stops: `mercado-altona`.
    VenueId
}
slug_id! {
    /// One stay of the pop-up office at one venue: `mercado-2025`. Stands in addresses and calendar UIDs.
    StopId
}
slug_id! {
    /// A district (Bezirk): `altona`.
    DistrictId
}
slug_id! {
    /// Something that may be done at a stop: `pin-set`.
    OfferId
}

/// A place that hosts stops.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Venue {
    /// Its id.
    pub id: VenueId,
    /// The name on the door.
    pub name: String,
    /// What kind of place.
    pub place: Place,
    /// Street and house number; unknown for most market squares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Five digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Town.
    pub town: String,
    /// The district it lies in.
    pub district: DistrictId,
    /// The quarter (Stadtteil) by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarter: Option<String>,
    /// Degrees north, WGS 84.
    pub lat: f64,
    /// Degrees east, WGS 84.
    pub lon: f64,
    /// How exact the point is.
    pub position: Position,
    /// Where inside: "Erdgeschoss, neben dem Haupteingang".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<Localized>,
    /// Nearest rail stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rail: Option<Transit>,
    /// Nearest bus stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bus: Option<Transit>,
    /// Access facts of the building.
    #[serde(default, skip_serializing_if = "Access::is_unknown")]
    pub access: Access,
    /// Shop-closing law holds here: closed on Sundays but special ones, on 24 December from 14:00.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shop_hours: bool,
    /// Where the facts were seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Anything else worth saying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Localized>,
}

/// What kind of place a venue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// Shopping centre.
    #[serde(rename = "mall")]
    Mall,
    /// Public library.
    #[serde(rename = "library")]
    Library,
    /// Community centre.
    #[serde(rename = "community centre")]
    CommunityCentre,
    /// Market square.
    #[serde(rename = "market square")]
    MarketSquare,
    /// Shopping street.
    #[serde(rename = "street")]
    Street,
}

/// How exact a venue's coordinates are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Position {
    /// The point itself was mapped.
    Exact,
    /// Mean of points at the same address.
    Mean,
    /// Within a few hundred metres.
    Approximate,
}

/// A public-transport stop near a venue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transit {
    /// Its name, with the kind of train: "U Niendorf Markt".
    pub name: String,
    /// Distance from the venue in metres, as the crow flies.
    pub metres: u32,
}

/// What people with disabilities need to know. `None` is "not known", which is said as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Access {
    /// Reachable without steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_free: Option<bool>,
    /// There is a lift, where one is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lift: Option<bool>,
    /// A wheelchair-accessible toilet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessible_toilet: Option<bool>,
    /// Chairs for people who wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seating: Option<bool>,
    /// Induction loop for hearing aids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub induction_loop: Option<bool>,
}

impl Access {
    /// Nothing is known.
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }

    /// What is known here, and else what the other knows.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            step_free: self.step_free.or(other.step_free),
            lift: self.lift.or(other.lift),
            accessible_toilet: self.accessible_toilet.or(other.accessible_toilet),
            seating: self.seating.or(other.seating),
            induction_loop: self.induction_loop.or(other.induction_loop),
        }
    }
}

/// One stay of the office at a venue, as an editor writes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// Its id.
    pub id: StopId,
    /// Where.
    pub venue: VenueId,
    /// What is certain about it.
    #[serde(default, skip_serializing_if = "Status::is_confirmed")]
    pub status: Status,
    /// First day. Unknown only for stops that have ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day, included. Unknown only for stops that have ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Opening hours by weekday. May be missing while a stop is only announced, or when it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<WeekHours>,
    /// Words about the hours, where they are not fully known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_note: Option<Localized>,
    /// Days that differ; they win over weekday, holiday and Sunday rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
    /// Times in which an open stop is closed after all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interruptions: Vec<Interruption>,
    /// When a clerk with the certified terminal is there; missing: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clerk: Option<WeekHours>,
    /// What is done here. Whatever the city offers and is not in this list is shown as "not done here".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<OfferId>,
    /// Languages spoken at the stand, BCP 47.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Number of desks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desks: Option<u8>,
    /// Where inside the venue, if it differs from the venue's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<Localized>,
    /// Access facts of the stand; what is missing is taken from the venue.
    #[serde(default, skip_serializing_if = "Access::is_unknown")]
    pub access: Access,
    /// Free words about the stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Localized>,
    /// A notice that comes first on every page: why it was cancelled, moved, changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Localized>,
    /// Where the facts were seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Example data, labelled as such on page and feed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub example: bool,
}

/// What is certain about a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Planned; days and hours may still change (iCalendar `TENTATIVE`).
    Announced,
    /// It takes place (`CONFIRMED`).
    #[default]
    Confirmed,
    /// It does not take place (`CANCELLED`); stays visible, so that people learn it.
    Cancelled,
    /// A past stop of which not everything is known.
    Ended,
}

impl Status {
    /// It takes place as written.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub fn is_confirmed(&self) -> bool {
        *self == Self::Confirmed
    }
}

/// A day whose hours differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The day.
    pub day: Date,
    /// The hours of that day, or "closed".
    pub hours: DayHours,
    /// Why, for the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Localized>,
}

/// "Today from 15:00 closed: a colleague fell ill."
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interruption {
    /// Local time from which it is closed.
    pub from: DateTime,
    /// Local time at which it opens again.
    pub until: DateTime,
    /// Why, for the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Localized>,
}

/// A stop as stored: what the editor wrote, and what the database adds.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredStop {
    /// What the editor wrote.
    pub stop: Stop,
    /// Raised by one with each change (RFC 5545, 3.8.7.4).
    pub sequence: i64,
    /// When it was last changed.
    pub changed_at: jiff::Timestamp,
}

/// Everything published of the tour. Venues by id; stops by first day, then id.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tour {
    /// All venues.
    pub venues: std::collections::BTreeMap<VenueId, Venue>,
    /// All stops.
    pub stops: Vec<StoredStop>,
}
