//! Pieces that several pages share, as data with a template each.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

mod map;
mod service_row;
mod state;
mod stop_row;
mod tile;
mod tour;

pub(crate) use map::Map;
pub(crate) use service_row::ServiceRow;
pub(crate) use state::{State, capital};
pub(crate) use stop_row::{StopRow, district_name, place, stop_days, stop_href};
pub(crate) use tile::Tile;
pub(crate) use tour::{Notice, all_seen, next_stop_line};

/// Encodes a value for the query part of an address.
pub(crate) fn encode(value: &str) -> String {
    utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
}

/// A short mark on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Badge {
    /// KERN's kinds: `success`, `info`, `warning`.
    pub kind: &'static str,
    pub icon: &'static str,
    pub text: String,
}

/// A link to another page of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Crumb {
    pub href: String,
    pub text: String,
}
