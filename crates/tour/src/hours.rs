//! Opening hours as people write them: a subset of OpenStreetMap's `opening_hours`.
//!
//! `Mo-Sa 10:00-19:00; Su 13:00-18:00`, `Tu,Th 10:00-13:00,14:00-18:00`, `closed`. German day letters
//! (`Di`, `Mi`, `Do`, `So`) mean the same. As in OpenStreetMap, a later rule replaces an earlier one for the
//! days it names. Public holidays and shop-closing law are not written here: the rules know them.

use serde::{Deserialize, Serialize, de};

mod day;
mod span;
mod week;

pub use day::DayHours;
pub use span::Span;
pub(crate) use span::{DAY_MINUTES, time_of};
pub use week::{WEEK, WeekHours};

/// Why a text is no opening hours. The message tells the editor what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Nothing is written.
    #[error("no hours are written; write for example \"Mo-Sa 10:00-19:00\" or \"closed\"")]
    Empty,
    /// Not a time.
    #[error("{0:?} is no time; write hours and minutes, for example 09:30 (the day ends at 24:00)")]
    Time(String),
    /// Not a span.
    #[error("{0:?} is no span of time; write for example 10:00-19:00")]
    Form(String),
    /// The end is not after the beginning.
    #[error("{0}-{1} ends before it begins; hours past midnight belong to the next day")]
    Backwards(String, String),
    /// Two spans of one day overlap.
    #[error("{0} and {1} overlap")]
    Overlap(Span, Span),
    /// Not a day of the week.
    #[error("{0:?} is no day; write Mo, Tu, We, Th, Fr, Sa, Su (or Di, Mi, Do, So)")]
    Day(String),
    /// Public holidays are no part of the week.
    #[error("leave out {0:?}: public holidays are closed anyway; write an exception for a day that differs")]
    Holiday(String),
}

/// Text in files and in JSON, both ways.
macro_rules! as_text {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: de::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

as_text!(Span, DayHours, WeekHours);

#[cfg(test)]
mod tests;
