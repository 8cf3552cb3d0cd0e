//! Random hours, days and stops for the property tests of this crate.

use proptest::prelude::*;

use crate::hours::{Span, WeekHours};

/// Some spans of one day, apart from each other.
pub(crate) fn spans() -> impl Strategy<Value = Vec<Span>> {
    proptest::collection::btree_set(0_u16..=96, 0..=4).prop_map(|edges| {
        let edges: Vec<u16> = edges.into_iter().map(|q| q * 15).collect();
        edges.chunks_exact(2).map(|pair| Span::of_minutes(pair[0], pair[1]).unwrap()).collect()
    })
}

/// Hours of a whole week.
pub(crate) fn week_hours() -> impl Strategy<Value = WeekHours> {
    proptest::array::uniform7(spans()).prop_map(WeekHours::of_days)
}
