//! What is open when. Pure: a stop, its venue, the calendar and an instant go in, the answer comes out.
//!
//! Opening hours are civil times in Europe/Berlin. On the two days a year that are not 24 hours long, a time that
//! the clock skips counts as the time shown that much later (02:30 is 03:30), and a time that it shows twice is the
//! first one. RFC 5545, 3.3.5, reads them the same way, so the calendar feeds agree with the pages.

mod openings;
mod overview;
mod plan;
mod state;

pub(crate) use openings::{instant, zone};
pub use overview::{Overview, Phase, Seen, next_change, phase, tour_overview};
pub use plan::{DayPlan, DayReason, clerk_on, plan};
pub use state::{StopState, state};

#[cfg(test)]
mod tests;
