//! Venues, stops and their opening hours: what is open when and where, calendar feeds, the tour's file format.
//!
//! `rules` decides and knows no database; `ops` are the use cases every door calls; SQL stays in `store`.

pub mod calendar;
pub mod exchange;
pub mod geo;
pub mod hours;
pub mod ical;
pub mod model;
mod ops;
pub mod rules;
mod store;
#[cfg(test)]
mod testing;

pub use calendar::{Calendar, CalendarError};
pub use exchange::{Known, LineError, ReadError, TourFile, TourFileError};
pub use geo::{District, FoundPlace, GeoError, Geography, Lookup, PlaceKind, Point, Quarter, distance_m};
pub use hours::{DayHours, HoursError, Span, WEEK, WeekHours};
pub use ical::{FeedMeta, calendar_feed};
pub use model::{
    Access, DistrictId, Exception, Interruption, OfferId, Place, Position, Status, Stop, StopId, StoredStop,
    Tour, Transit, Venue, VenueId,
};
pub use ops::{
    Change, ImportError, ImportReport, LineReport, ShiftError, export, import, import_file, load,
    shift_examples,
};
pub use rules::{
    DayPlan, DayReason, Overview, Phase, Seen, StopState, clerk_on, next_change, phase, plan, state,
    tour_overview,
};
pub use store::STATEMENTS;
