use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp, ZonedDateTime, tz::TimeZone};

/// The time zone of all opening hours and days.
pub const BERLIN: &str = "Europe/Berlin";

/// An instant as local time in Europe/Berlin.
///
/// The zone data are compiled in; if they were missing, local time falls back to UTC.
pub fn berlin(at: Timestamp) -> ZonedDateTime {
    at.to_zoned_datetime(TimeZone::get(BERLIN).unwrap_or(TimeZone::UTC))
}

/// Where time comes from. The lint forbids every other way.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that goes at the machine's pace, but shows another time: for practising, whatever time it is.
#[derive(Debug, Clone, Copy)]
pub struct ShiftedClock(SignedDuration);

impl ShiftedClock {
    /// A clock that shows `start` now.
    pub fn beginning_at(start: Timestamp) -> Self {
        Self(start.duration_since(SystemClock.now()))
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        let now = SystemClock.now();
        now.saturating_add(self.0).unwrap_or(now)
    }
}

/// A clock that stands still until it is moved, for tests and for looking at another day.
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<Mutex<Timestamp>>);

impl FixedClock {
    /// A clock that shows `at`.
    pub fn new(at: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(at)))
    }

    /// Moves the clock, also backwards. Clones move with it.
    pub fn set(&self, at: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }

    /// Moves the clock by a span.
    pub fn advance(&self, by: SignedDuration) {
        let mut at = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *at = at.saturating_add(by).unwrap_or(*at);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
