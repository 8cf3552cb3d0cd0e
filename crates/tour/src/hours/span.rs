//! A span of open time within a day, in whole minutes.

use std::{fmt, str::FromStr};

use jiff::civil::Time;

use super::HoursError;

/// Minutes of a day on the clock; the end of a span may be this.
pub(crate) const DAY_MINUTES: u16 = 24 * 60;

/// A time from which to a time until which something is open, within one day. Whole minutes; the end is later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    from: u16,
    to: u16,
}

impl Span {
    /// From a time until a later one. Midnight as the end means the end of the day, 24:00. Seconds are cut off.
    pub fn new(from: Time, to: Time) -> Result<Self, HoursError> {
        let end = if to == Time::midnight() { DAY_MINUTES } else { minute_of(to) };
        Self::of_minutes(minute_of(from), end)
    }

    pub(crate) fn of_minutes(from: u16, to: u16) -> Result<Self, HoursError> {
        if from < to && to <= DAY_MINUTES {
            return Ok(Self { from, to });
        }
        Err(HoursError::Backwards(clock_text(from), clock_text(to)))
    }

    /// When it begins.
    pub fn from(self) -> Time {
        time_of(self.from)
    }

    /// When it ends; midnight stands for 24:00, the end of the day.
    pub fn to(self) -> Time {
        time_of(self.to)
    }

    /// Minutes on the clock between the two.
    pub fn minutes(self) -> u16 {
        self.to - self.from
    }

    pub(crate) fn start_minute(self) -> u16 {
        self.from
    }

    pub(crate) fn end_minute(self) -> u16 {
        self.to
    }

    /// This span up to the end of one that follows it at once.
    pub(super) fn joined(self, next: Self) -> Self {
        Self { from: self.from, to: next.to }
    }

    /// What both have in common.
    pub fn intersect(self, other: Self) -> Option<Self> {
        Self::of_minutes(self.from.max(other.from), self.to.min(other.to)).ok()
    }

    /// What is left of this one when the other is cut out: nothing, one piece or two.
    pub(crate) fn without(self, other: Self) -> impl Iterator<Item = Self> {
        let before = Self::of_minutes(self.from, self.to.min(other.from)).ok();
        let after = Self::of_minutes(self.from.max(other.to), self.to).ok();
        before.into_iter().chain(after)
    }
}

fn minute_of(t: Time) -> u16 {
    u16::from(t.hour().unsigned_abs()) * 60 + u16::from(t.minute().unsigned_abs())
}

pub(crate) fn time_of(minute: u16) -> Time {
    let minute = minute % DAY_MINUTES;
    let part = |n: u16| i8::try_from(n).unwrap_or(0);
    Time::new(part(minute / 60), part(minute % 60), 0, 0).unwrap_or_else(|_| Time::midnight())
}

fn clock_text(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", clock_text(self.from), clock_text(self.to))
    }
}

impl FromStr for Span {
    type Err = HoursError;

    fn from_str(s: &str) -> Result<Self, HoursError> {
        let form = || HoursError::Form(excerpt(s));
        let (from, to) = s.split_once(['-', '–']).ok_or_else(form)?;
        Self::of_minutes(parse_minute(from)?, parse_minute(to)?)
    }
}

fn parse_minute(s: &str) -> Result<u16, HoursError> {
    let s = s.trim();
    let wrong = || HoursError::Time(excerpt(s));
    let (h, m) = s.split_once(':').ok_or_else(wrong)?;
    let digits = |t: &str, least: usize| {
        let fits = (least..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| t.parse::<u16>().ok()).flatten().ok_or_else(wrong)
    };
    let (h, m) = (digits(h, 1)?, digits(m, 2)?);
    if m < 60 && (h < 24 || (h == 24 && m == 0)) { Ok(h * 60 + m) } else { Err(wrong()) }
}

/// What an error message quotes: the beginning, so that a broken file does not fill the log.
pub(super) fn excerpt(s: &str) -> String {
    s.trim().chars().take(60).collect()
}
